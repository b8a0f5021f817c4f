package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PeerCommandHandler;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import java.util.Optional;

/** Records what we say to peers. No lambdas that capture where it comes with every block: see {@link PeerFold}. */
final class PeerCommandFold implements PeerCommandHandler {
    private final SessionState state;

    PeerCommandFold(SessionState state) {
        this.state = state;
    }

    private Torrent torrentOf(PeerSession session) {
        return state.torrentsById.get(session.torrentId());
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
        saying(command.connectionId()).ifPresent(PeerSession::choked);
    }

    @Override
    public void onUnchoke(PeerCommand.Unchoke command) {
        saying(command.connectionId()).ifPresent(session -> {
            session.unchoked(command.reason() == ChokeReason.OPTIMISTIC, state.timeNs());
            torrentOf(session).slotGiven(state.timeNs());
        });
    }

    @Override
    public void onSendInterested(PeerCommand.SendInterested command) {
        saying(command.connectionId()).ifPresent(session -> session.amInterested(true, state.timeNs()));
    }

    @Override
    public void onSendNotInterested(PeerCommand.SendNotInterested command) {
        saying(command.connectionId()).ifPresent(session -> session.amInterested(false, state.timeNs()));
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
        Optional<PeerSession> saying = saying(command.connectionId());
        if (saying.isPresent()) {
            PeerSession session = saying.get();
            Torrent torrent = torrentOf(session);
            long lengthBytes = 0;
            for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
                session.asked(command.pieceIndex(), block, state.timeNs());
                torrent.picker.requested(command.pieceIndex(), block, command.connectionId());
                lengthBytes += torrent.layout().blockLengthBytes(command.pieceIndex(), block);
            }
            if (command.reason() == PickReason.PROBATION || command.reason() == PickReason.SUSPECT_PIECE) {
                torrent.picker.exclusive(command.pieceIndex(), command.connectionId());
            }
            state.downLimit(torrent).take(lengthBytes, state.timeNs());
        }
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
                torrent.picker.shareExclusive(session.connectionId());
            } else if (session.requests().size() == 0) {
                session.nothingAsked();
            }
        });
    }

    @Override
    public void onSendBlocks(PeerCommand.SendBlocks command) {
        for (PeerCommand.SendBlock block : command.each()) {
            onSendBlock(block);
        }
    }

    @Override
    public void onSendBlock(PeerCommand.SendBlock command) {
        Optional<PeerSession> saying = saying(command.connectionId());
        if (saying.isPresent()) {
            saying.get().sending(new UploadQueue.Request(command.pieceIndex(), command.offsetBytes(), command.lengthBytes()));
            state.upLimit(torrentOf(saying.get())).take(command.lengthBytes(), state.timeNs());
        }
    }

    @Override
    public void onSendHaveAll(PeerCommand.SendHaveAll command) {
        saying(command.connectionId());
    }

    @Override
    public void onSendHaveNone(PeerCommand.SendHaveNone command) {
        saying(command.connectionId());
    }

    @Override
    public void onRejectRequest(PeerCommand.RejectRequest command) {
        saying(command.connectionId()).ifPresent(session ->
                session.requestCancelled(new UploadQueue.Request(command.pieceIndex(), command.offsetBytes(), command.lengthBytes())));
    }

    @Override
    public void onSendAllowedFast(PeerCommand.SendAllowedFast command) {
        saying(command.connectionId()).ifPresent(session -> session.allowedFastHere(command.pieceIndex()));
    }

    @Override
    public void onSendDontHave(PeerCommand.SendDontHave command) {
        // To all peers of the torrent, as with SendHave.
    }

    @Override
    public void onSendDhtPort(PeerCommand.SendDhtPort command) {
        saying(command.connectionId());
    }

    @Override
    public void onSendMetadataRequest(PeerCommand.SendMetadataRequest command) {
        saying(command.connectionId()).flatMap(session -> state.magnet(session.torrentId()))
                .ifPresent(magnet -> magnet.fetch().asked(command.connectionId(), command.pieceIndex(), state.timeNs()));
    }

    @Override
    public void onSendMetadataPiece(PeerCommand.SendMetadataPiece command) {
        saying(command.connectionId()).ifPresent(session -> session.metadataQuota().sent(state.timeNs()));
    }

    @Override
    public void onSendMetadataReject(PeerCommand.SendMetadataReject command) {
        saying(command.connectionId());
    }

    @Override
    public void onSendPex(PeerCommand.SendPex command) {
        saying(command.connectionId()).ifPresent(session -> session.pex().told(command.added(), command.dropped(), state.timeNs()));
    }

    @Override
    public void onRevealPiece(PeerCommand.RevealPiece command) {
        saying(command.connectionId()).ifPresent(session -> torrentOf(session).superSeeding()
                .ifPresent(it -> it.shown(session.connectionId(), command.pieceIndex(), state.timeNs())));
    }

    @Override
    public void onRevealPieces(PeerCommand.RevealPieces command) {
        saying(command.connectionId());
    }
}
