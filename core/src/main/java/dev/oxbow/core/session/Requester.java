package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.RequestQueue;
import dev.oxbow.core.piece.BlockPicker;
import java.util.List;
import java.util.Optional;

/** Decides what to ask of peers, and keeps each peer's queue as full as it should be. */
final class Requester {
    /** Queues are topped up in runs of about this many blocks, which keeps the journal small. */
    private static final int RUN_BLOCKS = 16;
    /** In endgame a peer holds no more than this many blocks that are asked of others as well. */
    private static final int ENDGAME_BLOCKS = 2;

    private final Turn turn;

    Requester(Turn turn) {
        this.turn = turn;
    }

    /** Tops up one peer's queue when it has run low. */
    void fill(Torrent torrent, PeerSession session) {
        boolean canAsk = torrent.isFetching() && session.isActive() && session.amInterested() && !session.peerChoking()
                && !turn.state.isStopRequested();
        if (!canAsk) {
            return;
        }
        RequestQueue requests = session.requests();
        int room = requests.target() - requests.size();
        if (requests.size() > 0 && room < Math.min(RUN_BLOCKS, requests.target() / 2)) {
            return;
        }
        BlockPicker picker = new BlockPicker(torrent.picker(), torrent.seed(), torrent.torrentId());
        while (room > 0) {
            Optional<BlockPicker.Pick> pick = picker.next(session.pieces(), session.missingHere(), room);
            if (pick.isEmpty() && requests.size() < ENDGAME_BLOCKS && !requests.isSnubbed()) {
                pick = picker.nextEndgame(session.pieces(), session.connectionId());
            }
            if (pick.isEmpty()) {
                return;
            }
            ask(session, pick.get());
            room = requests.target() - requests.size();
        }
    }

    private void ask(PeerSession session, BlockPicker.Pick pick) {
        turn.emit(new PeerCommand.RequestBlocks(
                session.connectionId(), pick.pieceIndex(), pick.firstBlock(), pick.blockCount(), pick.reason()));
    }

    /** Some blocks are free again, or wanted at last: every peer may be asked. */
    void fillAll(Torrent torrent) {
        if (torrent.isFetching()) {
            for (PeerSession session : List.copyOf(torrent.connections())) {
                fill(torrent, session);
            }
        }
    }

    /** Withdraws all that is asked of the peer, in runs. */
    void cancelAll(PeerSession session, CancelReason reason) {
        RequestQueue requests = session.requests();
        while (requests.size() > 0) {
            int piece = requests.pieceAt(0);
            int first = requests.blockAt(0);
            int count = 1;
            while (count < requests.size() && requests.pieceAt(count) == piece && requests.blockAt(count) == first + count) {
                count++;
            }
            turn.emit(new PeerCommand.CancelBlocks(session.connectionId(), piece, first, count, reason));
        }
    }
}
