package dev.oxbow.core.peer;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.PieceLayout;
import org.agrona.collections.LongArrayList;

/**
 * The blocks asked of one peer and not yet arrived, oldest first, and how many it should hold: about three seconds of what the peer
 * sends, found by slow start, never more than the peer says it queues; one while the peer is snubbed.
 */
public final class RequestQueue {
    static final int TARGET_MIN = 4;
    static final int TARGET_MAX = 500;
    static final int TARGET_AT_FIRST = 16;
    /** What peers that say nothing are known to queue. */
    static final int PEER_MAX_UNSAID = 250;
    private static final int SECONDS_AHEAD = 3;
    /** A block is late after the time that so many take. */
    private static final long LATE_BLOCKS = 8;
    private static final long LATE_MIN_NS = Deadline.SECOND_NS / 4;
    private static final long LATE_MAX_NS = 2 * Deadline.SECOND_NS;
    private static final int REMEMBERED_MAX = 2 * TARGET_MAX;

    private final Outstanding outstanding = new Outstanding();
    /** Cancelled or choked away: such a block may still arrive, and that is nobody's fault. */
    private final LongArrayList remembered = new LongArrayList();
    private int peerMax = PEER_MAX_UNSAID;
    private int target = TARGET_AT_FIRST;
    private boolean slowStart = true;
    private boolean snubbed;
    private long lastProgressNs = Deadline.NONE;
    private long rateAtCheckBytesPerSec;
    private long nextRateCheckNs;
    private long rateAtProgressBytesPerSec;

    public int size() {
        return outstanding.size();
    }

    public boolean isSnubbed() {
        return snubbed;
    }

    /** How many requests the queue should hold now. */
    public int target() {
        return snubbed ? 1 : Math.min(target, peerMax);
    }

    /** How many blocks were withdrawn, or voided by a choke, and may still arrive. */
    public int rememberedCount() {
        return remembered.size();
    }

    /** When the peer last sent a block or was first asked for one; {@link Deadline#NONE} while nothing is asked. */
    public long waitingSinceNs() {
        return outstanding.isEmpty() ? Deadline.NONE : lastProgressNs;
    }

    /**
     * From when on the next block is late, going by the rate at which they came so far; {@link Deadline#NONE} while nothing is asked. What
     * is late may be asked of others as well when there is nothing else to ask for.
     */
    public long lateNs() {
        if (outstanding.isEmpty()) {
            return Deadline.NONE;
        }
        long usualNs = rateAtProgressBytesPerSec == 0 ? LATE_MAX_NS
                : LATE_BLOCKS * PieceLayout.BLOCK_LENGTH_BYTES * Deadline.SECOND_NS / rateAtProgressBytesPerSec;
        return lastProgressNs + Math.max(LATE_MIN_NS, Math.min(usualNs, LATE_MAX_NS));
    }

    public boolean contains(int pieceIndex, int blockIndex) {
        return outstanding.contains(key(pieceIndex, blockIndex));
    }

    /** Whether the block was asked for and then withdrawn, or voided by a choke. */
    public boolean remembers(int pieceIndex, int blockIndex) {
        return remembered.containsLong(key(pieceIndex, blockIndex));
    }

    public int pieceAt(int place) {
        return (int) (outstanding.get(place) >>> 32);
    }

    public int blockAt(int place) {
        return (int) outstanding.get(place);
    }

    void peerMax(int requests) {
        peerMax = Math.max(1, Math.min(requests, TARGET_MAX));
    }

    void asked(int pieceIndex, int blockIndex, long timeNs) {
        if (outstanding.isEmpty()) {
            lastProgressNs = timeNs;
        }
        outstanding.add(key(pieceIndex, blockIndex));
    }

    /** Whatever arrives shows that the peer is alive and how fast it is. */
    void blocksArrived(int blockCount, long timeNs, long rateBytesPerSec) {
        lastProgressNs = timeNs;
        rateAtProgressBytesPerSec = rateBytesPerSec;
        snubbed = false;
        if (slowStart) {
            target = Math.min(target + blockCount, TARGET_MAX);
            if (timeNs >= nextRateCheckNs) {
                slowStart = nextRateCheckNs == 0 || rateBytesPerSec > rateAtCheckBytesPerSec + rateAtCheckBytesPerSec / 16;
                rateAtCheckBytesPerSec = rateBytesPerSec;
                nextRateCheckNs = Deadline.after(timeNs, 1);
            }
        } else {
            long wanted = rateBytesPerSec * SECONDS_AHEAD / PieceLayout.BLOCK_LENGTH_BYTES;
            target = (int) Math.max(TARGET_MIN, Math.min(wanted, TARGET_MAX));
        }
    }

    /** @return whether the block was outstanding */
    boolean settled(int pieceIndex, int blockIndex) {
        return outstanding.remove(key(pieceIndex, blockIndex));
    }

    /** Withdrawn, but it may be on its way. */
    void cancelled(int pieceIndex, int blockIndex) {
        long key = key(pieceIndex, blockIndex);
        if (outstanding.remove(key) && !remembered.containsLong(key)) {
            if (remembered.size() == REMEMBERED_MAX) {
                remembered.remove(0);
            }
            remembered.addLong(key);
        }
    }

    void forgotten(int pieceIndex, int blockIndex) {
        remembered.removeLong(key(pieceIndex, blockIndex));
    }

    void snubbed() {
        snubbed = true;
        slowStart = false;
        target = TARGET_MIN;
    }

    private static long key(int pieceIndex, int blockIndex) {
        return (long) pieceIndex << 32 | blockIndex;
    }
}
