package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oxbow.replay.CacheHome;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Serves the page to programs of this machine that know the token in its address. Answers GET only, and only when asked by the name of the
 * loopback interface, so that no foreign page can reach it by a name of its own (DNS rebinding).
 */
public final class PageServer implements Closeable {
    private static final String HOST = "127.0.0.1";
    private static final int TOKEN_BYTES = 16;
    private static final int OK = 200;
    private static final int MOVED = 302;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAULT = 500;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Vertx vertx;
    /** One thread: the journal's cursors are moved by one question at a time. */
    private final WorkerExecutor reader;
    private final HttpServer server;
    private final JournalPage journal;
    private final String token;
    private final Set<String> hosts;

    private PageServer(Vertx vertx, JournalPage journal, int port) throws IOException {
        this.vertx = vertx;
        this.journal = journal;
        this.reader = vertx.createSharedWorkerExecutor("journal", 1, 1, TimeUnit.HOURS);
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
        // HTTP/2 has no Host header
        HttpServerOptions options = new HttpServerOptions().setCompressionSupported(true).setHttp2ClearTextEnabled(false);
        this.server = listen(vertx.createHttpServer(options).requestHandler(this::onRequest), port);
        this.hosts = Set.of(HOST + ":" + server.actualPort(), "localhost:" + server.actualPort());
    }

    /**
     * Serves a journal from now on.
     *
     * @param port 0 for any free one
     * @throws IOException when the port cannot be had, or the journal not be read
     */
    public static PageServer start(Path sessionDirectory, int port) throws IOException {
        return start(sessionDirectory, Optional.of(CacheHome.path()), port);
    }

    static PageServer start(Path sessionDirectory, Optional<Path> cacheHome, int port) throws IOException {
        JournalPage journal = JournalPage.open(sessionDirectory, cacheHome);
        Vertx vertx = Vertx.vertx();
        try {
            return new PageServer(vertx, journal, port);
        } catch (IOException e) {
            vertx.close();
            journal.close();
            throw e;
        }
    }

    private static HttpServer listen(HttpServer server, int port) throws IOException {
        try {
            return server.listen(port, HOST).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException("cannot listen on " + HOST + ":" + port + ": " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Where the page is. Whoever knows this address can read the journal. */
    public String url() {
        return "http://" + HOST + ":" + server.actualPort() + "/" + token + "/";
    }

    private void onRequest(HttpServerRequest request) {
        secure(request.response());
        String host = request.getHeader("Host");
        String path = request.path() == null ? "" : request.path();
        if (host == null || !hosts.contains(host) || !isOurs(path)) {
            end(request, FORBIDDEN, "text/plain", "The address lacks the token; open the one that 'oxbow replay serve' printed.\n");
        } else if (request.method() != HttpMethod.GET) {
            end(request, NOT_ALLOWED, "text/plain", "The page can only be read.\n");
        } else if (path.length() == token.length() + 1) {
            request.response().putHeader("Location", path + "/");
            end(request, MOVED, "text/plain", "");
        } else {
            answer(request, path.substring(token.length() + 2));
        }
    }

    /** Takes the same time whatever is wrong. */
    private boolean isOurs(String path) {
        int end = path.indexOf('/', 1);
        String given = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private static void secure(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY).putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY") .putHeader("Referrer-Policy", "no-referrer").putHeader("Cache-Control", "no-store")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private void answer(HttpServerRequest request, String name) {
        Optional<Asset> asset = Asset.of(name);
        if (asset.isPresent()) {
            end(request, OK, asset.get().type(), asset.get().text());
            return;
        }
        Questions questions = new Questions(journal, request.params()::get);
        if (!questions.has(name)) {
            end(request, NOT_FOUND, "text/plain", "There is no such page.\n");
            return;
        }
        reader.executeBlocking(() -> questions.answer(name).toString()).onComplete(done -> {
            if (done.succeeded()) {
                end(request, OK, "application/json", done.result());
            } else {
                boolean asked = done.cause() instanceof IllegalArgumentException;
                String sentence = asked ? done.cause().getMessage() : "the journal cannot be read: " + done.cause().getMessage();
                String json = JsonNodeFactory.instance.objectNode().put("error", sentence).toString();
                end(request, asked ? BAD_REQUEST : FAULT, "application/json", json);
            }
        });
    }

    private static void end(HttpServerRequest request, int status, String type, String text) {
        if (!request.response().closed()) {
            request.response().setStatusCode(status).putHeader("Content-Type", type + "; charset=utf-8").end(Buffer.buffer(text, "UTF-8"));
        }
    }

    /** Ends it. What was asked for and is not answered yet is not answered. */
    @Override
    public void close() throws IOException {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            journal.close();
        }
    }
}
