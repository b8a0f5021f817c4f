package dev.oxbow.sim;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.WebSeedId;

/** What must hold of a state after every event: what it counts is what can be counted. */
final class StateChecks {
    private StateChecks() {
    }

    static void check(SessionState state) {
        state.torrents().forEach(torrent -> check(state, torrent));
    }

    private static void check(SessionState state, Torrent torrent) {
        torrent.picker().checkInvariants();
        Bitfield verified = torrent.picker().verified();
        Bitfield durable = torrent.disk().durable().copy();
        durable.removeAll(verified);
        Fault.unless(durable.isEmpty(), "pieces are durable and not verified: " + durable);
        Fault.unless(torrent.bytesWasted() <= torrent.bytesDownloaded(), "more is wasted than was downloaded");
        int[] availability = new int[verified.size()];
        for (PeerSession session : torrent.connections()) {
            Fault.unless(state.connection(session.connectionId()).isPresent(), "the torrent has a connection that the session has not");
            for (int piece = 0; piece < session.pieces().size(); piece++) {
                availability[piece] += session.pieces().contains(piece) ? 1 : 0;
            }
            if (session.pieces().size() > 0) {
                int missing = session.pieces().countNotIn(verified);
                Fault.unless(session.missingHere() == missing, "it has " + missing + " that we lack, and we count " + session.missingHere());
            }
            checkRequests(torrent, session);
        }
        for (int piece = 0; piece < availability.length; piece++) {
            Fault.unless(torrent.picker().availability(piece) == availability[piece], "piece " + piece + " is with " + availability[piece]
                    + " peers, and we count " + torrent.picker().availability(piece));
        }
        torrent.picker().begun().forEach(progress -> checkAsked(state, torrent, progress));
    }

    private static void checkRequests(Torrent torrent, PeerSession session) {
        Fault.unless(session.uploads().underWayCount() >= 0, "fewer than no blocks are being sent");
        for (int i = 0; i < session.requests().size(); i++) {
            int piece = session.requests().pieceAt(i);
            int block = session.requests().blockAt(i);
            boolean known = torrent.picker().isBegun(piece) && torrent.picker().progress(piece).isAskedOf(block, session.connectionId());
            Fault.unless(known, "block " + piece + "." + block + " is asked of a peer, and the picker does not know");
        }
    }

    private static void checkAsked(SessionState state, Torrent torrent, PieceProgress progress) {
        for (int block = 0; block < progress.blockCount(); block++) {
            checkAsked(state, torrent, progress.pieceIndex(), block, progress.askedOf(block));
            checkAsked(state, torrent, progress.pieceIndex(), block, progress.alsoAskedOf(block));
        }
    }

    private static void checkAsked(SessionState state, Torrent torrent, int piece, int block, long sender) {
        boolean asked = sender == PieceProgress.NOBODY || (WebSeedId.isNumber(sender) ? isFetched(state, torrent, piece, block, sender)
                : state.connection(sender).filter(session -> session.requests().contains(piece, block)).isPresent());
        Fault.unless(asked, "the picker believes that block " + piece + "." + block + " is asked of " + sender);
    }

    private static boolean isFetched(SessionState state, Torrent torrent, int piece, int block, long number) {
        return state.fetches().stream().anyMatch(fetch -> fetch.torrentId() == torrent.torrentId() && !fetch.isCancelled()
                && fetch.webSeed().number() == number && fetch.awaits(piece, block));
    }
}
