package dev.oxbow.sim;

import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;

/** What must hold of what a node says of its disk: durable is what a power cut would leave, and written is what was written. */
final class DiskChecks {
    private final SimNode node;
    private final Payload payload;
    private Bitfield durableBefore;
    /** Pieces with a block that this process's own memory changed. */
    private final Bitfield ownFaults;
    private boolean suspectBefore;
    /** Something was taken from the disk behind the node's back, of which blocks of begun pieces may have been. */
    private boolean lossy;

    DiskChecks(SimNode node, Payload payload) {
        this.node = node;
        this.payload = payload;
        this.durableBefore = new Bitfield(payload.pieces().pieceCount());
        this.ownFaults = new Bitfield(payload.pieces().pieceCount());
    }

    /** A process begins. */
    void starting() {
        ownFaults.clear();
    }

    /** What is written of the piece is not what came. */
    void ownFault(int piece) {
        ownFaults.add(piece);
    }

    /** A power cut, or somebody else. */
    void lost() {
        lossy = true;
    }

    void before(Event event) {
        if (event instanceof StorageEvent.FilesSynced synced) {
            durableBefore.clear();
            node.state().torrent(synced.torrentId()).ifPresent(torrent -> durableBefore.addAll(torrent.disk().durable()));
        } else if (event instanceof StorageEvent.PieceHashMismatched found) {
            suspectBefore = isSuspect(found);
        }
    }

    void applied(Event event) {
        if (event instanceof StorageEvent.PieceHashMismatched found) {
            node.disk().platter().rotFound(found.pieceIndex());
            Fault.unless(!ownFaults.contains(found.pieceIndex()) || suspectBefore || !isSuspect(found),
                    () -> "others are suspected of what our own memory did: " + found);
            ownFaults.remove(found.pieceIndex());
        } else if (event instanceof StorageEvent.FilesSynced synced) {
            node.state().torrent(synced.torrentId()).filter(Torrent::isRunning).ifPresent(this::synced);
        }
    }

    private boolean isSuspect(StorageEvent.PieceHashMismatched found) {
        return node.state().torrent(found.torrentId()).filter(torrent -> torrent.blame().isSuspect(found.pieceIndex())).isPresent();
    }

    private void synced(Torrent torrent) {
        Bitfield durable = torrent.disk().durable().copy();
        durable.removeAll(durableBefore);
        for (int piece = durable.nextPresent(0); piece != Bitfield.NONE; piece = durable.nextPresent(piece + 1)) {
            int checked = piece;
            Fault.unless(node.disk().platter().isSafe(piece), () -> "piece " + checked + " is said to be durable, and a power cut would take it");
        }
    }

    /** Looks at all blocks of begun pieces. */
    void check() {
        if (!lossy) {
            node.state().torrents().stream().filter(Torrent::isRunning)
                    .forEach(torrent -> torrent.picker().begun().forEach(this::check));
        }
    }

    private void check(PieceProgress progress) {
        for (int block = 0; block < progress.blockCount(); block++) {
            boolean written = progress.state(block) == BlockState.WRITTEN;
            int number = payload.blockNumber(progress.pieceIndex(), block);
            Fault.unless(!written || node.disk().platter().content(number) != Payload.NOTHING,
                    () -> "block " + number + " counts as written, and nothing is there");
        }
    }
}
