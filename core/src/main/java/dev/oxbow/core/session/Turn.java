package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.peer.PeerSession;
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

    void closeAll(Torrent torrent, CloseReason reason) {
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

    void changePhase(Torrent torrent, TorrentPhase phase, String why) {
        if (torrent.phase() != phase) {
            emit(new SessionCommand.ChangePhase(torrent.torrentId(), phase, why));
        }
    }
}
