package dev.oxbow.core.session;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import java.util.List;

/**
 * Decides how a torrent's files get to another directory: nothing is moved before the journal that says so is on stable storage, so that
 * no crash leaves files where nobody looks for them. What a crash interrupts is gone on with.
 */
final class Mover {
    private final Turn turn;

    Mover(Turn turn) {
        this.turn = turn;
    }

    static boolean mayMove(Torrent torrent, String directory) {
        return torrent.movingTo().isEmpty() && torrent.removalRequest().isEmpty() && !torrent.directory().equals(directory)
                && !isBeingLookedAt(torrent);
    }

    /** What the look at its files shows must be acted on before they become others. */
    private static boolean isBeingLookedAt(Torrent torrent) {
        return torrent.phase() == TorrentPhase.OPENING && torrent.isFilesOpen();
    }

    /** Why a move is not taken up. */
    static String refusal(Torrent torrent) {
        if (torrent.movingTo().isPresent()) {
            return "the torrent's files are being moved already";
        }
        return isBeingLookedAt(torrent) ? "the torrent's files are being looked at; try again in a moment" : "the torrent's files lie there already";
    }

    /** A move that an earlier process did not end: the files are not looked at before. */
    void resume(Torrent torrent) {
        turn.changePhase(torrent, TorrentPhase.MOVING, "its files are being moved");
    }

    /** Begins what the journal vouches for. */
    void proceed() {
        if (!turn.state.isJournalSafe() || turn.state.isStopRequested()) {
            return;
        }
        for (Torrent torrent : List.copyOf(turn.state.torrents())) {
            if (torrent.movingTo().isPresent() && !torrent.isMoveBegun()) {
                turn.emit(new StorageCommand.MoveFiles(
                        torrent.torrentId(), torrent.spec().infoHash(), torrent.directory(), torrent.movingTo().get()));
            }
        }
    }

    /** It is over, well or not. */
    void ended(Torrent torrent) {
        if (!turn.state.isStopRequested()) {
            turn.openFiles(torrent);
        }
    }
}
