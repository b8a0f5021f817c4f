package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes what a client sends to a UDP tracker (BEP 15).
 *
 * <pre>
 * connect   0 int64 protocol id    8 int32 action 0  12 int32 transaction id
 * announce  0 int64 connection id  8 int32 action 1  12 int32 transaction id
 *          16 info hash  36 peer id  56 int64 downloaded  64 int64 left  72 int64 uploaded
 *          80 int32 event  84 int32 IPv4 address  88 int32 key  92 int32 peers wanted  96 int16 port
 *          98 options (BEP 41)
 * scrape    0 int64 connection id  8 int32 action 2  12 int32 transaction id
 *          16 info hashes
 * </pre>
 */
public final class UdpRequestEncoder {
    private static final int KEY_DIGITS_MAX = 8;

    private UdpRequestEncoder() {
    }

    public static byte[] connect(int transactionId) {
        return head(UdpProtocol.REQUEST_HEAD_LENGTH_BYTES, UdpProtocol.PROTOCOL_ID, UdpProtocol.CONNECT, transactionId).array();
    }

    /**
     * Of the request, {@code compact}, {@code noPeerId} and {@code trackerId} have no place in UDP. The key must be hexadecimal, the
     * address IPv4; anything else counts as none.
     *
     * @param urlData path and query of the announce URL, at most {@link UdpTrackerUrl#URL_DATA_LENGTH_MAX} characters
     */
    public static byte[] announce(long connectionId, int transactionId, AnnounceRequest request, String urlData) {
        byte[] options = UrlDataOption.encode(urlData);
        int lengthBytes = UdpProtocol.ANNOUNCE_REQUEST_LENGTH_BYTES + options.length;
        ByteBuffer out = head(lengthBytes, connectionId, UdpProtocol.ANNOUNCE, transactionId);
        out.put(request.infoHash().bytes().toArray());
        out.put(request.peerId().bytes().toArray());
        out.putLong(request.downloadedBytes());
        out.putLong(request.leftBytesTold());
        out.putLong(request.uploadedBytes());
        out.putInt(UdpEvents.number(request.event()));
        out.put(ipv4(request.ip()).toArray());
        out.putInt(key(request.key()));
        out.putInt(Math.max(AnnounceAnswer.UNKNOWN, request.peersWanted()));
        out.putShort((short) request.port());
        return out.put(options).array();
    }

    /** @param infoHashes from 1 to {@link #scrapeHashesMax} */
    public static byte[] scrape(long connectionId, int transactionId, List<InfoHash> infoHashes) {
        int lengthBytes = UdpProtocol.REQUEST_HEAD_LENGTH_BYTES + infoHashes.size() * InfoHash.LENGTH_BYTES;
        ByteBuffer out = head(lengthBytes, connectionId, UdpProtocol.SCRAPE, transactionId);
        infoHashes.forEach(infoHash -> out.put(infoHash.bytes().toArray()));
        return out.array();
    }

    /** How many swarms one scrape can ask for. */
    public static int scrapeHashesMax() {
        return UdpProtocol.SCRAPE_HASHES_MAX;
    }

    private static ByteBuffer head(int lengthBytes, long connectionId, int action, int transactionId) {
        return ByteBuffer.allocate(lengthBytes).putLong(connectionId).putInt(action).putInt(transactionId);
    }

    private static int key(String hex) {
        boolean readable = !hex.isEmpty() && hex.length() <= KEY_DIGITS_MAX
                && hex.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
        return readable ? Integer.parseUnsignedInt(hex, 16) : 0;
    }

    private static ByteString ipv4(String ip) {
        return TrackerTargets.literal(ip).filter(address -> address.length() == Endpoint.IPV4_LENGTH_BYTES)
                .orElse(ByteString.wrap(new byte[Endpoint.IPV4_LENGTH_BYTES]));
    }
}
