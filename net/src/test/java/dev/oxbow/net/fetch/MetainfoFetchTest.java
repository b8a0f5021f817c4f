package dev.oxbow.net.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetainfoFetchTest {
    private Vertx vertx;
    private HttpFetch http;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        http = new HttpFetch(vertx, "Oxbow/test", "");
    }

    @AfterEach
    void close() throws Exception {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void getsALargeTorrentFile() throws Exception {
        byte[] file = new byte[20 << 20];
        new SplittableRandom(1).nextBytes(file);
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.response("HTTP/1.1 200 OK", file)))) {
            assertArrayEquals(file, MetainfoFetch.fetch(http, server.url("/x.torrent")).get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void waitsForASlowServerAsLongAsItSaysSomething() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 12; i++) {
                out.write('x');
                RudeServer.wait(100);
            }
        })) {
            assertEquals(12, MetainfoFetch.fetch(http, server.url("/"), new FetchLimits(20_000, 800, 100)).get(20, TimeUnit.SECONDS)
                    .length);
        }
    }

    @Test
    void refusesAFileOfMoreThan32MiB() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n")) {
            assertEquals("the answer is larger than 32 MiB", failure(server.url("/")));
        }
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 404 \u001b[31mNo\r\nContent-Length: 0\r\n\r\n")) {
            assertEquals("the server answered HTTP 404", failure(server.url("/")));
        }
        assertEquals("the URL is malformed, or neither http:// nor https://", failure("magnet:?x"));
    }

    private String failure(String url) {
        return assertThrows(CompletionException.class, () -> MetainfoFetch.fetch(http, url).orTimeout(20, TimeUnit.SECONDS).join())
                .getCause().getMessage();
    }
}
