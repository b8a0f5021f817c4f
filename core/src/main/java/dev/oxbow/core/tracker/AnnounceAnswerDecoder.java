package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.tracker.AnnounceAnswer.Answered;
import dev.oxbow.core.tracker.AnnounceAnswer.Malformed;
import dev.oxbow.core.tracker.AnnounceAnswer.Refused;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the answer to an announce (BEP 3, 7, 23, 24, 31). Patient with what trackers get wrong: fields may be missing, numbers may be
 * strings, packed peers may end early. Bounded: 1 MiB, 8 levels, {@link #PEERS_MAX} peers.
 */
public final class AnnounceAnswerDecoder {
    public static final int LENGTH_BYTES_MAX = AnswerReader.LENGTH_BYTES_MAX;
    /** More than any client keeps; the rest of a longer list is left out. */
    public static final int PEERS_MAX = 2000;
    private static final int TRACKER_ID_LENGTH_BYTES_MAX = 256;
    private static final int HOST_LENGTH_BYTES_MAX = 45; // the longest numeric IPv6 address
    private static final int RETRY_MINUTES_MAX = 7 * 24 * 60;

    private AnnounceAnswerDecoder() {
    }

    /** @param body as it came, decompressed */
    public static AnnounceAnswer decode(byte[] body) {
        Optional<BDictionary> read = AnswerReader.dictionary(body);
        if (read.isEmpty()) {
            return new Malformed(AnswerReader.complaint(body));
        }
        BDictionary answer = read.get();
        Optional<String> refusal = AnswerReader.failureReason(answer);
        if (refusal.isPresent()) {
            return new Refused(refusal.get(), retryInSeconds(answer));
        }
        return new Answered(
                AnswerReader.number(answer, "interval"),
                AnswerReader.number(answer, "min interval"),
                AnswerReader.number(answer, "complete"),
                AnswerReader.number(answer, "incomplete"),
                trackerId(answer),
                answer.get("warning message").map(AnswerReader::text).orElse(""),
                externalIp(answer),
                peers(answer));
    }

    /** BEP 31: minutes, as a number or in digits, or {@code never}. */
    private static int retryInSeconds(BDictionary answer) {
        if (answer.bytes("retry in").filter(ByteString.ofUtf8("never")::equals).isPresent()) {
            return AnnounceAnswer.NEVER;
        }
        int minutes = AnswerReader.number(answer, "retry in");
        return minutes <= 0 ? AnnounceAnswer.UNKNOWN : Math.min(minutes, RETRY_MINUTES_MAX) * 60;
    }

    private static String trackerId(BDictionary answer) {
        return answer.bytes("tracker id").filter(id -> id.length() <= TRACKER_ID_LENGTH_BYTES_MAX).map(PercentEncoding::encode).orElse("");
    }

    private static ByteString externalIp(BDictionary answer) {
        return answer.bytes("external ip")
                .filter(ip -> ip.length() == Endpoint.IPV4_LENGTH_BYTES || ip.length() == Endpoint.IPV6_LENGTH_BYTES)
                .orElse(ByteString.EMPTY);
    }

    private static List<Endpoint> peers(BDictionary answer) {
        Set<Endpoint> peers = new LinkedHashSet<>();
        addPeers(answer.get("peers"), Endpoint.IPV4_LENGTH_BYTES, peers);
        addPeers(answer.get("peers6"), Endpoint.IPV6_LENGTH_BYTES, peers);
        return new ArrayList<>(peers);
    }

    private static void addPeers(Optional<BencodeValue> value, int addressLengthBytes, Set<Endpoint> peers) {
        if (value.isPresent() && value.get() instanceof BencodeValue.BString packed) {
            CompactPeers.decode(packed.bytes(), addressLengthBytes, peers, PEERS_MAX);
        } else if (value.isPresent() && value.get() instanceof BencodeValue.BList list) {
            for (BencodeValue item : list.items()) {
                if (peers.size() == PEERS_MAX) {
                    return;
                }
                if (item instanceof BDictionary peer) {
                    endpoint(peer).ifPresent(peers::add);
                }
            }
        }
    }

    /** BEP 3's form of a peer. One whose {@code ip} is a name is left out: nobody else knows peers by name. */
    private static Optional<Endpoint> endpoint(BDictionary peer) {
        int port = AnswerReader.number(peer, "port");
        String host = peer.bytes("ip").filter(ip -> ip.length() <= HOST_LENGTH_BYTES_MAX).map(ByteString::utf8).orElse("");
        boolean numeric = !host.isEmpty() && host.chars().allMatch(c -> c == '.' || c == ':' || c < 128 && Character.digit(c, 16) >= 0);
        if (!numeric || port < 1 || port > 0xffff) {
            return Optional.empty();
        }
        try {
            return Optional.of(Endpoint.parse(host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
