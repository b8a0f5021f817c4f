package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.value.WebSeedStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WebSeedTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MIB = 1 << 20;

    private static WebSeed seed(WebSeedStyle style, boolean multiFile, String files) {
        WebSeedLayout layout = WebSeedLayouts.layout("n", multiFile, files, 32);
        return new WebSeed("http://h/", style, layout.pieces(), layout.files());
    }

    private static WebSeed single() {
        return seed(WebSeedStyle.GETRIGHT, false, "n:1000");
    }

    private static WebSeedFailure failure(WebSeedFault fault, int file, long retryAfterSeconds) {
        return new WebSeedFailure(fault, file, "it failed", retryAfterSeconds);
    }

    private static void fail(WebSeed seed, long fetchId, WebSeedFault fault, long timeNs) {
        seed.onFetchStarted(fetchId, MIB, timeNs);
        seed.onFetchFailed(fetchId, failure(fault, 0, 0), timeNs);
    }

    private static void succeed(WebSeed seed, long fetchId, long lengthBytes, long startNs, long endNs) {
        seed.onFetchStarted(fetchId, lengthBytes, startNs);
        for (long at = 0; at < lengthBytes; at += 16384) {
            seed.onBlockReceived(fetchId, (int) Math.min(16384, lengthBytes - at), endNs);
        }
    }

    @Test
    void isAskedForFourRangesAtMost() {
        WebSeed seed = single();
        for (int i = 1; i <= WebSeed.RANGES_MAX; i++) {
            assertTrue(seed.mayBeAsked(0));
            seed.onFetchStarted(i, MIB, 0);
        }
        assertFalse(seed.mayBeAsked(0));
        seed.onFetchFailed(2, failure(WebSeedFault.CANCELLED, 0, 0), 0);
        assertTrue(seed.mayBeAsked(0));
        assertEquals(3, seed.rangesUnderWay());
    }

    @Test
    void theBlockThatCompletesAFetchEndsIt() {
        WebSeed seed = single();
        seed.onFetchStarted(1, 20_000, 0);
        seed.onBlockReceived(1, 16384, SECOND);
        assertEquals(1, seed.rangesUnderWay());
        seed.onBlockReceived(1, 3616, SECOND);
        assertEquals(0, seed.rangesUnderWay());
        assertEquals(20_000, seed.receivedBytes());
        seed.onBlockReceived(77, 100, SECOND);
        assertEquals(20_100, seed.receivedBytes());
    }

    @Test
    void asksForMoreOfAFasterServer() {
        WebSeed seed = single();
        assertEquals(MIB, seed.nextRangeBytes());
        succeed(seed, 1, MIB, 0, 2 * SECOND);
        assertEquals(MIB / 2, seed.bytesPerSec());
        assertEquals(2 * MIB, seed.nextRangeBytes());
        succeed(seed, 2, 4 * MIB, 2 * SECOND, 4 * SECOND);
        assertEquals((3 * (MIB / 2) + 2 * MIB) / 4, seed.bytesPerSec());
        for (int i = 3; i < 20; i++) {
            succeed(seed, i, 16 * MIB, 0, 0);
        }
        assertEquals(16 * MIB, seed.nextRangeBytes());
    }

    @Test
    void asksForLittleOfASlowServer() {
        WebSeed seed = single();
        succeed(seed, 1, MIB, 0, 1000 * SECOND);
        assertEquals(MIB, seed.nextRangeBytes());
    }

    @Test
    void isLeftAloneForLongerAndLongerUpToHalfAnHour() {
        WebSeed seed = single();
        long now = 0;
        for (long expected : new long[] {30, 60, 120, 240, 480, 960, 1800, 1800}) {
            assertTrue(seed.mayBeAsked(now));
            fail(seed, 1, WebSeedFault.STALLED, now);
            assertEquals(now + expected * SECOND, seed.notBeforeNs());
            assertFalse(seed.mayBeAsked(seed.notBeforeNs() - 1));
            now = seed.notBeforeNs();
        }
        assertEquals("it failed", seed.message());
        for (int i = 0; i < 100; i++) {
            fail(seed, 1, WebSeedFault.STALLED, now += 1800 * SECOND);
        }
        assertEquals(now + 1800 * SECOND, seed.notBeforeNs());
    }

    @Test
    void fetchesThatFailTogetherCountAsOneFailure() {
        WebSeed seed = single();
        for (int i = 1; i <= 4; i++) {
            seed.onFetchStarted(i, MIB, 0);
        }
        for (int i = 1; i <= 4; i++) {
            seed.onFetchFailed(i, failure(WebSeedFault.CLOSED_EARLY, 0, 0), i);
        }
        assertEquals(1, seed.consecutiveFailures());
        assertEquals(1 + 30 * SECOND, seed.notBeforeNs());
    }

    @Test
    void isAskedForOneRangeAtATimeUntilOneSucceeds() {
        WebSeed seed = single();
        fail(seed, 1, WebSeedFault.STALLED, 0);
        long now = seed.notBeforeNs();
        seed.onFetchStarted(2, MIB, now);
        assertFalse(seed.mayBeAsked(now));
        seed.onBlockReceived(2, (int) MIB, now);
        assertEquals(0, seed.consecutiveFailures());
        assertEquals("", seed.message());
        seed.onFetchStarted(3, MIB, now);
        assertTrue(seed.mayBeAsked(now));
    }

    @Test
    void waitsAsLongAsTheServerAsksButNoLongerThanADay() {
        WebSeed seed = single();
        seed.onFetchFailed(1, failure(WebSeedFault.BUSY, 0, 3600), 0);
        assertEquals(3600 * SECOND, seed.notBeforeNs());
        WebSeed greedy = single();
        greedy.onFetchFailed(1, failure(WebSeedFault.BUSY, 0, Long.MAX_VALUE), 7);
        assertEquals(7 + 24 * 3600 * SECOND, greedy.notBeforeNs());
        WebSeed modest = single();
        modest.onFetchFailed(1, failure(WebSeedFault.BUSY, 0, 1), 0);
        assertEquals(30 * SECOND, modest.notBeforeNs());
    }

    @Test
    void aSuccessDoesNotShortenTheWaitThatWasAskedFor() {
        WebSeed seed = single();
        seed.onFetchStarted(1, 16384, 0);
        seed.onFetchFailed(2, failure(WebSeedFault.BUSY, 0, 600), 0);
        seed.onBlockReceived(1, 16384, SECOND);
        assertFalse(seed.mayBeAsked(2 * SECOND));
        assertTrue(seed.mayBeAsked(600 * SECOND));
    }

    @Test
    void aCancelledFetchIsNoFailure() {
        WebSeed seed = single();
        fail(seed, 1, WebSeedFault.CANCELLED, 0);
        assertTrue(seed.mayBeAsked(0));
        assertEquals(0, seed.consecutiveFailures());
        assertEquals("", seed.message());
    }

    @ParameterizedTest
    @EnumSource(WebSeedFault.class)
    void aSingleFilesSeedIsGoneForGoodAfterWhatLastsForEver(WebSeedFault fault) {
        WebSeed seed = single();
        fail(seed, 1, fault, 0);
        assertEquals(fault.isForEver(), seed.isGone());
        assertEquals(!fault.isForEver(), seed.hasPiece(0));
        assertEquals(!fault.isForEver(), seed.mayBeAsked(Long.MAX_VALUE));
    }

    @Test
    void aMissingFileTakesOnlyItsPiecesAway() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "a:48 b:32 c:0 d:80 pad:32");
        seed.onFetchFailed(1, failure(WebSeedFault.GONE, 1, 0), 0);
        assertTrue(seed.hasPiece(0));
        assertFalse(seed.hasPiece(1));
        assertFalse(seed.hasPiece(2));
        assertTrue(seed.hasPiece(3));
        assertTrue(seed.mayBeAsked(0));
        assertFalse(seed.isGone());
    }

    @Test
    void isGoneWhenNoFileIsLeft() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "a:48 b:32 c:0 pad:32");
        seed.onFetchFailed(1, failure(WebSeedFault.GONE, 0, 0), 0);
        assertFalse(seed.isGone());
        seed.onFetchFailed(2, failure(WebSeedFault.GONE, 1, 0), 0);
        assertTrue(seed.isGone());
    }

    @Test
    void isTakenToHaveNothingAfterEightMissingFilesInARow() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "32:32 ".repeat(20).trim());
        for (int file = 0; file < 7; file++) {
            seed.onFetchFailed(file, failure(WebSeedFault.GONE, file, 0), 0);
            seed.onFetchFailed(file, failure(WebSeedFault.GONE, file, 0), 0);
        }
        assertFalse(seed.isGone());
        succeed(seed, 100, 32768, 0, 1);
        for (int file = 7; file < 14; file++) {
            seed.onFetchFailed(file, failure(WebSeedFault.GONE, file, 0), 0);
        }
        assertFalse(seed.isGone());
        seed.onFetchFailed(14, failure(WebSeedFault.GONE, 14, 0), 0);
        assertTrue(seed.isGone());
    }

    @Test
    void aScriptThatIsGoneIsGone() {
        WebSeed seed = seed(WebSeedStyle.HOFFMAN, true, "a:48 b:32");
        seed.onFetchFailed(1, failure(WebSeedFault.GONE, WebSeedFailure.NO_FILE, 0), 0);
        assertTrue(seed.isGone());
        assertFalse(seed.hasPiece(0));
    }

    private static Bitfield blocks(int... bad) {
        Bitfield out = new Bitfield(2);
        for (int block : bad) {
            out.add(block);
        }
        return out;
    }

    @Test
    void aBadPieceOfOneFileTakesTheFileAway() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "a:48 b:80 c:32");
        seed.onBadPiece(2, blocks(0, 1));
        assertTrue(seed.hasPiece(0));
        assertFalse(seed.hasPiece(1), "it reaches into the file");
        assertFalse(seed.hasPiece(3));
        assertTrue(seed.hasPiece(4));
        assertTrue(seed.message().startsWith("piece 2 "));
        WebSeed onlyFile = single();
        onlyFile.onBadPiece(0, blocks(0, 1));
        assertTrue(onlyFile.isGone());
    }

    @Test
    void aBadPieceOfSeveralFilesTakesNoFileAway() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "a:48 b:80 c:32");
        seed.onBadPiece(1, blocks(0, 1));
        assertTrue(seed.hasPiece(0));
        assertFalse(seed.hasPiece(1));
        assertTrue(seed.hasPiece(2));
    }

    @Test
    void badBlocksOfOneFileTakeItAwayWhateverElseIsInThePiece() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "a:48 b:80 c:32");
        seed.onBadPiece(1, blocks(0));
        assertFalse(seed.hasPiece(0));
        assertTrue(seed.hasPiece(2));
    }

    @Test
    void isGoneAfterSixteenBadPieces() {
        WebSeed seed = seed(WebSeedStyle.GETRIGHT, true, "16:16 ".repeat(100).trim());
        for (int piece = 0; piece < WebSeed.BAD_PIECES_MAX; piece++) {
            assertFalse(seed.isGone());
            seed.onBadPiece(piece, blocks(0, 1));
        }
        assertTrue(seed.isGone());
    }

    @Test
    void aScriptIsGoneAfterOneBadPiece() {
        WebSeed script = seed(WebSeedStyle.HOFFMAN, true, "a:48 b:40");
        script.onBadPiece(0, blocks(0, 1));
        assertTrue(script.isGone());
    }

    @Test
    void waitingIsOverOnceTheClockSaysSo() {
        WebSeed seed = single();
        fail(seed, 1, WebSeedFault.STALLED, 0);
        assertTrue(seed.isLeftAlone());
        seed.onClock(30 * SECOND - 1);
        assertTrue(seed.isLeftAlone());
        seed.onClock(30 * SECOND);
        assertFalse(seed.isLeftAlone());
        assertTrue(seed.mayBeAsked(30 * SECOND));
        assertEquals(1, seed.consecutiveFailures(), "the next failure is the second");
    }

    @Test
    void asksWithHttpAndHttpsOnly() {
        assertTrue(WebSeed.isSupported("http://h/"));
        assertTrue(WebSeed.isSupported("HTTPS://h/"));
        assertFalse(WebSeed.isSupported("ftp://h/"));
        assertFalse(WebSeed.isSupported("h"));
        assertFalse(WebSeed.isSupported("http://" + "h".repeat(5000)));
    }

    @Test
    void aFileThatTheTorrentDoesNotHaveIsNoHarm() {
        WebSeed seed = single();
        seed.onFetchFailed(1, failure(WebSeedFault.GONE, 99, 0), 0);
        assertFalse(seed.isGone());
        assertTrue(seed.hasPiece(0));
    }
}
