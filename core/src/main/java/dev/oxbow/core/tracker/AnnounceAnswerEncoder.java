package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.tracker.AnnounceAnswer.Answered;
import dev.oxbow.core.tracker.AnnounceAnswer.Refused;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the answer to an announce, for a tracker. What is {@link AnnounceAnswer#UNKNOWN} or empty is left out. */
public final class AnnounceAnswerEncoder {
    private AnnounceAnswerEncoder() {
    }

    /** Peers packed, IPv4 under {@code peers} (BEP 23) and, where there are any, IPv6 under {@code peers6} (BEP 7). */
    public static byte[] compact(Answered answer) {
        Map<String, BencodeValue> out = head(answer);
        out.put("peers", new BString(CompactPeers.encode(answer.peers(), false)));
        putBytes(out, "peers6", CompactPeers.encode(answer.peers(), true));
        return BencodeWriter.write(BDictionary.of(out));
    }

    /**
     * Peers as dictionaries (BEP 3).
     *
     * @param peerIds of the answer's peers, in their order; none when the client does not want ids
     */
    public static byte[] dictionaries(Answered answer, List<PeerId> peerIds) {
        List<BencodeValue> peers = new ArrayList<>(answer.peers().size());
        for (int i = 0; i < answer.peers().size(); i++) {
            Endpoint endpoint = answer.peers().get(i);
            Map<String, BencodeValue> peer = new TreeMap<>();
            peer.put("ip", BString.of(endpoint.host()));
            peer.put("port", new BInteger(endpoint.port()));
            if (!peerIds.isEmpty()) {
                peer.put("peer id", new BString(peerIds.get(i).bytes()));
            }
            peers.add(BDictionary.of(peer));
        }
        Map<String, BencodeValue> out = head(answer);
        out.put("peers", new BList(peers));
        return BencodeWriter.write(BDictionary.of(out));
    }

    /** A refusal, with {@code retry in} in minutes, rounded up (BEP 31). */
    public static byte[] refusal(Refused refused) {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("failure reason", BString.of(refused.reason()));
        if (refused.retryInSeconds() == AnnounceAnswer.NEVER) {
            out.put("retry in", BString.of("never"));
        } else if (refused.retryInSeconds() > 0) {
            out.put("retry in", new BInteger((refused.retryInSeconds() + 59L) / 60));
        }
        return BencodeWriter.write(BDictionary.of(out));
    }

    private static Map<String, BencodeValue> head(Answered answer) {
        Map<String, BencodeValue> out = new TreeMap<>();
        putNumber(out, "interval", answer.intervalSeconds());
        putNumber(out, "min interval", answer.minIntervalSeconds());
        putNumber(out, "complete", answer.seedCount());
        putNumber(out, "incomplete", answer.leecherCount());
        putBytes(out, "tracker id", PercentEncoding.decode(answer.trackerId()).orElse(ByteString.EMPTY));
        putBytes(out, "warning message", ByteString.ofUtf8(answer.warning()));
        putBytes(out, "external ip", answer.externalIp());
        return out;
    }

    private static void putNumber(Map<String, BencodeValue> out, String key, int value) {
        if (value != AnnounceAnswer.UNKNOWN) {
            out.put(key, new BInteger(value));
        }
    }

    private static void putBytes(Map<String, BencodeValue> out, String key, ByteString value) {
        if (value.length() > 0) {
            out.put(key, new BString(value));
        }
    }
}
