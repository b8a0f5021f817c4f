package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.FetchCancelReason;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StopReason;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.peer.PeerSession;
import java.util.List;

/** Decides how the session ends: trackers are told, connections closed, files synced and closed, then the journal is ended. */
final class Stopper {
    private final Turn turn;
    private final Announcer announcer;
    private final Syncer syncer;
    private final PortKeeper ports;

    Stopper(Turn turn, Announcer announcer, Syncer syncer, PortKeeper ports) {
        this.turn = turn;
        this.announcer = announcer;
        this.syncer = syncer;
        this.ports = ports;
    }

    void begin() {
        for (Swarm torrent : turn.state.swarms()) {
            announcer.leave(torrent);
        }
        for (Torrent torrent : turn.state.torrents()) {
            turn.cancelFetches(torrent, FetchCancelReason.STOPPED);
        }
        for (PeerSession session : List.copyOf(turn.state.connections())) {
            turn.close(session, CloseReason.STOPPING, "");
        }
        ports.keep();
    }

    /** Takes the next step that is possible; called after every event once a stop is wished. */
    void advance() {
        if (turn.state.stopSaid) {
            return;
        }
        turn.state.torrents().forEach(this::settle);
        syncer.syncJournal();
        boolean done = turn.state.connections().isEmpty() && turn.state.isJournalSafe() && turn.state.reach.isSettled()
                && turn.state.torrents().stream().noneMatch(torrent -> torrent.isFilesOpen())
                && turn.state.swarms().stream().noneMatch(torrent -> torrent.announces().isUnderWay());
        if (done) {
            turn.emit(new SessionCommand.StopSession(StopReason.REQUESTED));
        } else if (turn.state.stopDeadlineNs <= turn.nowNs()) {
            turn.emit(new SessionCommand.StopSession(StopReason.TIMED_OUT));
        }
    }

    private void settle(Torrent torrent) {
        if (!torrent.isFilesOpen() || torrent.isClosingFiles() || torrent.disk().isSyncing()) {
            return;
        }
        if (Syncer.needsSync(torrent) && !torrent.disk().isSyncFailed()) {
            syncer.sync(torrent);
        } else {
            turn.emit(new StorageCommand.CloseFiles(torrent.torrentId()));
        }
    }
}
