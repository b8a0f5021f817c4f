package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.RequestQueue;
import dev.oxbow.core.piece.BlockPicker;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.swarm.BlameLedger;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedId;
import java.util.List;
import java.util.Optional;

/** Decides what to ask of peers, and keeps each peer's queue as full as it should be. */
final class Requester {
    /** Queues are topped up in runs of about this many blocks, which keeps the journal small. */
    private static final int RUN_BLOCKS = 16;
    /** Deep ones, of fast peers, whenever so great a part of them is free. */
    private static final int RUN_OF_TARGET = 8;
    /** In endgame a peer holds no more than this many blocks that are asked of others as well. */
    private static final int ENDGAME_BLOCKS = 2;
    /** As many as this when whoever was asked first is late. */
    private static final int RACED_BLOCKS_MAX = 16;

    private final Turn turn;
    private final Fetcher fetcher;

    Requester(Turn turn, Fetcher fetcher) {
        this.turn = turn;
        this.fetcher = fetcher;
    }

    /** Tops up one peer's queue when it has run low. */
    void fill(Torrent torrent, PeerSession session) {
        if (!canAsk(turn.state, torrent, session)) {
            return;
        }
        RequestQueue requests = session.requests();
        if (requests.size() > 0 && session.askedInVain().isRefusing() || session.askedInVain().askAgainNs() > turn.nowNs()) {
            return;
        }
        int room = session.askedInVain().isRefusing() ? Math.min(1, room(torrent, requests)) : room(torrent, requests);
        int run = Math.max(Math.min(RUN_BLOCKS, requests.target() / 2), requests.target() / RUN_OF_TARGET);
        if (requests.size() > 0 && room < Math.min(run, portionBlocks(torrent))) {
            return;
        }
        BlockPicker picker = new BlockPicker(torrent.picker(), torrent.seed(), torrent.torrentId());
        BlockPicker.Asker asker = asker(torrent, session);
        while (room > 0) {
            Optional<BlockPicker.Pick> pick = picker.next(asker, room);
            if (pick.isEmpty() && !requests.isSnubbed()) {
                boolean few = requests.size() < ENDGAME_BLOCKS;
                if (requests.size() >= RACED_BLOCKS_MAX) {
                    return;
                }
                List<Long> busyWebSeeds = fetcher.busyWebSeeds(torrent);
                pick = picker.nextEndgame(asker, holder -> WebSeedId.isNumber(holder)
                        ? few && busyWebSeeds.contains(holder) : isLate(holder) || few && isBusy(holder));
            }
            if (pick.isEmpty()) {
                return;
            }
            ask(session, pick.get());
            room = session.askedInVain().isRefusing() ? 0 : room(torrent, requests);
        }
    }

    /** Whether the peer keeps us waiting: at the end what it was asked for is better asked of others too. */
    private boolean isLate(long connectionId) {
        return turn.state.connection(connectionId).map(holder -> holder.requests().lateNs() <= turn.nowNs()).orElse(true);
    }

    /** Whether what it was asked for will take it more than a second. */
    private boolean isBusy(long connectionId) {
        return turn.state.connection(connectionId).map(holder ->
                (long) holder.requests().size() * PieceLayout.BLOCK_LENGTH_BYTES > holder.downBytesPerSec(turn.nowNs())).orElse(true);
    }

    static boolean canAsk(SessionState state, Torrent torrent, PeerSession session) {
        return torrent.isFetching() && session.isActive() && session.amInterested() && !state.isStopRequested()
                && (!session.peerChoking() || session.isFast() && session.allowedFastThere().size() > 0);
    }

    /** As few as that are worth asking for where a limit never lets many go. */
    private long portionBlocks(Torrent torrent) {
        RateLimit limit = turn.state.downLimit(torrent);
        return Math.max(1, limit.portionBytes(PieceLayout.BLOCK_LENGTH_BYTES) / PieceLayout.BLOCK_LENGTH_BYTES);
    }

    /** How many more blocks the queue should hold, as far as the limits allow. */
    private int room(Torrent torrent, RequestQueue requests) {
        int room = requests.target() - requests.size();
        RateLimit limit = turn.state.downLimit(torrent);
        if (limit.bytesPerSec() == TokenBucket.UNLIMITED || room <= 0) {
            return room;
        }
        long available = limit.availableBytes(turn.nowNs());
        long blocks = available / PieceLayout.BLOCK_LENGTH_BYTES;
        boolean oneAtATime = blocks == 0 && available >= limit.capacityBytes(); // a tenth of a second's worth is less than a block
        return (int) Math.min(room, oneAtATime ? 1 : blocks);
    }

    /** Whether nobody else sends us anything: then it answers for all of it in any case. */
    private static boolean isAlone(Torrent torrent, PeerSession session) {
        for (PeerSession other : torrent.connections()) {
            if (other != session && other.isActive() && !other.peerChoking() && other.amInterested()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a peer that had no part in a bad copy of the piece can be asked for it, and sends what it is asked for. */
    static boolean hasInnocentHolder(Torrent torrent, int piece) {
        return torrent.connections().stream().anyMatch(other -> other.isActive() && !other.peerChoking() && other.isReliable()
                && other.pieces().contains(piece) && !torrent.blame().hadPart(piece, other.identity()));
    }

    private static BlockPicker.Asker asker(Torrent torrent, PeerSession session) {
        Endpoint identity = session.identity();
        Bitfield offered = session.pieces();
        if (session.peerChoking()) {
            offered = new Bitfield(offered.size());
            for (int piece : session.allowedFastThere()) {
                if (session.pieces().contains(piece)) {
                    offered.add(piece);
                }
            }
        }
        BlameLedger blame = torrent.blame();
        return new BlockPicker.Asker(session.connectionId(), offered, session.missingHere(), session.isTrusted() || isAlone(torrent, session),
                blame::isSuspect,
                piece -> blame.hadPart(piece, identity) && hasInnocentHolder(torrent, piece), piece -> blame.badCopies(piece, identity) >= BlameLedger.BAD_COPIES_MAX);
    }

    private void ask(PeerSession session, BlockPicker.Pick pick) {
        turn.emit(new PeerCommand.RequestBlocks(
                session.connectionId(), pick.pieceIndex(), pick.firstBlock(), pick.blockCount(),
                session.peerChoking() && pick.reason() != PickReason.ENDGAME ? PickReason.ALLOWED_FAST : pick.reason()));
    }

    /** Peers that are asked for nothing may have something to send by now. */
    void fillIdle(Torrent torrent) {
        if (torrent.isFetching()) {
            for (PeerSession session : turn.inTurn(torrent.connections())) {
                if (session.requests().size() == 0) {
                    fill(torrent, session);
                }
            }
        }
    }

    /** Some blocks are free again, or wanted at last: every peer may be asked, and for what is left the web seeds. */
    void fillAll(Torrent torrent) {
        if (torrent.isFetching()) {
            for (PeerSession session : turn.inTurn(torrent.connections())) {
                fill(torrent, session);
            }
            fetcher.fetchMore(torrent);
        }
    }

    /** Has blocks written that lie one behind another, and withdraws them from everybody else that they are asked of. */
    void take(Torrent torrent, int piece, int firstBlock, List<Integer> slotIds) {
        if (slotIds.isEmpty()) {
            return;
        }
        turn.emit(slotIds.size() == 1 ? new StorageCommand.WriteBlock(torrent.torrentId(), piece, firstBlock, slotIds.get(0))
                : new StorageCommand.WriteBlocks(torrent.torrentId(), piece, firstBlock, slotIds));
        PieceProgress progress = torrent.picker().progress(piece);
        for (int block = firstBlock; block < firstBlock + slotIds.size(); block++) {
            long asked = progress.askedOf(block);
            long alsoAsked = progress.alsoAskedOf(block);
            cancelElsewhere(piece, block, asked);
            cancelElsewhere(piece, block, alsoAsked);
        }
        fetcher.cancelArrived(torrent);
    }

    private void cancelElsewhere(int piece, int block, long connectionId) {
        if (turn.state.connectionsById.get(connectionId) != null) {
            turn.emit(new PeerCommand.CancelBlocks(connectionId, piece, block, 1, CancelReason.ARRIVED));
        }
    }

    /** Withdraws what is asked of the peer and no longer wanted. */
    void cancelUnwanted(Torrent torrent, PeerSession session) {
        RequestQueue requests = session.requests();
        for (int i = requests.size() - 1; i >= 0; i--) {
            int piece = requests.pieceAt(i);
            if (!torrent.picker().wanted().contains(piece)) {
                turn.emit(new PeerCommand.CancelBlocks(session.connectionId(), piece, requests.blockAt(i), 1, CancelReason.NOT_WANTED));
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
