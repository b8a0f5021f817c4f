package dev.oxbow.core.session;

import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.value.Bitfield;

/**
 * Decides when payload and journal are forced to stable storage: payload first, then the entry that says so, then the journal. A
 * torrent is called complete only after that.
 */
final class Syncer {
    /** No more than this is at stake in a power cut, however fast the download. */
    private static final long DIRTY_MAX_BYTES = 256L << 20;

    private final Turn turn;

    Syncer(Turn turn) {
        this.turn = turn;
    }

    void syncIfDue(Torrent torrent) {
        boolean due = Deadlines.syncNs(torrent) <= turn.nowNs() || torrent.disk().dirtyBytes() >= DIRTY_MAX_BYTES;
        boolean settled = torrent.isRunning() || torrent.isAtRest();
        boolean lastOne = torrent.isComplete() && !torrent.isChecking() && settled && needsSync(torrent);
        if (due || lastOne) {
            sync(torrent);
        }
    }

    /** Whether something is true of the files that no sync vouches for. */
    static boolean needsSync(Torrent torrent) {
        DiskLedger disk = torrent.disk();
        return !disk.dirtyFiles().isEmpty() || disk.durable().count() < torrent.picker().verified().count()
                || torrent.isComplete() && disk.lacksEmptyFile();
    }

    void sync(Torrent torrent) {
        if (!torrent.disk().isSyncing() && torrent.isFilesOpen() && !torrent.isClosingFiles()) {
            Bitfield files = torrent.disk().filesToSync(torrent.picker().verified());
            turn.emit(new StorageCommand.SyncFiles(torrent.torrentId(), turn.state.nextOperationId, files.toWire()));
        }
    }

    void syncJournal() {
        if (Deadlines.journalSyncNs(turn.state) <= turn.nowNs()) {
            turn.emit(new SessionCommand.SyncJournal(turn.state.nextOperationId));
        }
    }
}
