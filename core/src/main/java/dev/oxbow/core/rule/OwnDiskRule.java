package dev.oxbow.core.rule;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 39: our own disk and memory. What they delay or spoil is no peer's fault. */
final class OwnDiskRule {
    private static final int PENDING_MAX = 4096;
    private static final long SLOW_NS = Deadline.SECOND_NS;

    /** What was begun, of which piece or operation. */
    private record Work(String what, int torrentId, long number) {
    }

    private record Begun(long timeNs, long sequence) {
    }

    private final Watch watch;
    private final Recent<Work, Begun> pending = new Recent<>(PENDING_MAX);

    OwnDiskRule(Watch watch) {
        this.watch = watch;
        timed();
        watch.on(StorageEvent.BlockCorrupted.class, event -> charge(Severity.HIGH, event.torrentId(), "block " + event.blockIndex() + " of piece "
                + event.pieceIndex() + " changed in our own memory; test this machine's RAM", List.of(watch.sequence())));
        watch.on(StorageEvent.BlockWriteFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.BlockReadFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.PieceReadFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.SyncFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
        watch.on(StorageEvent.FilesOpenFailed.class, event -> refused(event.torrentId(), event.fault(), event.detail()));
    }

    private void timed() {
        watch.on(StorageCommand.WriteBlock.class, it -> begin(new Work("writing", it.torrentId(), it.pieceIndex())));
        watch.on(StorageEvent.BlocksWritten.class, it -> end(new Work("writing", it.torrentId(), it.pieceIndex())));
        watch.on(StorageCommand.VerifyPiece.class, it -> {
            if (it.reason() == VerifyReason.DOWNLOADED) {
                begin(new Work("hashing", it.torrentId(), it.pieceIndex()));
            }
        });
        watch.on(StorageEvent.PieceVerified.class, it -> end(new Work("hashing", it.torrentId(), it.pieceIndex())));
        watch.on(StorageEvent.PieceHashMismatched.class, it -> end(new Work("hashing", it.torrentId(), it.pieceIndex())));
        watch.on(StorageCommand.SyncFiles.class, it -> begin(new Work("syncing", it.torrentId(), it.operationId())));
        watch.on(StorageEvent.FilesSynced.class, it -> end(new Work("syncing", it.torrentId(), it.operationId())));
    }

    /** Of several blocks of a piece the first counts. */
    private void begin(Work work) {
        if (pending.find(work).isEmpty()) {
            pending.put(work, new Begun(watch.nowNs(), watch.sequence()));
        }
    }

    private void end(Work work) {
        pending.remove(work).filter(begun -> watch.nowNs() - begun.timeNs() > SLOW_NS).ifPresent(begun -> {
            watch.ownSide().slowDisk(watch.nowNs());
            long tenths = (watch.nowNs() - begun.timeNs()) * 10 / Deadline.SECOND_NS;
            charge(Severity.LOW, work.torrentId(), work.what() + " took " + tenths / 10 + "." + tenths % 10 + " s", List.of(begun.sequence(), watch.sequence()));
        });
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
