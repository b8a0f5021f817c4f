package dev.oxbow.net.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpsFetchTest {
    private static final FetchLimits LIMITS = new FetchLimits(10_000, 10_000, 1 << 20);

    @TempDir
    Path directory;

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void refusesACertificateNobodyVouchesFor() throws Exception {
        int port = serve(KeyStores.selfSigned(directory, "unknown", "ip:127.0.0.1"));
        assertEquals("the certificate of 127.0.0.1 is not trusted", failure(port, Optional.empty()));
    }

    @Test
    void acceptsACertificateThatIsTrusted() throws Exception {
        PfxOptions key = KeyStores.selfSigned(directory, "trusted", "ip:127.0.0.1");
        int port = serve(key);
        assertEquals("secret", get(port, Optional.of(key)));
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() throws Exception {
        PfxOptions key = KeyStores.selfSigned(directory, "other", "dns:other.example");
        int port = serve(key);
        assertEquals("the certificate of 127.0.0.1 is for another host", failure(port, Optional.of(key)));
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        PfxOptions authority = KeyStores.authority(directory);
        int port = serve(KeyStores.expired(directory, authority, "ip:127.0.0.1"));
        assertEquals("the certificate of 127.0.0.1 is not valid today", failure(port, Optional.of(authority)));
    }

    @Test
    void saysWhenTheServerSpeaksNoTls() throws Exception {
        NetServer server = vertx.createNetServer().connectHandler(socket -> socket.write("220 mail.example ready\r\n"));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertEquals("no secure connection to 127.0.0.1:" + server.actualPort() + " could be made", failure(server.actualPort(),
                Optional.empty()));
    }

    private int serve(PfxOptions key) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(key))
                .requestHandler(request -> request.response().end("secret"));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return server.actualPort();
    }

    private String get(int port, Optional<TrustOptions> trust) throws Exception {
        try (HttpFetch fetch = new HttpFetch(vertx, "Oxbow/test", "", trust)) {
            Fetched fetched = fetch.exchange("https://127.0.0.1:" + port + "/", LIMITS).toCompletionStage().toCompletableFuture().get(20,
                    TimeUnit.SECONDS);
            return new String(fetched.body(), StandardCharsets.US_ASCII);
        }
    }

    private String failure(int port, Optional<TrustOptions> trust) {
        return assertThrows(ExecutionException.class, () -> get(port, trust)).getCause().getMessage();
    }
}
