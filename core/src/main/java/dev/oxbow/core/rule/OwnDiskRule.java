package dev.oxbow.core.rule;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.time.Deadline;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/** Rule 39: our own disk and memory. What they delay or spoil is no peer's fault. */
final class OwnDiskRule {
    private static final int PENDING_MAX = 4096;
    private static final long NEVER = -1;
    private static final long SLOW_NS = Deadline.SECOND_NS;

    /** Work of one kind that was begun and has not ended: when, by piece or operation. */
    private static final class Pending {
        private final String what;
        private final Long2LongHashMap timesNs = new Long2LongHashMap(NEVER);
        private final Long2LongHashMap sequences = new Long2LongHashMap(NEVER);

        Pending(String what) {
            this.what = what;
        }

        void clear() {
            timesNs.clear();
            sequences.clear();
        }
    }

    private final Watch watch;
    private final Pending writing = new Pending("writing");
    private final Pending hashing = new Pending("hashing");
    private final Pending syncing = new Pending("syncing");

    OwnDiskRule(Watch watch) {
        this.watch = watch;
        timed();
        watch.on(StorageEvent.BlockCorrupted.class, event -> charge(Severity.HIGH, event.torrentId(), "block " + event.blockIndex()
                + " of piece "
                + event.pieceIndex() + " changed in our own memory; test this machine's RAM", List.of(watch.sequence())));
        watch.on(StorageEvent.BlockWriteFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.BlockReadFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.PieceReadFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.SyncFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.FilesOpenFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
    }

    private void timed() {
        watch.on(StorageCommand.WriteBlock.class, it -> begin(writing, it.torrentId(), it.pieceIndex()));
        watch.on(StorageCommand.WriteBlocks.class, it -> begin(writing, it.torrentId(), it.pieceIndex()));
        watch.on(StorageEvent.BlocksWritten.class, it -> end(writing, it.torrentId(), it.pieceIndex()));
        watch.on(StorageCommand.VerifyPiece.class, it -> {
            if (it.reason() == VerifyReason.DOWNLOADED) {
                begin(hashing, it.torrentId(), it.pieceIndex());
            }
        });
        watch.on(StorageEvent.PieceVerified.class, it -> end(hashing, it.torrentId(), it.pieceIndex()));
        watch.on(StorageEvent.PieceHashMismatched.class, it -> end(hashing, it.torrentId(), it.pieceIndex()));
        watch.on(StorageCommand.SyncFiles.class, it -> begin(syncing, it.torrentId(), it.operationId()));
        watch.on(StorageEvent.FilesSynced.class, it -> end(syncing, it.torrentId(), it.operationId()));
        watch.on(CheckpointEvent.CheckpointStarted.class, it -> List.of(writing, hashing, syncing).forEach(Pending::clear));
    }

    /** Of several blocks of a piece the first counts. */
    private void begin(Pending pending, int torrentId, long number) {
        long key = (long) torrentId << 40 | number;
        if (pending.timesNs.size() < PENDING_MAX && pending.timesNs.get(key) == NEVER) {
            pending.timesNs.put(key, watch.nowNs());
            pending.sequences.put(key, watch.sequence());
        }
    }

    private void end(Pending pending, int torrentId, long number) {
        long key = (long) torrentId << 40 | number;
        long beganNs = pending.timesNs.remove(key);
        long sequence = pending.sequences.remove(key);
        if (beganNs != NEVER && watch.nowNs() - beganNs > SLOW_NS) {
            watch.ownSide().slowDisk(watch.nowNs());
            long tenths = (watch.nowNs() - beganNs) * 10 / Deadline.SECOND_NS;
            charge(Severity.LOW, torrentId, pending.what + " took " + tenths / 10 + "." + tenths % 10 + " s", List.of(sequence,
                    watch.sequence()));
        }
    }

    private void refused(int torrentId, StorageFault fault, String detail) {
        if (fault != StorageFault.MISSING) { // a file that is not there yet is no fault
            watch.ownSide().slowDisk(watch.nowNs());
            charge(Severity.MEDIUM, torrentId, detail, List.of(watch.sequence()));
        }
    }

    private void charge(Severity severity, int torrentId, String detail, List<Long> evidence) {
        watch.charge(Code.OWN_DISK, severity, Certainty.OWN_SIDE, "us", torrentId, detail, evidence);
    }
}
