package dev.oxbow.net.webseed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.net.fetch.RudeServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers without manners: each fault has its name, no slot is lost, and what came whole is kept. */
@Timeout(60)
class RudeWebSeedsTest {
    private static final int PIECE = 64 * 1024;
    private static final int LENGTH = 3 * PIECE;
    private static final WebSeedLayout LAYOUT = new WebSeedLayout(InfoHash.of(new byte[20]), new PieceLayout(LENGTH, PIECE),
            FileLayout.ofSingle(LENGTH), false, List.of(List.of(ByteString.ofUtf8("name"))));
    private static final BlockRun MIDDLE = new BlockRun(1, 0, 2);
    private static final String MIDDLE_HEAD = "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 65536-98303/196608\r\n";

    private final byte[] file = new byte[LENGTH];
    private Vertx vertx;
    private SlotList slots;
    private BlockList blocks;
    private WebSeeds seeds;

    @BeforeEach
    void open() {
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 17 + i / 253);
        }
        vertx = Vertx.vertx();
        slots = new SlotList(8);
        blocks = new BlockList(LAYOUT, slots);
        seeds = seeds(10_000);
    }

    private WebSeeds seeds(int stallWindowMs) {
        WebSeedLimits limits = new WebSeedLimits(stallWindowMs, 2 * PIECE);
        return new WebSeeds(vertx, slots, blocks, "Oxbow/test", "", Optional.empty(), AddressScope.REAL, limits);
    }

    /** From now on servers have this long. */
    private void impatient(int stallWindowMs) {
        seeds.close();
        seeds = seeds(stallWindowMs);
    }

    @AfterEach
    void close() throws Exception {
        seeds.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertEquals(8, slots.freeCount(), "slots were lost");
    }

    private static void write(OutputStream out, String latin1) throws IOException {
        out.write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        write(out, Integer.toHexString(bytes.length) + "\r\n");
        out.write(bytes);
        write(out, "\r\n");
    }

    private byte[] middle(int lengthBytes) {
        return Arrays.copyOfRange(file, PIECE, PIECE + lengthBytes);
    }

    /** Asks for blocks 0 and 1 of piece 1. */
    private Optional<WebSeedFailure> fetch(RudeServer.Answer answer) throws IOException {
        return fetch(WebSeedStyle.GETRIGHT, answer);
    }

    private Optional<WebSeedFailure> fetch(WebSeedStyle style, RudeServer.Answer answer) throws IOException {
        try (RudeServer server = RudeServer.answering(answer)) {
            seeds.fetch(1, LAYOUT, style, server.url("/f"), MIDDLE);
            return blocks.awaitEnd(1);
        }
    }

    private WebSeedFailure failure(WebSeedFault fault, RudeServer.Answer answer) throws IOException {
        WebSeedFailure failure = fetch(answer).orElseThrow(() -> new AssertionError("it finished"));
        assertEquals(fault, failure.fault(), failure.detail());
        return failure;
    }

    @Test
    void skipsToTheRangeWhenAServerSendsTheWholeFile() throws IOException {
        assertEquals(Optional.empty(), fetch((request, out) -> out.write(RudeServer.response("HTTP/1.1 200 OK", file))));
        assertArrayEquals(middle(32768), Arrays.copyOfRange(blocks.payload(), PIECE, PIECE + 32768));
        assertEquals(List.of("1:0", "1:1"), blocks.blocks());
    }

    @Test
    void takesAWholeFileOfUnknownLength() throws IOException {
        assertEquals(Optional.empty(), fetch((request, out) -> {
            write(out, "HTTP/1.0 200 OK\r\n\r\n");
            out.write(file);
        }));
        assertArrayEquals(middle(32768), Arrays.copyOfRange(blocks.payload(), PIECE, PIECE + 32768));
    }

    @Test
    void leavesAWholeFileAloneThatItWouldHaveToSkipTooMuchOf() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (RudeServer server = RudeServer.answering((request, out) -> {
            requests.incrementAndGet();
            out.write(RudeServer.response("HTTP/1.1 200 OK", file));
        })) {
            seeds.fetch(1, LAYOUT, WebSeedStyle.GETRIGHT, server.url("/f"), new BlockRun(2, 1, 1));
            WebSeedFailure failure = blocks.awaitEnd(1).orElseThrow();
            assertEquals(WebSeedFault.RANGES_IGNORED, failure.fault());
            assertEquals(server.authority() + " sends whole files only", failure.detail());
        }
        assertEquals(1, requests.get());
    }

    @Test
    void takesChunksWithoutALength() throws IOException {
        assertEquals(Optional.empty(), fetch((request, out) -> {
            write(out, MIDDLE_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            chunk(out, Arrays.copyOf(middle(32768), 10_000));
            chunk(out, Arrays.copyOfRange(middle(32768), 10_000, 32768));
            write(out, "0\r\n\r\n");
        }));
        assertArrayEquals(middle(32768), Arrays.copyOfRange(blocks.payload(), PIECE, PIECE + 32768));
    }

    @Test
    void keepsTheWholeBlocksOfAShortBody() throws IOException {
        WebSeedFailure failure = failure(WebSeedFault.SHORT_BODY, (request, out) -> {
            write(out, MIDDLE_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            chunk(out, middle(20_000));
            write(out, "0\r\n\r\n");
        });
        assertTrue(failure.detail().endsWith(" sent 12768 bytes less than it was asked for"), failure.detail());
        assertEquals(List.of("1:0"), blocks.blocks());
    }

    @Test
    void refusesABodyThatIsAnnouncedTooShort() throws IOException {
        failure(WebSeedFault.SHORT_BODY, (request, out) -> out.write(RudeServer.response(MIDDLE_HEAD.strip(), middle(32767))));
        assertEquals(List.of(), blocks.blocks());
    }

    @Test
    void saysThatAUrlIsNone() {
        List<String> urls = List.of("nonsense", "ftp://h/f", "http:///f", "", "http://user:secret@h/f", "http://h:99999/f");
        for (int i = 0; i < urls.size(); i++) {
            seeds.fetch(i, LAYOUT, WebSeedStyle.GETRIGHT, urls.get(i), MIDDLE);
            assertEquals(WebSeedFault.BAD_URL, blocks.awaitEnd(i).orElseThrow().fault());
        }
    }

    @Test
    void refusesABodyThatIsAnnouncedTooLong() throws IOException {
        failure(WebSeedFault.OVERSIZED_BODY, (request, out) -> out.write(RudeServer.response(MIDDLE_HEAD.strip(), middle(32769))));
        assertEquals(List.of(), blocks.blocks());
    }

    @Test
    void findsABodyTooLongThatDidNotAnnounceIt() throws IOException {
        failure(WebSeedFault.OVERSIZED_BODY, (request, out) -> {
            write(out, MIDDLE_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            chunk(out, middle(32768));
            chunk(out, new byte[] {1});
            RudeServer.holdOn();
        });
        assertEquals(List.of("1:0", "1:1"), blocks.blocks());
    }

    @Test
    void doesNotWaitForEverForTheEndOfABodyThatIsAllThere() throws IOException {
        impatient(2_000);
        assertEquals(Optional.empty(), fetch((request, out) -> {
            write(out, MIDDLE_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            chunk(out, middle(32768));
            RudeServer.holdOn();
        }));
    }

    @Test
    void refusesAnotherRangeThanItAskedFor() throws IOException {
        WebSeedFailure failure = failure(WebSeedFault.WRONG_RANGE, (request, out) ->
                out.write(RudeServer.response("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-32767/196608", middle(32768))));
        assertTrue(failure.detail().endsWith(" sends bytes 0-32767 where 65536-98303 were asked for"), failure.detail());
        assertEquals(0, failure.fileIndex());
        assertEquals(List.of(), blocks.blocks());
    }

    @Test
    void noticesABrokenConnection() throws IOException {
        WebSeedFailure failure = failure(WebSeedFault.CLOSED_EARLY, (request, out) -> {
            write(out, MIDDLE_HEAD + "Content-Length: 32768\r\n\r\n");
            out.write(middle(17_000));
        });
        assertTrue(failure.detail().endsWith(" broke off in the middle of its answer"), failure.detail());
        assertEquals(List.of("1:0"), blocks.blocks());
    }

    @Test
    void triesOnceMoreWhenAConnectionClosesBeforeItsAnswer() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        assertEquals(Optional.empty(), fetch((request, out) -> {
            if (requests.incrementAndGet() > 1) {
                out.write(RudeServer.response(MIDDLE_HEAD.strip(), middle(32768)));
            }
        }));
        assertEquals(2, requests.get());
    }

    @Test
    void triesNoMoreThanOnceMore() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        WebSeedFailure failure = failure(WebSeedFault.CLOSED_EARLY, (request, out) -> requests.incrementAndGet());
        assertTrue(failure.detail().endsWith(" closed the connection before its answer was complete"), failure.detail());
        assertEquals(2, requests.get());
    }

    @Test
    void givesUpOnAServerThatNeverAnswers() throws IOException {
        impatient(400);
        assertEquals("too little came in 0.4 s", failure(WebSeedFault.STALLED, (request, out) -> RudeServer.holdOn()).detail());
    }

    @Test
    void givesUpOnAServerThatDrips() throws IOException {
        impatient(400);
        failure(WebSeedFault.STALLED, (request, out) -> {
            write(out, MIDDLE_HEAD + "Content-Length: 32768\r\n\r\n");
            for (byte octet : middle(32768)) {
                out.write(octet);
                RudeServer.wait(20);
            }
        });
        assertEquals(List.of(), blocks.blocks());
    }

    @Test
    void doesNotBlameAServerForOurOwnSlowness() throws IOException {
        try (RudeServer server = RudeServer.answering((request, out) ->
                out.write(RudeServer.response(MIDDLE_HEAD.strip(), middle(32768))))) {
            seeds.fetch(1, LAYOUT, WebSeedStyle.GETRIGHT, server.url("/f"), MIDDLE);
            assertEquals(Optional.empty(), blocks.awaitEnd(1), "all classes are loaded: a short window is fair");
            impatient(1_500);
            blocks.hold(true);
            for (int i = 2; i <= 6; i++) {
                seeds.fetch(i, LAYOUT, WebSeedStyle.GETRIGHT, server.url("/f"), MIDDLE);
            }
            await().until(() -> slots.freeCount() == 0);
            await().during(3_500, TimeUnit.MILLISECONDS).untilAsserted(() -> assertEquals(0, slots.freeCount()));
            blocks.hold(false);
            for (int i = 2; i <= 6; i++) {
                assertEquals(Optional.empty(), blocks.awaitEnd(i));
            }
        }
    }

    @Test
    void refusesPackedBodies() throws IOException {
        failure(WebSeedFault.PACKED_BODY, (request, out) ->
                out.write(RudeServer.response(MIDDLE_HEAD + "Content-Encoding: gzip", middle(32768))));
        assertEquals(List.of(), blocks.blocks());
    }

    @Test
    void saysThatTheFileIsNotThere() throws IOException {
        WebSeedFailure failure = failure(WebSeedFault.GONE, (request, out) ->
                out.write(RudeServer.response("HTTP/1.1 404 Not Found", new byte[70_000])));
        assertTrue(failure.detail().endsWith(" does not have it (HTTP 404)"), failure.detail());
        assertEquals(0, failure.fileIndex());
    }

    @Test
    void saysWhenTheAnswerIsNotHttp() throws IOException {
        failure(WebSeedFault.NOT_HTTP, (request, out) -> write(out, "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n"));
    }

    @Test
    void saysWhenChunksAreGarbage() throws IOException {
        failure(WebSeedFault.NOT_HTTP, (request, out) -> write(out, MIDDLE_HEAD + "Transfer-Encoding: chunked\r\n\r\nzzzz\r\nxx"));
    }

    @Test
    void saysWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        seeds.fetch(1, LAYOUT, WebSeedStyle.GETRIGHT, "http://127.0.0.1:" + port + "/f", MIDDLE);
        WebSeedFailure failure = blocks.awaitEnd(1).orElseThrow();
        assertEquals(WebSeedFault.UNREACHABLE, failure.fault());
        assertEquals("127.0.0.1:" + port + " refused the connection", failure.detail());
    }

    @Test
    void followsNoRedirectToAnotherScheme() throws IOException {
        failure(WebSeedFault.BAD_REDIRECT, (request, out) ->
                out.write(RudeServer.response("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd", new byte[0])));
    }

    @Test
    void aScriptMustSendExactlyThePart() throws IOException {
        WebSeedFailure failure = fetch(WebSeedStyle.HOFFMAN, (request, out) ->
                out.write(RudeServer.response("HTTP/1.1 200 OK", middle(PIECE)))).orElseThrow();
        assertEquals(WebSeedFault.OVERSIZED_BODY, failure.fault());
        assertEquals(WebSeedFailure.NO_FILE, failure.fileIndex());
    }

    @Test
    void goesOnAfterEveryKindOfFailure() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (RudeServer server = RudeServer.answering((request, out) -> {
            switch (requests.incrementAndGet()) {
                case 1 -> out.write(RudeServer.response("HTTP/1.1 500 Oops", new byte[3]));
                case 2 -> out.write(RudeServer.response("HTTP/1.1 416 Range Not Satisfiable", new byte[3]));
                case 3 -> write(out, MIDDLE_HEAD + "Content-Length: 32768\r\n\r\nxx");
                default -> out.write(RudeServer.response(MIDDLE_HEAD.strip(), middle(32768)));
            }
        })) {
            WebSeedFault[] expected = {WebSeedFault.BAD_STATUS, WebSeedFault.WRONG_FILE_LENGTH, WebSeedFault.CLOSED_EARLY};
            for (int i = 0; i < expected.length; i++) {
                seeds.fetch(i, LAYOUT, WebSeedStyle.GETRIGHT, server.url("/f"), MIDDLE);
                assertEquals(expected[i], blocks.awaitEnd(i).orElseThrow().fault());
            }
            seeds.fetch(9, LAYOUT, WebSeedStyle.GETRIGHT, server.url("/f"), MIDDLE);
            assertEquals(Optional.empty(), blocks.awaitEnd(9));
        }
    }
}
