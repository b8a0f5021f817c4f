package dev.oxbow.replay.why;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import java.util.ArrayList;
import java.util.List;

/** Who of the connected peers could send what is missing. */
final class Supply {
    final List<PeerSession> active = new ArrayList<>();
    /** Those with a missing piece. */
    final List<PeerSession> holders = new ArrayList<>();
    final List<PeerSession> choking = new ArrayList<>();
    final List<PeerSession> unchoking = new ArrayList<>();
    /** Of those that unchoke us: asked, and late beyond patience. */
    final List<PeerSession> snubbing = new ArrayList<>();
    final List<Integer> missing = new ArrayList<>();
    /** Missing pieces that nobody connected has. */
    final List<Integer> nowhere = new ArrayList<>();

    Supply(Torrent torrent) {
        Bitfield wanted = torrent.picker().wanted();
        for (int piece = wanted.nextPresent(0); piece != Bitfield.NONE; piece = wanted.nextPresent(piece + 1)) {
            if (!torrent.picker().verified().contains(piece)) {
                missing.add(piece);
                if (torrent.picker().availability(piece) == 0) {
                    nowhere.add(piece);
                }
            }
        }
        for (PeerSession session : torrent.connections()) {
            if (!session.isActive()) {
                continue;
            }
            active.add(session);
            if (session.pieces().size() == 0 || missing.stream().noneMatch(session.pieces()::contains)) {
                continue;
            }
            holders.add(session);
            (session.peerChoking() ? choking : unchoking).add(session);
            if (!session.peerChoking() && session.requests().isSnubbed()) {
                snubbing.add(session);
            }
        }
    }
}
