package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PeerCommandHandler;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.PeerEventHandler;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import dev.oxbow.core.value.Bitfield;
import java.util.Optional;

/** Records conversations with peers. */
final class PeerFold implements PeerEventHandler, PeerCommandHandler {
    private final SessionState state;

    PeerFold(SessionState state) {
        this.state = state;
    }

    /** The connection, marked as heard of; nothing when it is gone or being closed: then what it says no longer counts. */
    private Optional<PeerSession> heard(long connectionId) {
        PeerSession session = state.connectionsById.get(connectionId);
        if (session == null || !session.isActive()) {
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
        heard(event.connectionId()).ifPresent(session -> {
            session.peerChoking(true);
            ConnectionFold.releaseRequests(torrentOf(session), session);
        });
    }

    @Override
    public void onUnchokeReceived(PeerEvent.UnchokeReceived event) {
        heard(event.connectionId()).ifPresent(session -> session.peerChoking(false));
    }

    @Override
    public void onInterestedReceived(PeerEvent.InterestedReceived event) {
        heard(event.connectionId()).ifPresent(session -> session.peerInterested(true));
    }

    @Override
    public void onNotInterestedReceived(PeerEvent.NotInterestedReceived event) {
        heard(event.connectionId()).ifPresent(session -> session.peerInterested(false));
    }

    @Override
    public void onHaveReceived(PeerEvent.HaveReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            session.messageBeyondHandshake();
            if (session.have(event.pieceIndex(), !torrent.picker.verified().contains(event.pieceIndex()))) {
                torrent.picker.peerHas(event.pieceIndex());
                if (session.isSeed()) {
                    torrent.picker.peerBecameSeed();
                }
            }
        });
    }

    @Override
    public void onBitfieldReceived(PeerEvent.BitfieldReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            Bitfield pieces = Bitfield.fromWire(event.bits(), torrent.layout().pieceCount());
            torrent.picker.peerLostAll(session.pieces());
            torrent.picker.peerHasAll(pieces);
            session.bitfield(pieces, pieces.countNotIn(torrent.picker.verified()));
        });
    }

    @Override
    public void onRequestReceived(PeerEvent.RequestReceived event) {
        heard(event.connectionId()).ifPresent(session -> {
            boolean takeIt = !session.amChoking() && torrentOf(session).picker.verified().contains(event.pieceIndex());
            session.requestReceived(new UploadQueue.Request(event.pieceIndex(), event.offsetBytes(), event.lengthBytes()), takeIt);
        });
    }

    @Override
    public void onCancelReceived(PeerEvent.CancelReceived event) {
        heard(event.connectionId()).ifPresent(session ->
                session.requestCancelled(new UploadQueue.Request(event.pieceIndex(), event.offsetBytes(), event.lengthBytes())));
    }

    @Override
    public void onBlockReceived(PeerEvent.BlockReceived event) {
        state.blockInHand = Optional.of(event);
        heard(event.connectionId());
        state.connection(event.connectionId()).ifPresent(session -> state.torrent(session.torrentId()).ifPresent(torrent -> {
            int lengthBytes = torrent.layout().blockLengthBytes(event.pieceIndex(), event.blockIndex());
            session.blockArrived(lengthBytes, state.timeNs());
            torrent.downloaded(lengthBytes, state.timeNs());
        }));
    }

    /** The block in hand is written: its request is settled. Called by the fold of WriteBlock. */
    static void blockTaken(SessionState state, Torrent torrent) {
        state.blockInHand.ifPresent(block -> {
            torrent.picker.writing(block.pieceIndex(), block.blockIndex(), block.connectionId());
            state.connection(block.connectionId()).ifPresent(session -> session.blockSettled(block.pieceIndex(), block.blockIndex()));
        });
        state.blockInHand = Optional.empty();
    }

    /** The block in hand is thrown away. Called by the fold of DiscardBlock. */
    static void blockDiscarded(SessionState state, DiscardReason reason) {
        state.blockInHand.ifPresent(block -> state.connection(block.connectionId()).ifPresent(session -> {
            Torrent torrent = state.torrentsById.get(session.torrentId());
            if (torrent == null) {
                return;
            }
            int lengthBytes = torrent.layout().blockLengthBytes(block.pieceIndex(), block.blockIndex());
            session.blockSettled(block.pieceIndex(), block.blockIndex());
            session.blockWasted(lengthBytes);
            torrent.picker.released(block.pieceIndex(), block.blockIndex(), block.connectionId());
            torrent.wasted(lengthBytes);
            if (reason == DiscardReason.UNREQUESTED) {
                session.blockUnrequested();
            }
        }));
        state.blockInHand = Optional.empty();
    }

    @Override
    public void onDhtPortReceived(PeerEvent.DhtPortReceived event) {
        heard(event.connectionId());
    }

    @Override
    public void onExtendedHandshakeReceived(PeerEvent.ExtendedHandshakeReceived event) {
        heard(event.connectionId()).ifPresent(session -> session.extended(event.client(), event.requestQueueMax()));
    }

    @Override
    public void onBlockSent(PeerEvent.BlockSent event) {
        state.connection(event.connectionId()).ifPresent(session -> {
            session.blockSent(event.lengthBytes(), state.timeNs());
            state.torrent(session.torrentId()).ifPresent(torrent -> torrent.uploaded(event.lengthBytes(), state.timeNs()));
        });
    }

    private Optional<PeerSession> saying(long connectionId) {
        PeerSession session = state.connectionsById.get(connectionId);
        if (session != null) {
            session.sent(state.timeNs());
        }
        return Optional.ofNullable(session);
    }

    @Override
    public void onSendKeepAlive(PeerCommand.SendKeepAlive command) {
        saying(command.connectionId());
    }

    @Override
    public void onChoke(PeerCommand.Choke command) {
        saying(command.connectionId()).ifPresent(session -> session.amChoking(true));
    }

    @Override
    public void onUnchoke(PeerCommand.Unchoke command) {
        saying(command.connectionId()).ifPresent(session -> session.amChoking(false));
    }

    @Override
    public void onSendInterested(PeerCommand.SendInterested command) {
        saying(command.connectionId()).ifPresent(session -> session.amInterested(true));
    }

    @Override
    public void onSendNotInterested(PeerCommand.SendNotInterested command) {
        saying(command.connectionId()).ifPresent(session -> session.amInterested(false));
    }

    @Override
    public void onSendHave(PeerCommand.SendHave command) {
        // To all peers of the torrent; too small a thing to count as having spoken to each.
    }

    @Override
    public void onSendBitfield(PeerCommand.SendBitfield command) {
        saying(command.connectionId());
    }

    @Override
    public void onSendExtendedHandshake(PeerCommand.SendExtendedHandshake command) {
        saying(command.connectionId());
    }

    @Override
    public void onRequestBlocks(PeerCommand.RequestBlocks command) {
        saying(command.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
                session.asked(command.pieceIndex(), block, state.timeNs());
                torrent.picker.requested(command.pieceIndex(), block, command.connectionId());
            }
        });
    }

    @Override
    public void onCancelBlocks(PeerCommand.CancelBlocks command) {
        saying(command.connectionId()).ifPresent(session -> {
            Torrent torrent = torrentOf(session);
            for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
                session.cancelled(command.pieceIndex(), block);
                torrent.picker.released(command.pieceIndex(), block, command.connectionId());
            }
            if (command.reason() == CancelReason.TIMED_OUT) {
                session.snubbed();
            }
        });
    }

    @Override
    public void onSendBlock(PeerCommand.SendBlock command) {
        saying(command.connectionId()).ifPresent(session ->
                session.sending(new UploadQueue.Request(command.pieceIndex(), command.offsetBytes(), command.lengthBytes())));
    }
}
