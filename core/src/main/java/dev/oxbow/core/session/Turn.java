package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.FetchCancelReason;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.webseed.Fetch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What every decision has at hand: the state to read and the sink to emit to. */
final class Turn {
    final SessionState state;
    private final CommandSink sink;

    Turn(SessionState state, CommandSink sink) {
        this.state = state;
        this.sink = sink;
    }

    long nowNs() {
        return state.timeNs();
    }

    /** The same elements, from another one on each time, so that who comes first does not get everything. */
    <T> List<T> inTurn(List<T> all) {
        List<T> out = new ArrayList<>(all);
        if (!out.isEmpty()) {
            Collections.rotate(out, -(int) (state.sequence() % out.size()));
        }
        return out;
    }

    void emit(Command command) {
        sink.emit(command);
    }

    void close(PeerSession session, CloseReason reason, String detail) {
        if (!session.isClosing()) {
            emit(new ConnectionCommand.CloseConnection(session.connectionId(), reason, detail));
        }
    }

    void closeAll(Swarm torrent, CloseReason reason) {
        for (PeerSession session : List.copyOf(torrent.connections())) {
            close(session, reason, "");
        }
    }

    /** Storage learns which files are wanted before it looks at them, so that it creates no other. */
    void openFiles(Torrent torrent) {
        if (torrent.priorities().length() > 0) {
            emit(new StorageCommand.SelectFiles(torrent.torrentId(), Selection.files(torrent.spec(), torrent.priorities()).toWire()));
        }
        emit(new StorageCommand.OpenFiles(torrent.torrentId(), torrent.spec().infoHash(), torrent.directory()));
    }

    void cancel(Fetch fetch, FetchCancelReason reason) {
        if (!fetch.isCancelled()) {
            emit(new WebSeedCommand.CancelWebSeedFetch(fetch.fetchId(), reason));
        }
    }

    void cancelFetches(Torrent torrent, FetchCancelReason reason) {
        for (Fetch fetch : List.copyOf(state.fetches())) {
            if (fetch.torrentId() == torrent.torrentId()) {
                cancel(fetch, reason);
            }
        }
    }

    void changePhase(MagnetTorrent magnet, TorrentPhase phase, String why) {
        if (magnet.phase() != phase) {
            emit(new SessionCommand.ChangePhase(magnet.torrentId(), phase, why));
        }
    }

    /** A torrent that takes no blocks any more has nothing fetched, whatever the reason. */
    void changePhase(Torrent torrent, TorrentPhase phase, String why) {
        if (torrent.phase() != phase) {
            emit(new SessionCommand.ChangePhase(torrent.torrentId(), phase, why));
            if (!torrent.isFetching()) {
                cancelFetches(torrent, FetchCancelReason.STOPPED);
            }
        }
    }
}
