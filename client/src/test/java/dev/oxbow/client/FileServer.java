package dev.oxbow.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server that serves a directory, by ranges if so wished, and can be told to misbehave. */
final class FileServer implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Path root;
    private final Map<String, Integer> requestsByPath = new ConcurrentHashMap<>();
    private final AtomicLong bytesServed = new AtomicLong();
    /** Paths that answer with this status. */
    final Map<String, Integer> refused = new ConcurrentHashMap<>();
    /** Paths of which the byte at this place is sent wrong. */
    final Map<String, Long> wrongAt = new ConcurrentHashMap<>();
    volatile boolean knowsRanges = true;
    /** How many requests are still refused with 503. */
    volatile int busyTimes;
    /** How long each answer waits. */
    volatile long delayMs;
    /** After so many bytes no request is answered any more. */
    volatile long silentAfterBytes = Long.MAX_VALUE;
    private volatile byte[] scriptBytes = {};
    private volatile int scriptPieceBytes;

    FileServer(Path root) {
        this.root = root;
        this.server = vertx.createHttpServer().requestHandler(this::answer);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    int requests(String path) {
        return requestsByPath.getOrDefault(path, 0);
    }

    int requests() {
        return requestsByPath.values().stream().mapToInt(Integer::intValue).sum();
    }

    long bytesServed() {
        return bytesServed.get();
    }

    /** Answers as a script does that knows the torrent (BEP 17): these bytes are all of its files in a row. */
    void script(byte[] allBytes, int pieceLengthBytes) {
        scriptBytes = allBytes;
        scriptPieceBytes = pieceLengthBytes;
    }

    private void answer(HttpServerRequest request) {
        if (bytesServed.get() >= silentAfterBytes) {
            return;
        }
        if (delayMs > 0) {
            vertx.setTimer(delayMs, fired -> answerNow(request));
        } else {
            answerNow(request);
        }
    }

    private synchronized void answerNow(HttpServerRequest request) {
        String path = URI.create(request.uri()).getPath();
        requestsByPath.merge(path, 1, Integer::sum);
        HttpServerResponse response = request.response();
        Path file = root.resolve(path.substring(1)).normalize();
        if (busyTimes > 0) {
            busyTimes--;
            response.setStatusCode(503).end();
        } else if (refused.containsKey(path)) {
            response.setStatusCode(refused.get(path)).end();
        } else if (path.equals("/script")) {
            response.end(Buffer.buffer(scriptAnswer(request)));
        } else if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            response.setStatusCode(404).end();
        } else {
            try {
                send(request, content(path, file));
            } catch (IOException e) {
                response.setStatusCode(500).end();
            }
        }
    }

    private byte[] scriptAnswer(HttpServerRequest request) {
        int piece = Integer.parseInt(request.getParam("piece"));
        int start = piece * scriptPieceBytes;
        int end = Math.min(start + scriptPieceBytes, scriptBytes.length);
        String ranges = request.getParam("ranges");
        if (ranges != null) {
            String[] ends = ranges.split("-");
            end = start + Integer.parseInt(ends[1]) + 1;
            start += Integer.parseInt(ends[0]);
        }
        bytesServed.addAndGet(end - start);
        return Arrays.copyOfRange(scriptBytes, start, end);
    }

    private byte[] content(String path, Path file) throws IOException {
        byte[] out = Files.readAllBytes(file);
        Long wrong = wrongAt.get(path);
        if (wrong != null) {
            out[wrong.intValue()] ^= 1;
        }
        return out;
    }

    private void send(HttpServerRequest request, byte[] content) {
        HttpServerResponse response = request.response();
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        int from = 0;
        int to = content.length;
        if (knowsRanges && range.matches()) {
            from = Integer.parseInt(range.group(1));
            to = Integer.parseInt(range.group(2)) + 1;
            response.setStatusCode(206).putHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
        }
        bytesServed.addAndGet(to - from);
        response.end(Buffer.buffer(content).slice(from, to));
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
