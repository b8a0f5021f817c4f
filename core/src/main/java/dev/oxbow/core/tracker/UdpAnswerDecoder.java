package dev.oxbow.core.tracker;

import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads what UDP trackers answer (BEP 15). Each answer must be of the transaction that was begun and of the action that was asked for,
 * or an error; what stands behind its end is left alone, as BEP 15 wants it.
 *
 * <pre>
 * connect   0 int32 action 0  4 int32 transaction id  8 int64 connection id
 * announce  0 int32 action 1  4 int32 transaction id  8 int32 interval  12 int32 leechers  16 int32 seeders
 *          20 peers, of 6 bytes where the tracker was reached over IPv4, of 18 over IPv6
 * scrape    0 int32 action 2  4 int32 transaction id  8 for each info hash: int32 seeders, int32 completed, int32 leechers
 * error     0 int32 action 3  4 int32 transaction id  8 message
 * </pre>
 */
public final class UdpAnswerDecoder {
    private static final String EARLY_END = "the tracker's answer ends too early";
    private static final String FOREIGN = "the tracker's answer is to another question";

    private UdpAnswerDecoder() {
    }

    /** Which transaction a datagram claims to answer; empty when it is too short for any. */
    public static OptionalInt transactionId(byte[] datagram) {
        return datagram.length < UdpProtocol.ANSWER_HEAD_LENGTH_BYTES ? OptionalInt.empty()
                : OptionalInt.of(ByteBuffer.wrap(datagram).getInt(Integer.BYTES));
    }

    /** Whether the datagram is an error message. */
    public static boolean isError(byte[] datagram) {
        return datagram.length >= UdpProtocol.ANSWER_HEAD_LENGTH_BYTES && action(datagram) == UdpProtocol.ERROR;
    }

    public static UdpConnectAnswer connect(byte[] datagram, int transactionId) {
        String fault = fault(datagram, transactionId, UdpProtocol.CONNECT, UdpProtocol.CONNECT_ANSWER_LENGTH_BYTES);
        if (!fault.isEmpty()) {
            return new UdpConnectAnswer.Malformed(fault);
        }
        return isError(datagram) ? new UdpConnectAnswer.Refused(message(datagram))
                : new UdpConnectAnswer.Connected(ByteBuffer.wrap(datagram).getLong(UdpProtocol.ANSWER_HEAD_LENGTH_BYTES));
    }

    /** @param ipv6 whether the tracker was reached over IPv6 */
    public static AnnounceAnswer announce(byte[] datagram, int transactionId, boolean ipv6) {
        String fault = fault(datagram, transactionId, UdpProtocol.ANNOUNCE, UdpProtocol.ANNOUNCE_ANSWER_LENGTH_BYTES);
        if (!fault.isEmpty()) {
            return new AnnounceAnswer.Malformed(fault);
        }
        if (isError(datagram)) {
            return new AnnounceAnswer.Refused(message(datagram), AnnounceAnswer.UNKNOWN);
        }
        ByteBuffer in = ByteBuffer.wrap(datagram).position(UdpProtocol.ANSWER_HEAD_LENGTH_BYTES);
        int intervalSeconds = count(in);
        int leecherCount = count(in);
        int seedCount = count(in);
        Set<Endpoint> peers = new LinkedHashSet<>();
        CompactPeers.decode(ByteString.copyOf(datagram, in.position(), in.remaining()),
                ipv6 ? Endpoint.IPV6_LENGTH_BYTES : Endpoint.IPV4_LENGTH_BYTES, peers, AnnounceAnswerDecoder.PEERS_MAX);
        return new AnnounceAnswer.Answered(intervalSeconds, AnnounceAnswer.UNKNOWN, seedCount, leecherCount, "", "", ByteString.EMPTY,
                List.copyOf(peers));
    }

    /** @param asked the request's info hashes: the answer has nothing but counts, in their order */
    public static ScrapeAnswer scrape(byte[] datagram, int transactionId, List<InfoHash> asked) {
        int lengthBytes = UdpProtocol.ANSWER_HEAD_LENGTH_BYTES + asked.size() * UdpProtocol.SWARM_COUNTS_LENGTH_BYTES;
        String fault = fault(datagram, transactionId, UdpProtocol.SCRAPE, lengthBytes);
        if (!fault.isEmpty()) {
            return new ScrapeAnswer.Malformed(fault);
        }
        if (isError(datagram)) {
            return new ScrapeAnswer.Refused(message(datagram));
        }
        ByteBuffer in = ByteBuffer.wrap(datagram).position(UdpProtocol.ANSWER_HEAD_LENGTH_BYTES);
        List<SwarmCounts> swarms = new ArrayList<>();
        for (InfoHash infoHash : asked) {
            int seedCount = count(in);
            int completedCount = count(in);
            swarms.add(new SwarmCounts(infoHash, seedCount, count(in), completedCount));
        }
        return new ScrapeAnswer.Answered(swarms);
    }

    /** Why the datagram is neither the answer that was asked for nor an error; empty when it is one of them. */
    private static String fault(byte[] datagram, int transactionId, int action, int lengthBytesMin) {
        if (datagram.length < UdpProtocol.ANSWER_HEAD_LENGTH_BYTES) {
            return EARLY_END;
        }
        boolean mine = transactionId(datagram).getAsInt() == transactionId;
        if (mine && action(datagram) == UdpProtocol.ERROR) {
            return "";
        }
        if (!mine || action(datagram) != action) {
            return FOREIGN;
        }
        return datagram.length < lengthBytesMin ? EARLY_END : "";
    }

    private static int action(byte[] datagram) {
        return ByteBuffer.wrap(datagram).getInt();
    }

    private static int count(ByteBuffer in) {
        return Math.max(AnnounceAnswer.UNKNOWN, in.getInt());
    }

    /** An error's words, without the zero byte at which some trackers end their texts. */
    private static String message(byte[] datagram) {
        int start = UdpProtocol.ANSWER_HEAD_LENGTH_BYTES;
        int end = start;
        while (end < datagram.length && datagram[end] != 0 && end - start < 4 * AnswerReader.TEXT_CHARS_MAX) {
            end++;
        }
        String text = Text.printable(ByteString.copyOf(datagram, start, end - start).utf8().strip(), AnswerReader.TEXT_CHARS_MAX);
        return text.isEmpty() ? AnswerReader.NO_REASON : text;
    }
}
