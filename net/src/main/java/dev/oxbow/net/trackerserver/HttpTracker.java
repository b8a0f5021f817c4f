package dev.oxbow.net.trackerserver;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;

/**
 * A small HTTP tracker to be embedded: for {@code oxbow demo} and for tests. Announce (BEP 3, 7, 23) and scrape (BEP 48), kept in memory,
 * with bounds on everything.
 */
public final class HttpTracker implements AutoCloseable {
    private static final int TORRENTS_MAX = 1000;
    private static final int PEERS_MAX = 5000;
    private static final int PEERS_GIVEN_MAX = 200;
    private static final int LOG_MAX = 10_000;
    private static final long START_SECONDS = 10;

    /** An announce as it came in. */
    public record Received(InfoHash infoHash, ByteString peerId, String event, long uploadedBytes, long downloadedBytes, long leftBytes, int port) {
    }

    private record Peer(Endpoint endpoint, ByteString peerId, boolean seed, long expiresNs) {
    }

    private final HttpServer server;
    private final int intervalSeconds;
    private final Map<ByteString, Map<ByteString, Peer>> torrents = new LinkedHashMap<>();
    private final List<Received> log = new CopyOnWriteArrayList<>();

    private HttpTracker(Vertx vertx, int intervalSeconds) {
        this.intervalSeconds = intervalSeconds;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
    }

    /** Starts a tracker; port 0 lets the system choose. */
    public static HttpTracker start(Vertx vertx, String host, int port, int intervalSeconds) {
        HttpTracker tracker = new HttpTracker(vertx, intervalSeconds);
        try {
            tracker.server.listen(port, host).toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the tracker cannot listen on " + host + ":" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tracker started", e);
        }
        return tracker;
    }

    public int port() {
        return server.actualPort();
    }

    /** The announce URL, for peers on this machine. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/announce";
    }

    /** Every announce so far, oldest first, up to a bound. */
    public List<Received> received() {
        return List.copyOf(log);
    }

    private void answer(HttpServerRequest request) {
        BencodeValue body;
        try {
            Map<String, ByteString> query = query(request.query());
            body = switch (request.path()) {
                case "/announce" -> announce(query, request.remoteAddress().hostAddress());
                case "/scrape" -> scrape(query);
                default -> failure("there is only /announce and /scrape here");
            };
        } catch (IllegalArgumentException e) {
            body = failure("the request is malformed");
        }
        request.response().putHeader("Content-Type", "text/plain").end(Buffer.buffer(BencodeWriter.write(body)));
    }

    private static BencodeValue failure(String reason) {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("failure reason", BString.of(reason));
        return BDictionary.of(out);
    }

    private static Map<String, ByteString> query(String raw) {
        Map<String, ByteString> out = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                out.put(pair.substring(0, equals), unescape(pair.substring(equals + 1)));
            }
        }
        return out;
    }

    private static ByteString unescape(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' && i + 3 <= text.length()) {
                out.write(ByteString.ofHex(text.substring(i + 1, i + 3)).byteAt(0));
                i += 2;
            } else {
                out.write(text.charAt(i));
            }
        }
        return ByteString.wrap(out.toByteArray());
    }

    private static long number(Map<String, ByteString> query, String key, long otherwise) {
        return query.containsKey(key) ? Long.parseLong(query.get(key).utf8()) : otherwise;
    }

    private BencodeValue announce(Map<String, ByteString> query, String address) {
        ByteString infoHash = query.getOrDefault("info_hash", ByteString.EMPTY);
        ByteString peerId = query.getOrDefault("peer_id", ByteString.EMPTY);
        long port = number(query, "port", 0);
        if (infoHash.length() != InfoHash.LENGTH_BYTES || peerId.length() != 20 || port < 1 || port > 0xffff) {
            return failure("info_hash, peer_id or port is missing or malformed");
        }
        long left = number(query, "left", -1);
        String event = query.getOrDefault("event", ByteString.EMPTY).utf8();
        remember(new Received(new InfoHash(infoHash), peerId, event, number(query, "uploaded", 0), number(query, "downloaded", 0), left, (int) port));
        if (!torrents.containsKey(infoHash) && torrents.size() == TORRENTS_MAX) {
            return failure("this tracker is full");
        }
        Map<ByteString, Peer> peers = torrents.computeIfAbsent(infoHash, unseen -> new LinkedHashMap<>());
        long nowNs = System.nanoTime();
        peers.values().removeIf(peer -> peer.expiresNs() - nowNs < 0);
        peers.remove(peerId);
        List<Peer> given = event.equals("stopped") ? List.of() : others(peers, number(query, "numwant", 50), left == 0);
        if (!event.equals("stopped") && peers.size() < PEERS_MAX) {
            long expiresNs = nowNs + TimeUnit.SECONDS.toNanos(intervalSeconds * 2L + 60);
            peers.put(peerId, new Peer(endpoint(address, (int) port), peerId, left == 0, expiresNs));
        }
        return announced(peers, given, number(query, "compact", 1) != 0);
    }

    private void remember(Received received) {
        if (log.size() < LOG_MAX) {
            log.add(received);
        }
    }

    private static List<Peer> others(Map<ByteString, Peer> peers, long wanted, boolean seed) {
        return peers.values().stream().filter(peer -> !seed || !peer.seed()).limit(Math.max(0, Math.min(wanted, PEERS_GIVEN_MAX))).toList();
    }

    private static Endpoint endpoint(String address, int port) {
        try {
            return Endpoint.of(InetAddress.getByName(address).getAddress(), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private BencodeValue announced(Map<ByteString, Peer> peers, List<Peer> given, boolean compact) {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("interval", new BInteger(intervalSeconds));
        out.put("complete", new BInteger(peers.values().stream().filter(Peer::seed).count()));
        out.put("incomplete", new BInteger(peers.values().stream().filter(peer -> !peer.seed()).count()));
        if (compact) {
            out.put("peers", new BString(compact(given, false)));
            out.put("peers6", new BString(compact(given, true)));
        } else {
            List<BencodeValue> list = new ArrayList<>();
            given.forEach(peer -> list.add(listed(peer)));
            out.put("peers", new BList(list));
        }
        return BDictionary.of(out);
    }

    private static ByteString compact(List<Peer> peers, boolean ipv6) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Peer peer : peers) {
            if (peer.endpoint().isIpv6() == ipv6) {
                out.writeBytes(peer.endpoint().address().toArray());
                out.write(peer.endpoint().port() >> 8);
                out.write(peer.endpoint().port());
            }
        }
        return ByteString.wrap(out.toByteArray());
    }

    private static BencodeValue listed(Peer peer) {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("ip", new BString(ByteString.wrap(peer.endpoint().host().getBytes(StandardCharsets.US_ASCII))));
        out.put("peer id", new BString(peer.peerId()));
        out.put("port", new BInteger(peer.endpoint().port()));
        return BDictionary.of(out);
    }

    private BencodeValue scrape(Map<String, ByteString> query) {
        ByteString infoHash = query.getOrDefault("info_hash", ByteString.EMPTY);
        Map<ByteString, Peer> peers = torrents.getOrDefault(infoHash, Map.of());
        Map<String, BencodeValue> counts = new TreeMap<>();
        counts.put("complete", new BInteger(peers.values().stream().filter(Peer::seed).count()));
        counts.put("downloaded", new BInteger(0));
        counts.put("incomplete", new BInteger(peers.values().stream().filter(peer -> !peer.seed()).count()));
        TreeMap<ByteString, BencodeValue> files = new TreeMap<>();
        files.put(infoHash, BDictionary.of(counts));
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("files", new BDictionary(files));
        return BDictionary.of(out);
    }

    @Override
    public void close() {
        server.close();
    }
}
