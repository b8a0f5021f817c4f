package dev.oxbow.core.webseed;

import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedStyle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One web seed of one torrent: which of its files are no good, what is under way, how it has failed, how fast it is. The {@code on…}
 * methods record; the questions decide nothing that is not recorded. It has no timer: {@link #notBeforeNs} is a deadline for the caller.
 */
public final class WebSeed {
    /** How many ranges are asked for at the same time. */
    public static final int RANGES_MAX = 4;
    static final long RANGE_MIN_BYTES = 1 << 20;
    static final long RANGE_MAX_BYTES = 16 << 20;
    /** A range is as much as should come in this time: long enough to be worth a request, short enough to be given up. */
    private static final long RANGE_TARGET_SECONDS = 4;
    private static final long SECOND_NS = 1_000_000_000L;
    static final long BACK_OFF_MIN_NS = 30 * SECOND_NS;
    static final long BACK_OFF_MAX_NS = 30 * 60 * SECOND_NS;
    /** A server may ask for more patience than this; it does not get it. */
    static final long RETRY_AFTER_MAX_NS = 24 * 3600 * SECOND_NS;
    /** So many files in a row that it does not have, and it is taken to have none. */
    static final int MISSING_FILES_MAX = 8;
    /** So many pieces with wrong data, and nothing of it is believed. */
    static final int BAD_PIECES_MAX = 16;
    static final int URL_MAX_CHARS = 4096;

    /** One fetch. */
    private static final class UnderWay {
        private final long fetchId;
        private final long startNs;
        private final long lengthBytes;
        private long receivedBytes;

        UnderWay(long fetchId, long lengthBytes, long startNs) {
            this.fetchId = fetchId;
            this.lengthBytes = lengthBytes;
            this.startNs = startNs;
        }
    }

    private final String url;
    private final WebSeedStyle style;
    private final PieceLayout pieces;
    private final FileLayout files;
    /** At most {@link #RANGES_MAX}, in the order in which they began. */
    private final List<UnderWay> underWay = new ArrayList<>();
    private final BitSet uselessFiles = new BitSet();
    private final BitSet badPieces = new BitSet();
    private long notBeforeNs = Long.MIN_VALUE;
    private int consecutiveFailures;
    private int missingInARow;
    private boolean gone;
    private long bytesPerSec;
    private long receivedBytes;
    private long wastedBytes;
    private String message = "";

    /** @param url as the torrent names it */
    public WebSeed(String url, WebSeedStyle style, PieceLayout pieces, FileLayout files) {
        this.url = url;
        this.style = style;
        this.pieces = pieces;
        this.files = files;
    }

    /** Whether it can be asked for anything: HTTP and HTTPS are spoken, FTP is not. */
    public static boolean isSupported(String url) {
        boolean http = url.regionMatches(true, 0, "http://", 0, 7) || url.regionMatches(true, 0, "https://", 0, 8);
        return http && url.length() <= URL_MAX_CHARS;
    }

    public String url() {
        return url;
    }

    public WebSeedStyle style() {
        return style;
    }

    /** Whether it may be asked for another range at this time. */
    public boolean mayBeAsked(long timeNs) {
        return !gone && underWay.size() < rangesMax() && timeNs >= notBeforeNs;
    }

    /** After a failure one range at a time, until one succeeds. */
    private int rangesMax() {
        return consecutiveFailures == 0 ? RANGES_MAX : 1;
    }

    /** Until when it is left alone; {@link Long#MIN_VALUE} when it is not. */
    public long notBeforeNs() {
        return notBeforeNs;
    }

    /** Whether {@link #notBeforeNs} is to be waited for. */
    public boolean isLeftAlone() {
        return !gone && notBeforeNs != Long.MIN_VALUE;
    }

    /** Whether it is never to be asked again in this session. */
    public boolean isGone() {
        return gone;
    }

    /** Whether it can be asked for all of the piece: it has not sent it wrong, and none of the files in it has turned out useless. */
    public boolean hasPiece(int pieceIndex) {
        if (gone || badPieces.get(pieceIndex)) {
            return false;
        }
        if (uselessFiles.isEmpty()) {
            return true;
        }
        long start = pieces.pieceOffsetBytes(pieceIndex);
        int useless = uselessFiles.nextSetBit(files.fileAt(start));
        return useless < 0 || files.offsetBytes(useless) >= start + pieces.pieceLengthBytes(pieceIndex);
    }

    /** How much to ask for next, from how fast the ranges before came. */
    public long nextRangeBytes() {
        long wanted = Math.min(bytesPerSec, RANGE_MAX_BYTES) * RANGE_TARGET_SECONDS;
        return Math.max(RANGE_MIN_BYTES, Math.min(wanted, RANGE_MAX_BYTES));
    }

    /** How fast one range comes, a running mean; 0 until one has come whole. */
    public long bytesPerSec() {
        return bytesPerSec;
    }

    public int rangesUnderWay() {
        return underWay.size();
    }

    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    public long receivedBytes() {
        return receivedBytes;
    }

    /** Of {@link #receivedBytes}: what was thrown away when it came. */
    public long wastedBytes() {
        return wastedBytes;
    }

    /** Its last failure in words; empty when the last fetch did not fail and it has everything that it was asked for. */
    public String message() {
        return message;
    }

    /** It was asked for this much. */
    public void onFetchStarted(long fetchId, long lengthBytes, long timeNs) {
        underWay.add(new UnderWay(fetchId, lengthBytes, timeNs));
    }

    /** A block came. The one that completes its fetch ends it. */
    public void onBlockReceived(long fetchId, int lengthBytes, long timeNs) {
        receivedBytes += lengthBytes;
        for (int i = 0; i < underWay.size(); i++) {
            UnderWay fetch = underWay.get(i);
            if (fetch.fetchId == fetchId) {
                fetch.receivedBytes += lengthBytes;
                if (fetch.receivedBytes >= fetch.lengthBytes) {
                    underWay.remove(i);
                    succeeded(fetch, timeNs);
                }
                return;
            }
        }
    }

    private void succeeded(UnderWay fetch, long timeNs) {
        long measured = fetch.lengthBytes * 1000 / Math.max(1, (timeNs - fetch.startNs) / 1_000_000);
        bytesPerSec = bytesPerSec == 0 ? measured : (3 * bytesPerSec + measured) / 4;
        consecutiveFailures = 0;
        missingInARow = 0; // notBeforeNs stays: another fetch may have been asked for patience meanwhile
        if (uselessFiles.isEmpty() && badPieces.isEmpty()) {
            message = "";
        }
    }

    /** A fetch ended early. Several that fail at the same time, while it is left alone already, count as one. */
    public void onFetchFailed(long fetchId, WebSeedFailure failure, long timeNs) {
        underWay.removeIf(fetch -> fetch.fetchId == fetchId);
        if (failure.fault().isOurs()) {
            return;
        }
        message = failure.detail();
        if (failure.fault().isForEver()) {
            useless(failure.fileIndex());
        } else {
            backOff(failure.retryAfterSeconds(), timeNs);
        }
    }

    private void useless(int fileIndex) {
        boolean newlyKnown = fileIndex != WebSeedFailure.NO_FILE && fileIndex < files.fileCount() && !uselessFiles.get(fileIndex);
        if (newlyKnown) {
            uselessFiles.set(fileIndex);
            missingInARow++;
        }
        boolean every = fileIndex == WebSeedFailure.NO_FILE || missingInARow >= MISSING_FILES_MAX;
        gone = gone || every || uselessFiles.cardinality() == filesToServe();
    }

    private int filesToServe() {
        int count = 0;
        for (int file = 0; file < files.fileCount(); file++) {
            count += files.isPad(file) || files.lengthBytes(file) == 0 ? 0 : 1;
        }
        return count;
    }

    private void backOff(long retryAfterSeconds, long timeNs) {
        if (timeNs >= notBeforeNs) {
            consecutiveFailures++;
            long doubled = BACK_OFF_MIN_NS << Math.min(consecutiveFailures - 1, 10);
            notBeforeNs = timeNs + Math.min(doubled, BACK_OFF_MAX_NS);
        }
        long askedForNs = Math.min(retryAfterSeconds, RETRY_AFTER_MAX_NS / SECOND_NS) * SECOND_NS;
        notBeforeNs = Math.max(notBeforeNs, timeNs + askedForNs);
    }

    /** The clock has come to this time: waiting that is over is forgotten. */
    public void onClock(long timeNs) {
        if (notBeforeNs <= timeNs) {
            notBeforeNs = Long.MIN_VALUE;
        }
    }

    /** A block from here was thrown away. */
    public void onBlockDiscarded(int lengthBytes) {
        wastedBytes += lengthBytes;
    }

    /**
     * It sent wrong data. When all of that is of one file, the file there is another than the torrent's; else nobody knows which of them
     * is, and the piece alone is not asked for again: a small file that was edited must not take a large one with it.
     *
     * @param badBlocks the blocks that are wrong, or may be
     */
    public void onBadPiece(int pieceIndex, Bitfield badBlocks) {
        message = "piece " + pieceIndex + " from there does not have the torrent's hash";
        badPieces.set(pieceIndex);
        if (style == WebSeedStyle.HOFFMAN || badPieces.cardinality() >= BAD_PIECES_MAX) {
            gone = true;
            return;
        }
        BitSet touched = filesWith(pieceIndex, badBlocks);
        if (touched.cardinality() == 1) {
            uselessFiles.or(touched);
            gone = uselessFiles.cardinality() == filesToServe();
        }
    }

    private BitSet filesWith(int pieceIndex, Bitfield blocks) {
        BitSet out = new BitSet();
        for (int block = blocks.nextPresent(0); block != Bitfield.NONE; block = blocks.nextPresent(block + 1)) {
            long start = pieces.pieceOffsetBytes(pieceIndex) + PieceLayout.blockOffsetBytes(block);
            long end = start + pieces.blockLengthBytes(pieceIndex, block);
            for (int file = files.fileAt(start); file < files.fileCount() && files.offsetBytes(file) < end; file++) {
                if (!files.isPad(file) && files.lengthBytes(file) > 0) {
                    out.set(file);
                }
            }
        }
        return out;
    }

    /** All that is recorded, as numbers: what differs here differs there. */
    public void describe(LongConsumer to) {
        for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
            to.accept(octet);
        }
        to.accept(style.ordinal());
        for (UnderWay fetch : underWay) {
            to.accept(fetch.fetchId);
            to.accept(fetch.startNs);
            to.accept(fetch.receivedBytes);
        }
        for (BitSet set : List.of(uselessFiles, badPieces)) {
            to.accept(set.cardinality());
            set.stream().forEach(to::accept);
        }
        for (long value : new long[] {notBeforeNs, consecutiveFailures, missingInARow, gone ? 1 : 0, bytesPerSec, receivedBytes, wastedBytes}) {
            to.accept(value);
        }
    }
}
