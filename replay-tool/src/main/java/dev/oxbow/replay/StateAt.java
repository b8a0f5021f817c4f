package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.webseed.WebSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code replay at}: what the session knew at a point in time. */
public final class StateAt {
    private StateAt() {
    }

    public static ObjectNode of(Path sessionDirectory, PointInTime point) throws IOException {
        try (StateCursor cursor = StateCursor.open(sessionDirectory)) {
            cursor.goTo(point);
            return json(cursor.state());
        }
    }

    /** @param point as {@link PointParser} reads it. @throws IllegalArgumentException when it is none */
    public static ObjectNode of(Path sessionDirectory, String point) throws IOException {
        return of(sessionDirectory, Points.of(sessionDirectory, Optional.of(CacheHome.path())).parse(point));
    }

    public static ObjectNode json(SessionState state) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("seq", state.sequence());
        out.put("session", state.segment());
        out.put("time", EntryJson.time(state.timeNs()));
        out.put("stateHash", StateHash.toHex(StateHash.of(state)));
        out.put("stopped", state.isStopped());
        out.put("dhtNodes", state.dht().nodeCount());
        ArrayNode torrents = out.putArray("torrents");
        state.torrents().forEach(torrent -> torrents.add(json(torrent, state.timeNs())));
        state.magnets().forEach(magnet -> torrents.add(json(magnet, state.timeNs())));
        return out;
    }

    private static ObjectNode json(Torrent torrent, long nowNs) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("infoHash", torrent.spec().infoHash().toString());
        out.put("name", torrent.spec().name());
        out.put("pieceCount", torrent.layout().pieceCount());
        out.put("piecesVerified", torrent.picker().verified().count());
        out.put("piecesDurable", torrent.disk().durable().count());
        out.put("piecesBegun", torrent.picker().begun().size());
        out.put("bytesVerified", torrent.bytesVerified());
        out.put("bytesDownloaded", torrent.bytesDownloaded());
        out.put("bytesUploaded", torrent.bytesUploaded());
        out.put("bytesWasted", torrent.bytesWasted());
        out.put("bytesTotal", torrent.layout().totalLengthBytes());
        out.put("downBytesPerSec", torrent.downBytesPerSec(nowNs));
        out.put("upBytesPerSec", torrent.upBytesPerSec(nowNs));
        out.put("phase", torrent.phase().name());
        out.put("phaseReason", torrent.phaseReason());
        ArrayNode peers = out.putArray("peers");
        torrent.connections().forEach(session -> peers.add(json(session, nowNs)));
        ArrayNode webSeeds = out.putArray("webSeeds");
        torrent.webSeeds().forEach(webSeed -> webSeeds.add(json(webSeed)));
        return out;
    }

    private static ObjectNode json(WebSeed webSeed) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("url", webSeed.url());
        out.put("style", webSeed.style().name());
        out.put("gone", webSeed.isGone());
        out.put("rangesUnderWay", webSeed.rangesUnderWay());
        out.put("bytesDown", webSeed.receivedBytes());
        out.put("consecutiveFailures", webSeed.consecutiveFailures());
        out.put("message", webSeed.message());
        return out;
    }

    /** Of what is not known yet there is nothing. */
    private static ObjectNode json(MagnetTorrent magnet, long nowNs) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("infoHash", magnet.infoHash().toString());
        out.put("name", magnet.link().name());
        out.put("pieceCount", 0).put("piecesVerified", 0).put("bytesVerified", 0);
        out.put("metadataLengthBytes", magnet.fetch().lengthBytes());
        out.put("metadataPieces", magnet.fetch().arrived().size());
        out.put("phase", magnet.phase().name());
        out.put("phaseReason", magnet.phaseReason());
        ArrayNode peers = out.putArray("peers");
        magnet.connections().forEach(session -> peers.add(json(session, nowNs)));
        return out;
    }

    private static ObjectNode json(PeerSession session, long nowNs) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("peer", session.endpoint().toString());
        out.put("connection", session.connectionId());
        out.put("client", session.client());
        out.put("phase", session.phase().name());
        out.put("pieces", session.pieces().count());
        out.put("amChoking", session.amChoking());
        out.put("amInterested", session.amInterested());
        out.put("peerChoking", session.peerChoking());
        out.put("peerInterested", session.peerInterested());
        out.put("requestsOutstanding", session.requests().size());
        out.put("snubbed", session.requests().isSnubbed());
        out.put("bytesWasted", session.bytesWasted());
        out.put("bytesDown", session.bytesDown());
        out.put("bytesUp", session.bytesUp());
        out.put("downBytesPerSec", session.downBytesPerSec(nowNs));
        return out;
    }
}
