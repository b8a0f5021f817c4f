package dev.oxbow.core.session;

import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.PeerEventHandler;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;
import java.util.Optional;

/**
 * Records what peers say. What comes with every block is written without lambdas that capture: until the optimising compiler has
 * seen them, making one costs more than all the rest.
 */
final class PeerFold implements PeerEventHandler {
    private final SessionState state;

    PeerFold(SessionState state) {
        this.state = state;
    }

    /** The connection, marked as heard of; nothing when it is gone or being closed: then what it says no longer counts. */
    private Optional<PeerSession> heard(long connectionId) {
        return heardEarly(connectionId).filter(PeerSession::isActive);
    }

    /** The same, even when the torrent's pieces are not known yet. */
    private Optional<PeerSession> heardEarly(long connectionId) {
        PeerSession session = state.connectionsById.get(connectionId);
        if (session == null || !session.isActive() && !session.isAwaitingMetadata()) {
            return Optional.empty();
        }
        session.received(state.timeNs());
        return Optional.of(session);
    }

    private Torrent torrentOf(PeerSession session) {
        return state.torrentsById.get(session.torrentId());
    }

    @Override
    public void onKeepAliveReceived(PeerEvent.KeepAliveReceived event) {
        heard(event.connectionId());
    }

    @Override
    public void onChokeReceived(PeerEvent.ChokeReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> session.peerChoking(true));
        heard(event.connectionId()).ifPresent(session -> {
            torrentOf(session).picker.shareExclusive(session.connectionId());
            if (!session.isFast()) { // else each request is answered or rejected (BEP 6)
                ConnectionFold.releaseRequests(torrentOf(session), session);
            }
        });
    }

    @Override
    public void onUnchokeReceived(PeerEvent.UnchokeReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> session.peerChoking(false));
    }

    @Override
    public void onInterestedReceived(PeerEvent.InterestedReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> session.peerInterested(true, state.timeNs()));
    }

    @Override
    public void onNotInterestedReceived(PeerEvent.NotInterestedReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> session.peerInterested(false, state.timeNs()));
        heard(event.connectionId()).ifPresent(session ->
                torrentOf(session).superSeeding().ifPresent(it -> it.wantsNothing(session.connectionId())));
    }

    @Override
    public void onHaveReceived(PeerEvent.HaveReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            session.messageBeyondHandshake();
            if (session.have(event.pieceIndex(), !torrent.picker.verified().contains(event.pieceIndex()))) {
                torrent.picker.peerHas(event.pieceIndex());
                torrent.superSeeding().ifPresent(it -> it.has(session.connectionId(), event.pieceIndex()));
                if (session.isSeed()) {
                    torrent.picker.peerBecameSeed();
                }
            }
        });
    }

    @Override
    public void onBitfieldReceived(PeerEvent.BitfieldReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            int pieceCount = torrentOf(session).layout().pieceCount();
            has(session, Bitfield.fromWire(event.bits(), pieceCount));
        });
    }

    @Override
    public void onHaveAllReceived(PeerEvent.HaveAllReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            Bitfield all = new Bitfield(torrentOf(session).layout().pieceCount());
            all.fill();
            has(session, all);
        });
    }

    @Override
    public void onHaveNoneReceived(PeerEvent.HaveNoneReceived event) {
        heard(event.connectionId()).ifPresent(session -> has(session, new Bitfield(torrentOf(session).layout().pieceCount())));
    }

    private void has(PeerSession session, Bitfield pieces) {
        Torrent torrent = torrentOf(session);
        torrent.picker.peerLostAll(session.pieces());
        torrent.picker.peerHasAll(pieces);
        torrent.superSeeding().ifPresent(it -> it.has(session.connectionId(), session.pieces(), pieces));
        session.bitfield(pieces, pieces.countNotIn(torrent.picker.verified()));
    }

    @Override
    public void onDontHaveReceived(PeerEvent.DontHaveReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            if (session.isSeed()) {
                torrent.picker.peerNoLongerSeed();
            }
            if (session.lost(event.pieceIndex(), !torrent.picker.verified().contains(event.pieceIndex()))) {
                torrent.picker.peerLost(event.pieceIndex());
                torrent.superSeeding().ifPresent(it -> it.lost(session.connectionId(), event.pieceIndex()));
            }
        });
    }

    @Override
    public void onSuggestReceived(PeerEvent.SuggestReceived event) {
        heard(event.connectionId()); // what is rare matters more than what is in somebody's cache
    }

    @Override
    public void onAllowedFastReceived(PeerEvent.AllowedFastReceived event) {
        heard(event.connectionId()).ifPresent(session -> session.allowedFastThere(event.pieceIndex()));
    }

    @Override
    public void onRejectReceived(PeerEvent.RejectReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            int block = event.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
            if (session.requests().contains(event.pieceIndex(), block)) {
                session.refused(event.pieceIndex(), block, state.timeNs());
                torrentOf(session).picker.released(event.pieceIndex(), block, event.connectionId());
                if (session.askedInVain().isRefusing()) {
                    torrentOf(session).picker.shareExclusive(event.connectionId());
                }
            }
        });
    }

    @Override
    public void onRequestReceived(PeerEvent.RequestReceived event) {
        requested(event.connectionId(), event.pieceIndex(), List.of(event));
    }

    @Override
    public void onRequestsReceived(PeerEvent.RequestsReceived event) {
        requested(event.connectionId(), event.pieceIndex(), event.each());
    }

    private void requested(long connectionId, int pieceIndex, List<PeerEvent.RequestReceived> requests) {
        Optional<PeerSession> heard = heard(connectionId);
        if (heard.isPresent()) {
            PeerSession session = heard.get();
            boolean open = !session.amChoking() || session.isAllowedFastHere(pieceIndex);
            Torrent torrent = torrentOf(session);
            boolean takeIt = open && torrent.picker.verified().contains(pieceIndex) && torrent.isShown(connectionId, pieceIndex);
            for (PeerEvent.RequestReceived it : requests) {
                session.requestReceived(new UploadQueue.Request(pieceIndex, it.offsetBytes(), it.lengthBytes()), takeIt);
            }
        }
    }

    @Override
    public void onCancelReceived(PeerEvent.CancelReceived event) {
        heard(event.connectionId()).ifPresent(session ->
                session.requestCancelled(new UploadQueue.Request(event.pieceIndex(), event.offsetBytes(), event.lengthBytes())));
    }

    @Override
    public void onBlockReceived(PeerEvent.BlockReceived event) {
        onBlocksReceived(event.asRun());
    }

    @Override
    public void onBlocksReceived(PeerEvent.BlocksReceived event) {
        state.blocksInHand = Optional.of(event);
        state.blocksUnanswered = event.blockCount();
        state.blocksInHandSequence = state.sequence();
        heard(event.connectionId());
        PeerSession session = state.connectionsById.get(event.connectionId());
        Torrent torrent = session == null ? null : torrentOf(session);
        if (torrent != null) {
            int lengthBytes = torrent.layout().blocksLengthBytes(event.pieceIndex(), event.firstBlock(), event.blockCount());
            session.blocksArrived(event.blockCount(), lengthBytes, state.timeNs());
            torrent.downloaded(lengthBytes, state.timeNs());
        }
    }

    /** Blocks in hand are written: their requests are settled. Called by the fold of WriteBlock and WriteBlocks. */
    static void blocksTaken(SessionState state, Torrent torrent, int pieceIndex, int firstBlock, int blockCount) {
        PeerEvent.BlocksReceived run = state.blocksInHand.orElse(null);
        if (run == null || run.pieceIndex() != pieceIndex) {
            return;
        }
        PeerSession session = state.connectionsById.get(run.connectionId());
        int end = Math.min(firstBlock + blockCount, run.firstBlock() + run.blockCount());
        for (int block = Math.max(firstBlock, run.firstBlock()); block < end; block++) {
            int crc32c = run.blocks().get(block - run.firstBlock()).crc32c();
            torrent.picker.writing(pieceIndex, block, run.connectionId(), crc32c, state.blocksInHandSequence);
            if (session != null) {
                session.blockSettled(pieceIndex, block);
            }
        }
        answered(state, blockCount);
    }

    /** A block in hand is thrown away. Called by the fold of DiscardBlock. */
    static void blockDiscarded(SessionState state, int slotId, DiscardReason reason) {
        state.blocksInHand.ifPresent(run -> {
            state.connection(run.connectionId()).ifPresent(session -> discarded(state, session, run.pieceIndex(), run.blockIn(slotId), reason));
            answered(state, 1);
        });
    }

    private static void discarded(SessionState state, PeerSession session, int pieceIndex, int blockIndex, DiscardReason reason) {
        Torrent torrent = state.torrentsById.get(session.torrentId());
        if (torrent == null || blockIndex == PieceLayout.NO_BLOCK) {
            return;
        }
        int lengthBytes = torrent.layout().blockLengthBytes(pieceIndex, blockIndex);
        session.blockSettled(pieceIndex, blockIndex);
        session.blockWasted(lengthBytes);
        torrent.picker.released(pieceIndex, blockIndex, session.connectionId());
        torrent.wasted(lengthBytes);
        if (reason == DiscardReason.UNREQUESTED) {
            session.blockUnrequested();
        }
    }

    private static void answered(SessionState state, int blockCount) {
        state.blocksUnanswered -= blockCount;
        if (state.blocksUnanswered <= 0) {
            state.blocksInHand = Optional.empty();
        }
    }

    @Override
    public void onDhtPortReceived(PeerEvent.DhtPortReceived event) {
        heard(event.connectionId());
    }

    @Override
    public void onExtendedHandshakeReceived(PeerEvent.ExtendedHandshakeReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> {
            Endpoint before = session.identity();
            session.extended(event.client(), event.requestQueueMax(), event.listenPort(), event.uploadOnly(), event.peerExchange());
            state.swarm(session.torrentId()).ifPresent(swarm -> {
                swarm.pexAfter(state.timeNs());
                swarm.cameFrom(session.identity());
                swarm.gone(before, false, state.timeNs());
            });
            state.magnet(session.torrentId())
                    .ifPresent(magnet -> magnet.fetch().says(session.connectionId(), session.identity(), event.metadataLengthBytes()));
        });
    }

    @Override
    public void onBlockSent(PeerEvent.BlockSent event) {
        sent(event.connectionId(), 1, event.lengthBytes());
    }

    @Override
    public void onBlocksSent(PeerEvent.BlocksSent event) {
        sent(event.connectionId(), event.blockCount(), event.lengthBytes());
    }

    private void sent(long connectionId, int blockCount, int lengthBytes) {
        PeerSession session = state.connectionsById.get(connectionId);
        if (session != null) {
            session.blocksSent(blockCount, lengthBytes, state.timeNs());
            Torrent torrent = torrentOf(session);
            if (torrent != null) {
                torrent.uploaded(lengthBytes, state.timeNs());
            }
        }
    }

    private Optional<MagnetTorrent> magnetOf(long connectionId) {
        return heardEarly(connectionId).flatMap(session -> state.magnet(session.torrentId()));
    }

    @Override
    public void onMetadataRequestReceived(PeerEvent.MetadataRequestReceived event) {
        heardEarly(event.connectionId());
    }

    @Override
    public void onMetadataPieceReceived(PeerEvent.MetadataPieceReceived event) {
        magnetOf(event.connectionId()).ifPresent(magnet -> magnet.fetch().came(event.connectionId(), event.pieceIndex(), event.lengthBytes(),
                event.crc32c(), state.sequence()));
    }

    @Override
    public void onMetadataRejectReceived(PeerEvent.MetadataRejectReceived event) {
        magnetOf(event.connectionId())
                .ifPresent(magnet -> magnet.fetch().rejected(event.connectionId(), event.pieceIndex(), state.timeNs()));
    }

    @Override
    public void onPexReceived(PeerEvent.PexReceived event) {
        heardEarly(event.connectionId()).ifPresent(session -> state.swarm(session.torrentId()).ifPresent(swarm -> {
            boolean counts = session.pex().heard(state.timeNs());
            if (counts && state.peerExchange && !swarm.isPrivate()) {
                PexNews.of(swarm, session, event).forEach(endpoint -> state.learned(swarm, endpoint, CandidateSource.PEX));
            }
        }));
    }
}
