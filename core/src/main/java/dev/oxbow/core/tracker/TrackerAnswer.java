package dev.oxbow.core.tracker;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an HTTP tracker said, read with patience for what trackers get wrong. */
public sealed interface TrackerAnswer {
    int ANSWER_MAX_BYTES = 1 << 20;
    int TEXT_MAX_CHARS = 300;
    int PEERS_MAX = 5000;

    /**
     * An answer to an announce (BEP 3, 7, 23, 24). What it left out is -1, 0 or empty.
     *
     * @param externalAddress what the tracker sees of us: 4 or 16 bytes
     */
    record Announced(
            int intervalSeconds, int minIntervalSeconds, int seedCount, int leecherCount, String trackerId, String warning,
            ByteString externalAddress, List<Endpoint> peers) implements TrackerAnswer {
    }

    /** An answer to a scrape for one torrent (BEP 48). */
    record Scraped(int seedCount, int downloadedCount, int leecherCount) implements TrackerAnswer {
    }

    /**
     * A refusal, or no answer at all.
     *
     * @param retryInSeconds BEP 31; -1 when it is not said, {@link Integer#MAX_VALUE} for never
     */
    record Failed(String reason, int retryInSeconds) implements TrackerAnswer {
    }

    /** Reads an answer to an announce: Announced or Failed. */
    static TrackerAnswer announce(byte[] body) {
        Optional<BDictionary> read = dictionary(body);
        if (read.isEmpty()) {
            return new Failed("the tracker's answer is not bencoded", -1);
        }
        BDictionary answer = read.get();
        Optional<Failed> failed = failure(answer);
        if (failed.isPresent()) {
            return failed.get();
        }
        return new Announced(seconds(answer, "interval", -1), seconds(answer, "min interval", -1), seconds(answer, "complete", -1),
                seconds(answer, "incomplete", -1), text(answer, "tracker id"), text(answer, "warning message"),
                answer.bytes("external ip").filter(ip -> ip.length() == 4 || ip.length() == 16).orElse(ByteString.EMPTY), peers(answer));
    }

    /** Reads an answer to a scrape: Scraped or Failed. */
    static TrackerAnswer scrape(byte[] body, InfoHash infoHash) {
        Optional<BDictionary> read = dictionary(body);
        if (read.isEmpty()) {
            return new Failed("the tracker's answer is not bencoded", -1);
        }
        Optional<Failed> failed = failure(read.get());
        if (failed.isPresent()) {
            return failed.get();
        }
        Optional<BencodeValue> file = read.get().dictionary("files").map(files -> files.entries().get(infoHash.bytes()));
        if (file.isPresent() && file.get() instanceof BDictionary counts) {
            return new Scraped(seconds(counts, "complete", -1), seconds(counts, "downloaded", -1), seconds(counts, "incomplete", -1));
        }
        return new Failed("the tracker does not know the torrent", -1);
    }

    private static Optional<BDictionary> dictionary(byte[] body) {
        try {
            return BencodeReader.readLenient(body, BencodeReader.TRACKER_DEPTH_MAX) instanceof BDictionary dictionary
                    ? Optional.of(dictionary) : Optional.empty();
        } catch (BencodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Failed> failure(BDictionary answer) {
        return answer.bytes("failure reason").map(reason -> {
            boolean never = answer.bytes("retry in").map(ByteString::utf8).filter("never"::equals).isPresent();
            int minutes = answer.integer("retry in")
                    .or(() -> answer.bytes("retry in").map(ByteString::utf8).filter(text -> text.matches("[0-9]{1,6}")).map(Long::valueOf))
                    .filter(value -> value > 0 && value < 1_000_000).map(Long::intValue).orElse(-1);
            int retry = never ? Integer.MAX_VALUE : minutes > 0 ? minutes * 60 : -1;
            return new Failed("the tracker says: " + Text.printable(reason.utf8(), TEXT_MAX_CHARS), retry);
        });
    }

    private static int seconds(BDictionary answer, String key, int otherwise) {
        return answer.integer(key).filter(value -> value >= 0 && value <= Integer.MAX_VALUE).map(Long::intValue).orElse(otherwise);
    }

    private static String text(BDictionary answer, String key) {
        return answer.bytes(key).map(bytes -> Text.printable(bytes.utf8(), TEXT_MAX_CHARS)).orElse("");
    }

    private static List<Endpoint> peers(BDictionary answer) {
        Set<Endpoint> out = new LinkedHashSet<>();
        answer.bytes("peers").ifPresent(bytes -> compact(bytes, Endpoint.IPV4_LENGTH_BYTES, out));
        answer.bytes("peers6").ifPresent(bytes -> compact(bytes, Endpoint.IPV6_LENGTH_BYTES, out));
        for (BencodeValue peer : answer.list("peers").orElse(List.of())) {
            if (peer instanceof BDictionary dictionary) {
                listed(dictionary).ifPresent(out::add);
            }
        }
        return new ArrayList<>(out).subList(0, Math.min(out.size(), PEERS_MAX));
    }

    /** BEP 23 and BEP 7: address and port, one after another; a rest that is too short is left out. */
    private static void compact(ByteString bytes, int addressLength, Set<Endpoint> out) {
        for (int at = 0; at + addressLength + 2 <= bytes.length(); at += addressLength + 2) {
            int port = (bytes.byteAt(at + addressLength) & 0xff) << 8 | bytes.byteAt(at + addressLength + 1) & 0xff;
            if (port != 0) {
                out.add(new Endpoint(bytes.substring(at, at + addressLength), port));
            }
        }
    }

    /** BEP 3's form. The address may be a name; those are left out. */
    private static Optional<Endpoint> listed(BDictionary peer) {
        Optional<String> ip = peer.bytes("ip").map(ByteString::utf8);
        Optional<Long> port = peer.integer("port").filter(value -> value > 0 && value <= 0xffff);
        if (ip.isEmpty() || port.isEmpty()) {
            return Optional.empty();
        }
        try {
            String host = ip.get().indexOf(':') >= 0 ? "[" + ip.get() + "]" : ip.get();
            return Optional.of(Endpoint.parse(host + ":" + port.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
