package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.PeerEventHandler;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Decides what to say to a peer that has said something. */
final class PeerDecisions implements PeerEventHandler {
    /** Blocks handed to the socket and not yet taken by it: 512 KiB for each peer, 2 MiB for a fast one. */
    private static final int SENDING_MIN = 32;
    private static final int SENDING_MAX = 128;
    /** A peer that sends so many requests which cannot be answered is of no use. */
    private static final int REFUSED_MAX = 300;
    private static final int UNREQUESTED_MAX = 2;

    private final Turn turn;
    private final Requester requester;
    private final Unchoker unchoker;
    private final Judge judge;
    private final SeedGoal seedGoal;
    private final DhtDecisions dht;
    private final Extensions extensions;
    private final SuperSeeder superSeeder;

    PeerDecisions(Turn turn, Requester requester, Unchoker unchoker, Judge judge, SeedGoal seedGoal, DhtDecisions dht, Extensions extensions) {
        this.extensions = extensions;
        this.turn = turn;
        this.superSeeder = new SuperSeeder(turn);
        this.requester = requester;
        this.unchoker = unchoker;
        this.judge = judge;
        this.seedGoal = seedGoal;
        this.dht = dht;
    }

    private Optional<PeerSession> active(long connectionId) {
        return turn.state.connection(connectionId).filter(PeerSession::isActive);
    }

    /** Without lambdas that capture, as all that comes with every block: see {@link PeerFold}. */
    private Optional<Torrent> torrentOf(Optional<PeerSession> session) {
        return session.isEmpty() ? Optional.empty() : turn.state.torrent(session.get().torrentId());
    }

    private void with(long connectionId, BiConsumer<Torrent, PeerSession> decision) {
        active(connectionId)
                .ifPresent(session -> turn.state.torrent(session.torrentId()).ifPresent(torrent -> decision.accept(torrent, session)));
    }

    @Override
    public void onKeepAliveReceived(PeerEvent.KeepAliveReceived event) {
        // That it is alive is recorded.
    }

    @Override
    public void onChokeReceived(PeerEvent.ChokeReceived event) {
        with(event.connectionId(), (torrent, session) -> requester.fillAll(torrent));
    }

    @Override
    public void onUnchokeReceived(PeerEvent.UnchokeReceived event) {
        with(event.connectionId(), requester::fill);
    }

    @Override
    public void onInterestedReceived(PeerEvent.InterestedReceived event) {
        with(event.connectionId(), (torrent, session) -> unchoker.fillSlots(torrent));
    }

    @Override
    public void onNotInterestedReceived(PeerEvent.NotInterestedReceived event) {
        with(event.connectionId(), (torrent, session) -> {
            superSeeder.reveal(torrent);
            unchoker.fillSlots(torrent);
        });
    }

    @Override
    public void onHaveReceived(PeerEvent.HaveReceived event) {
        with(event.connectionId(), this::newPieces);
    }

    @Override
    public void onBitfieldReceived(PeerEvent.BitfieldReceived event) {
        with(event.connectionId(), this::newPieces);
    }

    private void newPieces(Torrent torrent, PeerSession session) {
        superSeeder.reveal(torrent);
        if (dismissIfBothComplete(torrent, session)) {
            return;
        }
        interest(torrent, session);
        requester.fill(torrent, session);
    }

    /** Neither side has anything for the other (a peer that only uploads wants nothing: BEP 21). @return whether it is so */
    private boolean dismissIfBothComplete(Torrent torrent, PeerSession session) {
        boolean both = torrent.isComplete() && session.isUploadOnly();
        if (both) {
            turn.close(session, CloseReason.BOTH_COMPLETE, "");
        }
        return both;
    }

    /** Says whether we want something of the peer, when that has changed (BEP 3). */
    void interest(Torrent torrent, PeerSession session) {
        boolean interested = torrent.isFetching() && session.missingHere() > 0;
        if (session.isActive() && interested != session.amInterested()) {
            long id = session.connectionId();
            turn.emit(interested ? new PeerCommand.SendInterested(id) : new PeerCommand.SendNotInterested(id));
        }
    }

    @Override
    public void onRequestReceived(PeerEvent.RequestReceived event) {
        requested(event.connectionId(), List.of(event));
    }

    @Override
    public void onRequestsReceived(PeerEvent.RequestsReceived event) {
        requested(event.connectionId(), event.each());
    }

    private void requested(long connectionId, List<PeerEvent.RequestReceived> requests) {
        Optional<PeerSession> active = active(connectionId);
        Optional<Torrent> known = torrentOf(active);
        if (known.isEmpty()) {
            return;
        }
        PeerSession session = active.get();
        if (session.uploads().refusedCount() > REFUSED_MAX) {
            turn.close(session, CloseReason.REQUEST_ABUSE, "more than " + REFUSED_MAX + " requests that cannot be answered");
            return;
        }
        boolean taken = false;
        for (PeerEvent.RequestReceived it : requests) {
            if (session.isFast() && !session.uploads().contains(it.pieceIndex(), it.offsetBytes(), it.lengthBytes())) {
                turn.emit(new PeerCommand.RejectRequest(connectionId, it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
            } else {
                taken = true;
            }
        }
        if (taken) {
            send(known.get(), session);
        }
    }

    @Override
    public void onCancelReceived(PeerEvent.CancelReceived event) {
        // The request is out of the queue, or too late to stop.
    }

    @Override
    public void onBlockSent(PeerEvent.BlockSent event) {
        sent(event.connectionId());
    }

    @Override
    public void onBlocksSent(PeerEvent.BlocksSent event) {
        sent(event.connectionId());
    }

    private void sent(long connectionId) {
        Optional<PeerSession> active = active(connectionId);
        Optional<Torrent> known = torrentOf(active);
        if (known.isPresent()) {
            send(known.get(), active.get());
            seedGoal.pauseIfReached(known.get());
        }
    }

    /** What is under way holds a buffer and cannot be called back: of a slow peer little, of a fast one what goes in a tenth of a second. */
    private int sendingMax(PeerSession session) {
        long inATenth = session.upBytesPerSec(turn.nowNs()) / 10 / PieceLayout.BLOCK_LENGTH_BYTES;
        return (int) Math.max(SENDING_MIN, Math.min(SENDING_MAX, inATenth));
    }

    void send(Torrent torrent, PeerSession session) {
        UploadQueue uploads = session.uploads();
        RateLimit limit = turn.state.upLimit(torrent);
        int sendingMax = sendingMax(session);
        while (uploads.hasNext() && uploads.underWayCount() < sendingMax) {
            UploadQueue.Request first = uploads.next();
            long availableBytes = limit.availableBytes(turn.nowNs());
            if (availableBytes < Math.min(first.lengthBytes(), limit.capacityBytes())) {
                return; // the clock comes back to it
            }
            int lengthBytes = uploads.runBytes(sendingMax - uploads.underWayCount(), availableBytes);
            long id = session.connectionId();
            turn.emit(lengthBytes == first.lengthBytes()
                    ? new PeerCommand.SendBlock(id, torrent.torrentId(), first.pieceIndex(), first.offsetBytes(), lengthBytes)
                    : new PeerCommand.SendBlocks(id, torrent.torrentId(), first.pieceIndex(), first.offsetBytes(), lengthBytes));
        }
    }

    @Override
    public void onBlockReceived(PeerEvent.BlockReceived event) {
        onBlocksReceived(event.asRun());
    }

    @Override
    public void onBlocksReceived(PeerEvent.BlocksReceived event) {
        Optional<PeerSession> active = active(event.connectionId());
        Optional<Torrent> known = torrentOf(active);
        if (known.isEmpty()) {
            for (ReceivedBlock block : event.blocks()) {
                turn.emit(new StorageCommand.DiscardBlock(block.slotId(), DiscardReason.CONNECTION_GONE));
            }
            return;
        }
        PeerSession session = active.get();
        answer(known.get(), session, event);
        if (session.unrequestedBlocks() >= UNREQUESTED_MAX) {
            turn.close(session, CloseReason.UNREQUESTED_BLOCKS, UNREQUESTED_MAX + " blocks that were never asked for");
        }
        requester.fill(known.get(), session);
    }

    /** Those that are of use are written together, as far as they lie beside each other. */
    private void answer(Torrent torrent, PeerSession session, PeerEvent.BlocksReceived event) {
        List<Integer> useful = new ArrayList<>(event.blockCount());
        int end = event.firstBlock() + event.blockCount();
        for (int block = event.firstBlock(); block < end; block++) {
            int slotId = event.blocks().get(block - event.firstBlock()).slotId();
            Optional<DiscardReason> fault = whyDiscard(torrent, session, event.pieceIndex(), block);
            if (fault.isEmpty()) {
                useful.add(slotId);
                continue;
            }
            requester.take(torrent, event.pieceIndex(), block - useful.size(), useful);
            useful.clear();
            turn.emit(new StorageCommand.DiscardBlock(slotId, fault.get()));
        }
        requester.take(torrent, event.pieceIndex(), end - useful.size(), useful);
    }

    private static Optional<DiscardReason> whyDiscard(Torrent torrent, PeerSession session, int piece, int block) {
        if (!session.requests().contains(piece, block) && !session.requests().remembers(piece, block)) {
            return Optional.of(DiscardReason.UNREQUESTED);
        }
        if (torrent.picker().verified().contains(piece)) {
            return Optional.of(DiscardReason.ALREADY_HAVE);
        }
        if (!torrent.isFetching()) {
            return Optional.of(DiscardReason.TORRENT_STOPPED);
        }
        BlockState at = torrent.picker().blockState(piece, block);
        return at == BlockState.WRITING || at == BlockState.WRITTEN ? Optional.of(DiscardReason.DUPLICATE) : Optional.empty();
    }

    @Override
    public void onDhtPortReceived(PeerEvent.DhtPortReceived event) {
        with(event.connectionId(), (torrent, session) -> dht.meet(torrent, session, event));
    }

    @Override
    public void onExtendedHandshakeReceived(PeerEvent.ExtendedHandshakeReceived event) {
        with(event.connectionId(), (torrent, session) -> {
            if (!judge.dismissIfBanned(session) && !dismissIfBothComplete(torrent, session)) {
                requester.fill(torrent, session);
                unchoker.fillSlots(torrent);
            }
        });
        extensions.introduced(event.connectionId());
    }

    @Override
    public void onHaveAllReceived(PeerEvent.HaveAllReceived event) {
        fast(event.connectionId(), this::newPieces);
    }

    @Override
    public void onHaveNoneReceived(PeerEvent.HaveNoneReceived event) {
        fast(event.connectionId(), this::newPieces);
    }

    @Override
    public void onSuggestReceived(PeerEvent.SuggestReceived event) {
        fast(event.connectionId(), (torrent, session) -> { });
    }

    @Override
    public void onRejectReceived(PeerEvent.RejectReceived event) {
        fast(event.connectionId(), (torrent, session) -> requester.fillAll(torrent));
    }

    @Override
    public void onAllowedFastReceived(PeerEvent.AllowedFastReceived event) {
        fast(event.connectionId(), requester::fill);
    }

    @Override
    public void onDontHaveReceived(PeerEvent.DontHaveReceived event) {
        with(event.connectionId(), (torrent, session) -> {
            interest(torrent, session);
            superSeeder.reveal(torrent);
        });
    }

    /** A message of the fast extension is an error where that was not agreed on (BEP 6). */
    private void fast(long connectionId, BiConsumer<Torrent, PeerSession> decision) {
        with(connectionId, (torrent, session) -> {
            if (session.isFast()) {
                decision.accept(torrent, session);
            } else {
                turn.close(session, CloseReason.PROTOCOL_VIOLATION, "a message of the fast extension, which was not agreed on");
            }
        });
    }

    @Override
    public void onMetadataRequestReceived(PeerEvent.MetadataRequestReceived event) {
        extensions.metadataRequested(event.connectionId(), event.pieceIndex());
    }

    @Override
    public void onMetadataPieceReceived(PeerEvent.MetadataPieceReceived event) {
        extensions.metadataAnswered(event.connectionId());
    }

    @Override
    public void onMetadataRejectReceived(PeerEvent.MetadataRejectReceived event) {
        extensions.metadataAnswered(event.connectionId());
    }

    @Override
    public void onPexReceived(PeerEvent.PexReceived event) {
        extensions.peersTold(event.connectionId());
    }
}
