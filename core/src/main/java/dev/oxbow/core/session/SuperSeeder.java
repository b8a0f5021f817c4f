package dev.oxbow.core.session;

import dev.oxbow.core.choke.SuperSeeding;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides when a seed pretends to have nothing (BEP 16), what it then reveals to whom, and when it stops pretending: as soon as somebody
 * else has everything, or the user wishes it.
 */
final class SuperSeeder {
    private final Turn turn;

    SuperSeeder(Turn turn) {
        this.turn = turn;
    }

    /** When a peer that passes nothing on is shown another piece nevertheless; not while it waits for its turn to be unchoked. */
    static long patienceEndsNs(Torrent torrent, PeerSession session) {
        boolean waits = session.isActive() && (!session.amChoking() || !session.peerInterested());
        long since = torrent.superSeeding().filter(it -> waits).map(it -> it.pendingSinceNs(session.connectionId())).orElse(Deadline.NONE);
        return since == Deadline.NONE ? since : Deadline.after(Math.max(since, session.lastUnchokedNs()), SuperSeeding.PATIENCE_SECONDS);
    }

    /** When somebody has been waited for long enough. */
    static long dueNs(Torrent torrent) {
        long earliest = Deadline.NONE;
        for (PeerSession session : torrent.superSeeding().isPresent() ? torrent.connections() : List.<PeerSession>of()) {
            earliest = Math.min(earliest, patienceEndsNs(torrent, session));
        }
        return earliest;
    }

    /** Peers that know already what we have are met anew. */
    void beginIfWished(Torrent torrent) {
        boolean possible = torrent.phase() == TorrentPhase.SEEDING && torrent.picker().verified().isFull();
        if (torrent.isSuperSeedWished() && possible && torrent.superSeeding().isEmpty()) {
            turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
            turn.emit(new SessionCommand.StartSuperSeeding(torrent.torrentId()));
        }
    }

    /** From now on everybody is told everything. */
    void end(Torrent torrent, String why) {
        Optional<SuperSeeding> before = torrent.superSeeding();
        if (before.isPresent()) {
            turn.emit(new SessionCommand.EndSuperSeeding(torrent.torrentId(), why));
            for (PeerSession session : List.copyOf(torrent.connections())) {
                if (session.isActive()) {
                    revealRest(torrent, session, before.get());
                }
            }
        }
    }

    private void revealRest(Torrent torrent, PeerSession session, SuperSeeding before) {
        Bitfield rest = torrent.picker().verified().copy();
        rest.removeAll(session.pieces());
        for (int piece = rest.nextPresent(0); piece != Bitfield.NONE; piece = rest.nextPresent(piece + 1)) {
            if (before.wasShown(session.connectionId(), piece)) {
                rest.remove(piece);
            }
        }
        if (!rest.isEmpty()) {
            turn.emit(new PeerCommand.RevealPieces(session.connectionId(), rest.toWire()));
        }
    }

    /** Somebody came, has got something, or was waited for in vain. */
    void reveal(Torrent torrent) {
        if (torrent.superSeeding().isEmpty() || turn.state.isStopRequested()) {
            return;
        }
        if (torrent.connections().stream().anyMatch(session -> session.isActive() && session.isSeed())) {
            end(torrent, "there is another seed");
            return;
        }
        for (PeerSession session : List.copyOf(torrent.connections())) {
            if (session.isActive() && hasSaidWhatItHas(session)) {
                OptionalInt piece = torrent.superSeeding().get().nextFor(session.connectionId(), session.pieces());
                piece.ifPresent(it -> turn.emit(new PeerCommand.RevealPiece(session.connectionId(), it)));
            }
        }
    }

    /** Without the fast extension a peer that has nothing says nothing (BEP 3). */
    private static boolean hasSaidWhatItHas(PeerSession session) {
        return !session.isFast() || !session.isBitfieldAllowed();
    }
}
