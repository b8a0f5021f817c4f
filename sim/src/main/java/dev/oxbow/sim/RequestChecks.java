package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;

/** What must hold of everything that is asked of a peer. */
final class RequestChecks {
    private RequestChecks() {
    }

    /** @param state before the command */
    static void check(SessionState state, PeerCommand.RequestBlocks request) {
        PeerSession session = state.connection(request.connectionId()).orElseThrow(() -> new Fault("nobody is asked: " + request));
        Torrent torrent = state.torrent(session.torrentId()).orElseThrow(() -> new Fault("asked for no torrent: " + request));
        Fault.unless(session.isActive(), () -> "asked of a connection that is not active: " + request);
        boolean allowed = !session.peerChoking() || session.isFast() && session.allowedFastThere().containsInt(request.pieceIndex());
        Fault.unless(allowed, () -> "asked while choked: " + request);
        Fault.unless(session.amInterested(), () -> "asked without interest: " + request);
        Fault.unless(torrent.isFetching(), () -> "asked though nothing is wanted: " + request);
        Fault.unless(session.pieces().contains(request.pieceIndex()), () -> "asked for what the peer has not: " + request);
        Fault.unless(!torrent.picker().verified().contains(request.pieceIndex()), () -> "asked for what is had: " + request);
        Fault.unless(!torrent.toCheck().contains(request.pieceIndex()), () -> "asked for what is to be hashed: " + request);
        for (int block = request.firstBlock(); block < request.firstBlock() + request.blockCount(); block++) {
            check(torrent.picker(), session, request, block);
        }
    }

    private static void check(PiecePicker picker, PeerSession session, PeerCommand.RequestBlocks request, int block) {
        int piece = request.pieceIndex();
        boolean endgame = request.reason() == PickReason.ENDGAME;
        BlockState expected = endgame ? BlockState.REQUESTED : BlockState.MISSING;
        Fault.unless(picker.blockState(piece, block) == expected, () -> "block " + block + " is " + picker.blockState(piece, block) + ": " + request);
        Fault.unless(!session.requests().contains(piece, block), () -> "asked twice of one peer: " + request);
        if (endgame) {
            Fault.unless(picker.progress(piece).askedCount(block) == 1, () -> "asked of a third peer: " + request);
        }
    }
}
