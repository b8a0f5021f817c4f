package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
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

    void closeAll(Swarm torrent, CloseReason reason) {
        for (PeerSession session : List.copyOf(torrent.connections())) {
            close(session, reason, "");
        }
    }

    void changePhase(MagnetTorrent magnet, TorrentPhase phase, String why) {
        if (magnet.phase() != phase) {
            emit(new SessionCommand.ChangePhase(magnet.torrentId(), phase, why));
        }
    }

    void changePhase(Torrent torrent, TorrentPhase phase, String why) {
        if (torrent.phase() != phase) {
            emit(new SessionCommand.ChangePhase(torrent.torrentId(), phase, why));
        }
    }
}
