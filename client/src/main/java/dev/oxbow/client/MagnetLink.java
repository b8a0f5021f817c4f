package dev.oxbow.client;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.value.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A magnet link as a request to the session. */
final class MagnetLink {
    private static final int PEERS_MAX = 100;

    private final MagnetUri uri;

    MagnetLink(MagnetUri uri) {
        this.uri = uri;
    }

    UserEvent.AddMagnetRequested request(long requestId, String directory, TorrentWish wish) {
        return new UserEvent.AddMagnetRequested(requestId, uri.infoHashV1().orElseThrow(), uri.name().orElse(""), distinct(uri.trackers()),
                distinct(uri.webSeeds()), peers(), uri.selectOnly(), directory, wish);
    }

    private static List<String> distinct(List<String> urls) {
        return urls.stream().map(String::trim).filter(url -> !url.isEmpty()).distinct().toList();
    }

    /** Those that can be resolved; the others are of no use, and no fault of the user's. */
    List<Endpoint> peers() {
        List<Endpoint> out = new ArrayList<>();
        for (String text : uri.peerAddresses().stream().limit(PEERS_MAX).toList()) {
            try {
                out.add(endpoint(text));
            } catch (IllegalArgumentException | UnknownHostException e) {
                // such as a name that nobody knows
            }
        }
        return out;
    }

    private static Endpoint endpoint(String text) throws UnknownHostException {
        int colon = text.lastIndexOf(':');
        boolean numeric = text.startsWith("[") || colon > 0 && text.substring(0, colon).matches("[0-9.]+");
        if (numeric || colon <= 0) {
            return Endpoint.parse(text);
        }
        return Endpoint.of(InetAddress.getByName(text.substring(0, colon)).getAddress(), Integer.parseInt(text.substring(colon + 1)));
    }
}
