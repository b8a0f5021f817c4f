package dev.oxbow.core.tracker;

import dev.oxbow.core.tracker.TrackerRequest.Malformed;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the query of an announce or a scrape, for a tracker. Parameters it does not know are ignored; of a repeated one the first
 * counts.
 */
public final class TrackerRequestDecoder {
    public static final int QUERY_LENGTH_MAX = 8 * 1024;
    public static final int SCRAPE_HASHES_MAX = 100;
    private static final int TEXT_LENGTH_MAX = 256;

    private TrackerRequestDecoder() {
    }

    /** @param query what stands behind the {@code ?}; an {@link AnnounceRequest} or a {@link Malformed} comes out */
    public static TrackerRequest announce(String query) {
        if (query.length() > QUERY_LENGTH_MAX) {
            return new Malformed("the query is longer than " + QUERY_LENGTH_MAX + " characters");
        }
        Map<String, String> parameters = new HashMap<>(); // looked up only
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        try {
            return announce(parameters);
        } catch (Unreadable unreadable) {
            return new Malformed(unreadable.getMessage());
        }
    }

    private static AnnounceRequest announce(Map<String, String> parameters) throws Unreadable {
        ByteString infoHash = twentyBytes("info_hash", parameters.get("info_hash"));
        ByteString peerId = twentyBytes("peer_id", parameters.get("peer_id"));
        int port = (int) number(parameters, "port", -1, 0xffff);
        String event = text(parameters, "event");
        boolean known = event.isEmpty() || event.equals(AnnounceRequest.STARTED) || event.equals(AnnounceRequest.COMPLETED)
                || event.equals(AnnounceRequest.STOPPED);
        return new AnnounceRequest(
                new InfoHash(infoHash), new PeerId(peerId), port,
                number(parameters, "uploaded", 0, Long.MAX_VALUE),
                number(parameters, "downloaded", 0, Long.MAX_VALUE),
                number(parameters, "left", 1, Long.MAX_VALUE), // one who does not say is no seed
                known ? event : AnnounceRequest.REGULAR,
                !"0".equals(parameters.get("compact")), // BEP 23 suggests compact answers by default
                "1".equals(parameters.get("no_peer_id")),
                text(parameters, "ip"),
                (int) number(parameters, "numwant", AnnounceAnswer.UNKNOWN, Integer.MAX_VALUE),
                text(parameters, "key"),
                text(parameters, "trackerid"));
    }

    /** @param query what stands behind the {@code ?}; a {@link ScrapeRequest} or a {@link Malformed} comes out */
    public static TrackerRequest scrape(String query) {
        if (query.length() > QUERY_LENGTH_MAX) {
            return new Malformed("the query is longer than " + QUERY_LENGTH_MAX + " characters");
        }
        List<InfoHash> infoHashes = new ArrayList<>();
        for (String parameter : query.split("&")) {
            if (!parameter.startsWith("info_hash=")) {
                continue;
            }
            try {
                infoHashes.add(new InfoHash(twentyBytes("info_hash", parameter.substring("info_hash=".length()))));
            } catch (Unreadable unreadable) {
                return new Malformed(unreadable.getMessage());
            }
            if (infoHashes.size() > SCRAPE_HASHES_MAX) {
                return new Malformed("more than " + SCRAPE_HASHES_MAX + " info hashes");
            }
        }
        return new ScrapeRequest(infoHashes);
    }

    private static ByteString twentyBytes(String name, String value) throws Unreadable {
        if (value == null) {
            throw new Unreadable(name + " is missing");
        }
        Optional<ByteString> bytes = PercentEncoding.decode(value);
        if (bytes.isEmpty() || bytes.get().length() != InfoHash.LENGTH_BYTES) {
            throw new Unreadable(name + " is not 20 bytes, percent-encoded");
        }
        return bytes.get();
    }

    /** @param absent for a missing or empty value; negative when the parameter must be there, except for {@code numwant} */
    private static long number(Map<String, String> parameters, String name, long absent, long max) throws Unreadable {
        String value = parameters.getOrDefault(name, "");
        if (value.isEmpty() && (absent >= 0 || name.equals("numwant"))) {
            return absent;
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (max - digit) / 10) {
                throw new Unreadable(name + " is not a number from 0 to " + max);
            }
            number = number * 10 + digit;
        }
        if (value.isEmpty()) {
            throw new Unreadable(name + " is missing");
        }
        return number;
    }

    private static String text(Map<String, String> parameters, String name) throws Unreadable {
        Optional<ByteString> bytes = PercentEncoding.decode(parameters.getOrDefault(name, ""));
        String text = bytes.map(it -> new String(it.toArray(), StandardCharsets.UTF_8)).orElse("");
        if (bytes.isEmpty() || ByteString.ofUtf8(text).length() > TEXT_LENGTH_MAX) { // what is no UTF-8 takes more bytes once it is replaced
            throw new Unreadable(name + " is malformed");
        }
        return text;
    }

    /** Leaves the reading of one request; caught in this class. */
    private static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
