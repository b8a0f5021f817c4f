package dev.oxbow.net.fetch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpFetchTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final FetchLimits LIMITS = new FetchLimits(10_000, 10_000, MEBIBYTE);

    private Vertx vertx;
    private HttpFetch fetch;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        fetch = new HttpFetch(vertx, "Oxbow/test", "");
    }

    @AfterEach
    void close() throws Exception {
        fetch.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void fetchesABodyAndSaysWhoItIs() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("hello")))) {
            assertEquals("hello", text(get(server.url("/a?b=%00%zz|"), LIMITS)));
            String request = server.requests().get(0);
            assertTrue(request.contains("\nGET /a?b=%00%zz| HTTP/1.1\n"), request);
            assertTrue(request.toLowerCase(Locale.ROOT).contains("\nuser-agent: oxbow/test\n"), request);
            assertTrue(request.toLowerCase(Locale.ROOT).contains("\nhost: " + server.authority() + "\n"), request);
            assertTrue(request.toLowerCase(Locale.ROOT).contains("\naccept-encoding: gzip\n"), request);
        }
    }

    @Test
    void readsAnswersThatEndWithTheConnection() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.0 200 OK\r\n\r\nto the end")) {
            assertEquals("to the end", text(get(server.url("/"), LIMITS)));
        }
    }

    @Test
    void handsOutOtherStatusesWithTheirBodies() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nwhy")) {
            Fetched fetched = get(server.url("/"), LIMITS);
            assertEquals(400, fetched.status());
            assertEquals("why", text(fetched));
        }
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn())) {
            assertEquals(server.authority() + ": no complete answer within 300 ms",
                    failure(server.url("/"), new FetchLimits(300, 300, MEBIBYTE)));
        }
    }

    @Test
    void givesUpOnAServerThatDripsItsAnswer() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> drip(out))) {
            assertEquals(server.authority() + ": no complete answer within 1 s", failure(server.url("/"), new FetchLimits(1000, 500,
                    MEBIBYTE)));
            await().untilAsserted(() -> assertEquals(1, server.failedWrites().size(), "the connection was left open"));
        }
    }

    private static void drip(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 1_000_000; i++) {
            out.write('x');
            RudeServer.wait(20);
        }
    }

    @Test
    void givesUpOnAServerThatFallsSilent() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            RudeServer.holdOn();
        })) {
            assertEquals(server.authority() + ": silent for 300 ms", failure(server.url("/"), new FetchLimits(20_000, 300, MEBIBYTE)));
        }
    }

    @Test
    void refusesALongAnswerByItsAnnouncedLength() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n")) {
            assertEquals("the answer is larger than 1 MiB", failure(server.url("/"), LIMITS));
        }
    }

    @Test
    void stopsReadingBeyondTheBound() throws Exception {
        AtomicLong sentBytes = new AtomicLong();
        try (RudeServer server = RudeServer.answering((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] part = new byte[64 * 1024];
            for (int i = 0; i < 16_384; i++) {
                out.write(part);
                sentBytes.addAndGet(part.length);
            }
        })) {
            assertEquals("the answer is larger than 1 MiB", failure(server.url("/"), LIMITS));
            await().untilAsserted(() -> assertEquals(1, server.failedWrites().size()));
            assertTrue(sentBytes.get() < 64 * MEBIBYTE, sentBytes + " bytes were taken");
        }
    }

    @Test
    void acceptsAnAnswerOfExactlyTheBound() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("x".repeat(1000))))) {
            assertEquals(1000, get(server.url("/"), new FetchLimits(9000, 9000, 1000)).body().length);
            assertEquals("the answer is larger than 0 KiB", failure(server.url("/"), new FetchLimits(9000, 9000, 999)));
        }
    }

    @Test
    void followsRedirects() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> {
            int hop = Integer.parseInt(request.substring(5, 6));
            out.write(hop == 5 ? RudeServer.ok("there") : redirect("/" + (hop + 1)));
        })) {
            assertEquals("there", text(get(server.url("/0"), LIMITS)));
            assertEquals(6, server.requests().size());
        }
    }

    @Test
    void givesUpInARedirectLoop() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(redirect("/")))) {
            assertEquals("the server redirects more than 5 times", failure(server.url("/"), LIMITS));
            assertEquals(6, server.requests().size());
        }
    }

    @Test
    void followsNoRedirectToAnotherScheme() throws Exception {
        for (String location : List.of("ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:0", "http://", "/a b")) {
            try (RudeServer server = RudeServer.answering((request, out) -> out.write(redirect(location)))) {
                assertEquals("the server redirects to what is neither http:// nor https://", failure(server.url("/"), LIMITS));
            }
        }
    }

    private static byte[] redirect(String location) {
        return RudeServer.response("HTTP/1.1 302 Found\r\nLocation: " + location, new byte[0]);
    }

    @Test
    void saysWhenTheAnswerIsNotHttp() throws Exception {
        for (String garbage : List.of("SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n", "\u0000\u0001\u0002\r\n\r\n", "HTTP/x.y 200 OK\r\n\r\n",
                "ICY 200 OK\r\n\r\n")) {
            try (RudeServer server = RudeServer.saying(garbage)) {
                assertEquals("the answer of " + server.authority() + " is not HTTP", failure(server.url("/"), LIMITS));
            }
        }
    }

    @Test
    void refusesEndlessHeaders() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")) {
            assertEquals("the answer of " + server.authority() + " is not HTTP", failure(server.url("/"), LIMITS));
        }
    }

    @Test
    void saysWhenTheConnectionClosedTooEarly() throws Exception {
        for (String half : List.of("", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")) {
            try (RudeServer server = RudeServer.saying(half)) {
                assertEquals(server.authority() + " closed the connection before its answer was complete", failure(server.url("/"),
                        LIMITS), half);
            }
        }
    }

    @Test
    void unpacksGzip() throws Exception {
        byte[] packed = gzip("unpacked".getBytes(StandardCharsets.US_ASCII));
        for (String coding : List.of("gzip", "x-gzip", "GZip")) {
            try (RudeServer server = RudeServer.answering((request, out) ->
                    out.write(RudeServer.response("HTTP/1.1 200 OK\r\nContent-Encoding: " + coding, packed)))) {
                assertEquals("unpacked", text(get(server.url("/"), LIMITS)));
            }
        }
    }

    @Test
    void refusesAGzipBomb() throws Exception {
        byte[] bomb = gzip(new byte[64 * MEBIBYTE]);
        assertTrue(bomb.length < MEBIBYTE, "the bomb is within the bound as long as it is packed");
        try (RudeServer server = RudeServer.answering((request, out) ->
                out.write(RudeServer.response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", bomb)))) {
            assertEquals("the answer is larger than 1 MiB", failure(server.url("/"), LIMITS));
        }
    }

    @Test
    void saysWhenThePackingIsDamagedOrForeign() throws Exception {
        byte[] cut = new byte[12];
        System.arraycopy(gzip(new byte[100]), 0, cut, 0, cut.length);
        try (RudeServer server = RudeServer.answering((request, out) ->
                out.write(RudeServer.response("HTTP/1.1 200 OK\r\nContent-Encoding: gzip", cut)))) {
            assertEquals("the answer's gzip packing is damaged", failure(server.url("/"), LIMITS));
        }
        try (RudeServer server = RudeServer.answering((request, out) ->
                out.write(RudeServer.response("HTTP/1.1 200 OK\r\nContent-Encoding: br", cut)))) {
            assertEquals("the answer is packed in a way that was not asked for", failure(server.url("/"), LIMITS));
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    @Test
    void saysWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        assertEquals("127.0.0.1:" + port + " refused the connection", failure("http://127.0.0.1:" + port + "/", LIMITS));
    }

    @Test
    void saysWhenTheHostIsNotFound() throws Exception {
        try (NameServer names = new NameServer()) {
            Vertx nameless = Vertx.vertx(new VertxOptions().setAddressResolverOptions(
                    new AddressResolverOptions().addServer(names.address()).setSearchDomains(List.of())));
            try (HttpFetch lost = new HttpFetch(nameless, "Oxbow/test", "")) {
                ExecutionException e = assertThrows(ExecutionException.class, () -> lost.exchange("http://tracker.nowhere/", LIMITS)
                        .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
                assertEquals("could not find the host tracker.nowhere", e.getCause().getMessage());
            } finally {
                nameless.close();
            }
        }
    }

    @Test
    void refusesMalformedUrlsWithoutAnException() {
        for (String url : List.of("", "nonsense", "http://", "http://t:99999/", "http://t\u00e9/", "udp://t:1/announce", "http://u:p@t/",
                "http://t/\n")) {
            assertEquals("the URL is malformed, or neither http:// nor https://", failure(url, LIMITS), url);
        }
    }

    @Test
    void asksTheRuleAboutEveryServerItIsLedTo() throws Exception {
        try (RudeServer inner = RudeServer.answering((request, out) -> out.write(RudeServer.ok("secret")));
                RudeServer outer = RudeServer.saying("HTTP/1.1 302 Found\r\nLocation: " + inner.url("/")
                        + "\r\nContent-Length: 0\r\n\r\n")) {
            List<String> asked = new CopyOnWriteArrayList<>();
            TargetRule rule = (host, reached) -> {
                asked.add(host + " " + reached);
                return reached.toString().equals(inner.authority()) ? Optional.of("not there") : Optional.empty();
            };
            ExecutionException e = assertThrows(ExecutionException.class, () -> fetch.exchange(outer.url("/"), LIMITS, rule)
                    .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
            assertEquals("not there", e.getCause().getMessage());
            assertEquals(List.of("127.0.0.1 " + outer.authority(), "127.0.0.1 " + inner.authority()), asked);
            assertTrue(inner.requests().stream().noneMatch(request -> request.contains("GET")), inner.requests().toString());
        }
    }

    @Test
    void connectsFromTheAddressItIsBoundTo() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("x")));
                HttpFetch bound = new HttpFetch(vertx, "Oxbow/test", "127.0.0.2")) {
            bound.exchange(server.url("/"), LIMITS).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertTrue(server.requests().get(0).startsWith("127.0.0.2\n"), server.requests().toString());
        }
    }

    @Test
    void saysWhenTheBoundAddressIsNotOfThisMachine() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("x")));
                HttpFetch bound = new HttpFetch(vertx, "Oxbow/test", "192.0.2.1")) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> bound.exchange(server.url("/"), LIMITS)
                    .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS));
            assertEquals(server.authority() + " cannot be reached: this machine has no such address to connect from", e.getCause()
                    .getMessage());
        }
    }

    @Test
    void speaksToIpv6Hosts() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> request.response().end(request.getHeader("Host")));
        server.listen(0, "::1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        String url = "http://[::1]:" + server.actualPort() + "/";
        assertEquals("[::1]:" + server.actualPort(), text(get(url, LIMITS)));
    }

    @Test
    void failsWhatIsUnderWayWhenItCloses() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn())) {
            var answer = fetch.exchange(server.url("/"), LIMITS).toCompletionStage().toCompletableFuture();
            await().until(() -> server.requests().size() == 1);
            fetch.close();
            ExecutionException e = assertThrows(ExecutionException.class, () -> answer.get(5, TimeUnit.SECONDS));
            assertInstanceOf(FetchFailedException.class, e.getCause());
        }
        assertEquals("Oxbow is closing", failure("http://127.0.0.1:9/", LIMITS));
    }

    @Test
    void getTakesNoStatusBut200() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) ->
                out.write(request.contains("/there") ? RudeServer.ok("x") : RudeServer.response("HTTP/1.1 404 Gone fishing",
                        new byte[3])))) {
            assertArrayEquals(new byte[] {'x'}, fetch.get(server.url("/there"), 9000, MEBIBYTE)
                    .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).getBytes());
            ExecutionException e = assertThrows(ExecutionException.class,
                    () -> fetch.get(server.url("/"), 9000, MEBIBYTE).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
            assertEquals("the server answered HTTP 404", e.getCause().getMessage());
        }
    }

    private Fetched get(String url, FetchLimits limits) throws Exception {
        return fetch.exchange(url, limits).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private String failure(String url, FetchLimits limits) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> get(url, limits));
        assertInstanceOf(FetchFailedException.class, e.getCause());
        return e.getCause().getMessage();
    }

    private static String text(Fetched fetched) {
        return new String(fetched.body(), StandardCharsets.ISO_8859_1);
    }
}
