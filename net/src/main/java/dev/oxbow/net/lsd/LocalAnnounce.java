package dev.oxbow.net.lsd;

import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.httpu.HttpuMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One announce (BEP 14): who hears it learns that the sender takes part in these swarms. No I/O.
 *
 * @param port       where the sender takes connections
 * @param infoHashes at least one
 * @param cookie     what the sender knows its own announces by; empty when it sent none
 */
public record LocalAnnounce(int port, List<InfoHash> infoHashes, String cookie) {
    /** Of what we send, so that no network has to split it (BEP 14). */
    public static final int LENGTH_BYTES_MAX = 1400;
    /** So many info hashes fit into an announce of ours. */
    public static final int INFO_HASHES_MAX = 24;
    public static final int COOKIE_LENGTH_MAX = 32;
    private static final String START_LINE = "BT-SEARCH * HTTP/1.1";

    public LocalAnnounce {
        if (port < 1 || port > 0xffff || infoHashes.isEmpty()) {
            throw new IllegalArgumentException("an announce names a port and at least one info hash");
        }
        infoHashes = List.copyOf(infoHashes);
    }

    /** A cookie as we make them: 1 to 32 letters and digits. */
    static boolean isCookie(String cookie) {
        return !cookie.isEmpty() && cookie.length() <= COOKIE_LENGTH_MAX
                && cookie.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
    }

    /** @param group the multicast group this is for, with its port, as in a URL */
    public byte[] encode(String group) {
        StringBuilder out = new StringBuilder(LENGTH_BYTES_MAX);
        out.append(START_LINE).append("\r\nHost: ").append(group).append("\r\nPort: ").append(port).append("\r\n");
        for (InfoHash infoHash : infoHashes) {
            out.append("Infohash: ").append(infoHash).append("\r\n");
        }
        if (!cookie.isEmpty()) {
            out.append("cookie: ").append(cookie).append("\r\n");
        }
        return out.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @return empty for what is not an announce to the letter; unknown headers are ignored, as BEP 14 asks */
    public static Optional<LocalAnnounce> parse(byte[] datagram) {
        Optional<HttpuMessage> message = HttpuMessage.parse(datagram).filter(read -> read.startLine().equals(START_LINE));
        int port = message.flatMap(read -> read.only("port")).map(LocalAnnounce::port).orElse(0);
        List<String> cookies = message.map(read -> read.values("cookie")).orElse(List.of());
        List<String> hexes = message.map(read -> read.values("infohash")).orElse(List.of());
        if (port == 0 || hexes.isEmpty() || cookies.size() > 1) {
            return Optional.empty();
        }
        List<InfoHash> infoHashes = new ArrayList<>(hexes.size());
        for (String hex : hexes) {
            if (hex.length() != 2 * InfoHash.LENGTH_BYTES || !hex.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
                return Optional.empty();
            }
            infoHashes.add(InfoHash.ofHex(hex));
        }
        return Optional.of(new LocalAnnounce(port, infoHashes.stream().distinct().toList(), cookies.isEmpty() ? "" : cookies.get(0)));
    }

    private static int port(String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        return port <= 0xffff ? port : 0;
    }
}
