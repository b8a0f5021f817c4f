package dev.oxbow.core.peer;

import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** What one peer asks of us, oldest first: queued until it is its turn, then under way until the socket has taken it. */
public final class UploadQueue {
    /**
     * What we say in our extension handshake ({@code reqq}); more than this is dropped. Some clients refill their queue only twice a
     * second: with 500 blocks that would hold them to 16 MB/s.
     */
    public static final int QUEUED_MAX = 2000;

    /** A run of bytes of a piece. */
    public record Request(int pieceIndex, int offsetBytes, int lengthBytes) {
        /** Compares field by field: what a record brings for that is slow until the optimising compiler has seen it. */
        private boolean is(int piece, int offset, int length) {
            return piece == pieceIndex && offset == offsetBytes && length == lengthBytes;
        }
    }

    private final ArrayDeque<Request> queued = new ArrayDeque<>();
    private int underWay;
    private int refusedCount;

    public int queuedCount() {
        return queued.size();
    }

    public int underWayCount() {
        return underWay;
    }

    /** How many requests could not be taken: too many, of a piece that we lack, or while choked. */
    public int refusedCount() {
        return refusedCount;
    }

    /** Looks at the newest first: what is asked about has mostly just come. */
    public boolean contains(int pieceIndex, int offsetBytes, int lengthBytes) {
        for (Iterator<Request> newestFirst = queued.descendingIterator(); newestFirst.hasNext(); ) {
            if (newestFirst.next().is(pieceIndex, offsetBytes, lengthBytes)) {
                return true;
            }
        }
        return false;
    }

    /** All that is queued, oldest first. */
    public List<Request> queued() {
        return List.copyOf(queued);
    }

    public boolean hasNext() {
        return !queued.isEmpty();
    }

    public Request next() {
        return queued.element();
    }

    /**
     * The bytes of the oldest and of those that lie right behind it one after another, each a whole block but perhaps the last.
     *
     * @param requestsMax at least 1
     * @param bytesMax    what they may come to; the oldest counts all the same
     */
    public int runBytes(int requestsMax, long bytesMax) {
        Request last = null;
        int bytes = 0;
        int count = 0;
        for (Request request : queued) {
            if (count == requestsMax || last != null && (!joins(last, request) || bytes + request.lengthBytes() > bytesMax)) {
                break;
            }
            last = request;
            bytes += request.lengthBytes();
            count++;
        }
        return bytes;
    }

    private static boolean joins(Request before, Request request) {
        return before.offsetBytes() % PieceLayout.BLOCK_LENGTH_BYTES == 0 && before.lengthBytes() == PieceLayout.BLOCK_LENGTH_BYTES
                && request.pieceIndex() == before.pieceIndex() && request.offsetBytes() == before.offsetBytes() + before.lengthBytes()
                && request.lengthBytes() <= PieceLayout.BLOCK_LENGTH_BYTES;
    }

    void add(Request request) {
        if (queued.size() < QUEUED_MAX) {
            queued.add(request);
        } else {
            refusedCount++;
        }
    }

    void refused() {
        refusedCount++;
    }

    void cancel(Request request) {
        removeOldest(request);
    }

    void begun(Request request) {
        removeOldest(request);
        underWay++;
    }

    private void removeOldest(Request request) {
        for (Iterator<Request> oldestFirst = queued.iterator(); oldestFirst.hasNext(); ) {
            if (oldestFirst.next().is(request.pieceIndex(), request.offsetBytes(), request.lengthBytes())) {
                oldestFirst.remove();
                return;
            }
        }
    }

    void finished(int requestCount) {
        underWay -= requestCount;
    }

    void clear() {
        queued.clear();
    }
}
