package dev.oxbow.core.tracker;

import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes what a UDP tracker answers (BEP 15), laid out as {@link UdpAnswerDecoder} shows. */
public final class UdpAnswerEncoder {
    private static final int LENGTH_BYTES_MAX = 1400; // in one piece on any way through the Internet

    private UdpAnswerEncoder() {
    }

    /** How many peers an announce's answer should have at most. */
    public static int peersMax(boolean ipv6) {
        int peerLengthBytes = Short.BYTES + (ipv6 ? Endpoint.IPV6_LENGTH_BYTES : Endpoint.IPV4_LENGTH_BYTES);
        return (LENGTH_BYTES_MAX - UdpProtocol.ANNOUNCE_ANSWER_LENGTH_BYTES) / peerLengthBytes;
    }

    public static byte[] connect(int transactionId, long connectionId) {
        return head(UdpProtocol.CONNECT_ANSWER_LENGTH_BYTES, UdpProtocol.CONNECT, transactionId).putLong(connectionId).array();
    }

    /** @param ipv6 whether the client asked over IPv6: peers of the other family are left out */
    public static byte[] announce(int transactionId, AnnounceAnswer.Answered answer, boolean ipv6) {
        ByteString peers = CompactPeers.encode(answer.peers(), ipv6);
        return head(UdpProtocol.ANNOUNCE_ANSWER_LENGTH_BYTES + peers.length(), UdpProtocol.ANNOUNCE, transactionId)
                .putInt(answer.intervalSeconds()).putInt(answer.leecherCount()).putInt(answer.seedCount())
                .put(peers.toArray()).array();
    }

    /** @param swarms in the order asked for */
    public static byte[] scrape(int transactionId, List<SwarmCounts> swarms) {
        int lengthBytes = UdpProtocol.ANSWER_HEAD_LENGTH_BYTES + swarms.size() * UdpProtocol.SWARM_COUNTS_LENGTH_BYTES;
        ByteBuffer out = head(lengthBytes, UdpProtocol.SCRAPE, transactionId);
        for (SwarmCounts swarm : swarms) {
            out.putInt(swarm.seedCount()).putInt(swarm.completedCount()).putInt(swarm.leecherCount());
        }
        return out.array();
    }

    public static byte[] error(int transactionId, String reason) {
        byte[] message = ByteString.ofUtf8(reason).toArray();
        return head(UdpProtocol.ANSWER_HEAD_LENGTH_BYTES + message.length, UdpProtocol.ERROR, transactionId).put(message).array();
    }

    private static ByteBuffer head(int lengthBytes, int action, int transactionId) {
        return ByteBuffer.allocate(lengthBytes).putInt(action).putInt(transactionId);
    }
}
