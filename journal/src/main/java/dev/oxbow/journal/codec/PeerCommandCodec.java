package dev.oxbow.journal.codec;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PeerCommandHandler;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.sbe.CancelBlocksDecoder;
import dev.oxbow.journal.sbe.CancelBlocksEncoder;
import dev.oxbow.journal.sbe.ChokeDecoder;
import dev.oxbow.journal.sbe.ChokeEncoder;
import dev.oxbow.journal.sbe.RejectRequestDecoder;
import dev.oxbow.journal.sbe.RejectRequestEncoder;
import dev.oxbow.journal.sbe.RequestBlocksDecoder;
import dev.oxbow.journal.sbe.RequestBlocksEncoder;
import dev.oxbow.journal.sbe.RevealPieceDecoder;
import dev.oxbow.journal.sbe.RevealPieceEncoder;
import dev.oxbow.journal.sbe.RevealPiecesDecoder;
import dev.oxbow.journal.sbe.RevealPiecesEncoder;
import dev.oxbow.journal.sbe.SendAllowedFastDecoder;
import dev.oxbow.journal.sbe.SendAllowedFastEncoder;
import dev.oxbow.journal.sbe.SendBitfieldDecoder;
import dev.oxbow.journal.sbe.SendBitfieldEncoder;
import dev.oxbow.journal.sbe.SendBlockDecoder;
import dev.oxbow.journal.sbe.SendBlockEncoder;
import dev.oxbow.journal.sbe.SendBlocksDecoder;
import dev.oxbow.journal.sbe.SendBlocksEncoder;
import dev.oxbow.journal.sbe.SendDhtPortDecoder;
import dev.oxbow.journal.sbe.SendDhtPortEncoder;
import dev.oxbow.journal.sbe.SendDontHaveDecoder;
import dev.oxbow.journal.sbe.SendDontHaveEncoder;
import dev.oxbow.journal.sbe.SendExtendedHandshakeDecoder;
import dev.oxbow.journal.sbe.SendExtendedHandshakeEncoder;
import dev.oxbow.journal.sbe.SendHaveAllDecoder;
import dev.oxbow.journal.sbe.SendHaveAllEncoder;
import dev.oxbow.journal.sbe.SendHaveDecoder;
import dev.oxbow.journal.sbe.SendHaveEncoder;
import dev.oxbow.journal.sbe.SendHaveNoneDecoder;
import dev.oxbow.journal.sbe.SendHaveNoneEncoder;
import dev.oxbow.journal.sbe.SendInterestedDecoder;
import dev.oxbow.journal.sbe.SendInterestedEncoder;
import dev.oxbow.journal.sbe.SendKeepAliveDecoder;
import dev.oxbow.journal.sbe.SendKeepAliveEncoder;
import dev.oxbow.journal.sbe.SendMetadataPieceDecoder;
import dev.oxbow.journal.sbe.SendMetadataPieceEncoder;
import dev.oxbow.journal.sbe.SendMetadataRejectDecoder;
import dev.oxbow.journal.sbe.SendMetadataRejectEncoder;
import dev.oxbow.journal.sbe.SendMetadataRequestDecoder;
import dev.oxbow.journal.sbe.SendMetadataRequestEncoder;
import dev.oxbow.journal.sbe.SendNotInterestedDecoder;
import dev.oxbow.journal.sbe.SendNotInterestedEncoder;
import dev.oxbow.journal.sbe.SendPexDecoder;
import dev.oxbow.journal.sbe.SendPexEncoder;
import dev.oxbow.journal.sbe.UnchokeDecoder;
import dev.oxbow.journal.sbe.UnchokeEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link PeerCommand} records, as oxbow-journal.xml describes them. */
final class PeerCommandCodec implements PeerCommandHandler {
    private final EntryTarget target;

    PeerCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        PeerCommand record = switch (templateId) {
            case SendKeepAliveDecoder.TEMPLATE_ID -> sendKeepAlive(buffer, at, blockLength, schema);
            case ChokeDecoder.TEMPLATE_ID -> choke(buffer, at, blockLength, schema);
            case UnchokeDecoder.TEMPLATE_ID -> unchoke(buffer, at, blockLength, schema);
            case SendInterestedDecoder.TEMPLATE_ID -> sendInterested(buffer, at, blockLength, schema);
            case SendNotInterestedDecoder.TEMPLATE_ID -> sendNotInterested(buffer, at, blockLength, schema);
            case SendHaveDecoder.TEMPLATE_ID -> sendHave(buffer, at, blockLength, schema);
            case SendBitfieldDecoder.TEMPLATE_ID -> sendBitfield(buffer, at, blockLength, schema);
            case SendExtendedHandshakeDecoder.TEMPLATE_ID -> sendExtendedHandshake(buffer, at, blockLength, schema);
            case RequestBlocksDecoder.TEMPLATE_ID -> requestBlocks(buffer, at, blockLength, schema);
            case CancelBlocksDecoder.TEMPLATE_ID -> cancelBlocks(buffer, at, blockLength, schema);
            case SendBlockDecoder.TEMPLATE_ID -> sendBlock(buffer, at, blockLength, schema);
            case SendBlocksDecoder.TEMPLATE_ID -> sendBlocks(buffer, at, blockLength, schema);
            case SendHaveAllDecoder.TEMPLATE_ID -> sendHaveAll(buffer, at, blockLength, schema);
            case SendHaveNoneDecoder.TEMPLATE_ID -> sendHaveNone(buffer, at, blockLength, schema);
            case RejectRequestDecoder.TEMPLATE_ID -> rejectRequest(buffer, at, blockLength, schema);
            case SendAllowedFastDecoder.TEMPLATE_ID -> sendAllowedFast(buffer, at, blockLength, schema);
            case SendDontHaveDecoder.TEMPLATE_ID -> sendDontHave(buffer, at, blockLength, schema);
            case SendDhtPortDecoder.TEMPLATE_ID -> sendDhtPort(buffer, at, blockLength, schema);
            case SendMetadataRequestDecoder.TEMPLATE_ID -> sendMetadataRequest(buffer, at, blockLength, schema);
            case SendMetadataPieceDecoder.TEMPLATE_ID -> sendMetadataPiece(buffer, at, blockLength, schema);
            case SendMetadataRejectDecoder.TEMPLATE_ID -> sendMetadataReject(buffer, at, blockLength, schema);
            case SendPexDecoder.TEMPLATE_ID -> sendPex(buffer, at, blockLength, schema);
            case RevealPieceDecoder.TEMPLATE_ID -> revealPiece(buffer, at, blockLength, schema);
            case RevealPiecesDecoder.TEMPLATE_ID -> revealPieces(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onSendKeepAlive(PeerCommand.SendKeepAlive command) {
        SendKeepAliveEncoder out = new SendKeepAliveEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onChoke(PeerCommand.Choke command) {
        ChokeEncoder out = new ChokeEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onUnchoke(PeerCommand.Unchoke command) {
        UnchokeEncoder out = new UnchokeEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendInterested(PeerCommand.SendInterested command) {
        SendInterestedEncoder out = new SendInterestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendNotInterested(PeerCommand.SendNotInterested command) {
        SendNotInterestedEncoder out = new SendNotInterestedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendHave(PeerCommand.SendHave command) {
        SendHaveEncoder out = new SendHaveEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendBitfield(PeerCommand.SendBitfield command) {
        SendBitfieldEncoder out = new SendBitfieldEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        byte[] bits = command.bits().toArray();
        out.putBits(bits, 0, bits.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onSendExtendedHandshake(PeerCommand.SendExtendedHandshake command) {
        SendExtendedHandshakeEncoder out = new SendExtendedHandshakeEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).requestQueueMax(command.requestQueueMax()).listenPort(command.listenPort())
                .uploadOnly((short) (command.uploadOnly() ? 1 : 0)).metadataLengthBytes(command.metadataLengthBytes())
                .peerExchange((short) (command.peerExchange() ? 1 : 0));
        out.client(command.client());
        target.end(out.encodedLength());
    }

    @Override
    public void onRequestBlocks(PeerCommand.RequestBlocks command) {
        RequestBlocksEncoder out = new RequestBlocksEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex()).firstBlock(Blobs.uint16(command.firstBlock()))
                .blockCount(Blobs.uint16(command.blockCount())).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onCancelBlocks(PeerCommand.CancelBlocks command) {
        CancelBlocksEncoder out = new CancelBlocksEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex()).firstBlock(Blobs.uint16(command.firstBlock()))
                .blockCount(Blobs.uint16(command.blockCount())).reason((short) command.reason().ordinal());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendBlock(PeerCommand.SendBlock command) {
        SendBlockEncoder out = new SendBlockEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId()).pieceIndex(command.pieceIndex())
                .offsetBytes(command.offsetBytes()).lengthBytes(command.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendBlocks(PeerCommand.SendBlocks command) {
        SendBlocksEncoder out = new SendBlocksEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId()).pieceIndex(command.pieceIndex())
                .offsetBytes(command.offsetBytes()).lengthBytes(command.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendHaveAll(PeerCommand.SendHaveAll command) {
        SendHaveAllEncoder out = new SendHaveAllEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendHaveNone(PeerCommand.SendHaveNone command) {
        SendHaveNoneEncoder out = new SendHaveNoneEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onRejectRequest(PeerCommand.RejectRequest command) {
        RejectRequestEncoder out = new RejectRequestEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex()).offsetBytes(command.offsetBytes())
                .lengthBytes(command.lengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendAllowedFast(PeerCommand.SendAllowedFast command) {
        SendAllowedFastEncoder out = new SendAllowedFastEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendDontHave(PeerCommand.SendDontHave command) {
        SendDontHaveEncoder out = new SendDontHaveEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.torrentId(command.torrentId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendDhtPort(PeerCommand.SendDhtPort command) {
        SendDhtPortEncoder out = new SendDhtPortEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).port(command.port());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendMetadataRequest(PeerCommand.SendMetadataRequest command) {
        SendMetadataRequestEncoder out = new SendMetadataRequestEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendMetadataPiece(PeerCommand.SendMetadataPiece command) {
        SendMetadataPieceEncoder out = new SendMetadataPieceEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendMetadataReject(PeerCommand.SendMetadataReject command) {
        SendMetadataRejectEncoder out = new SendMetadataRejectEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onSendPex(PeerCommand.SendPex command) {
        SendPexEncoder out = new SendPexEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        byte[] added = Blobs.endpoints(command.added());
        out.putAdded(added, 0, added.length);
        byte[] addedFlags = command.addedFlags().toArray();
        out.putAddedFlags(addedFlags, 0, addedFlags.length);
        byte[] dropped = Blobs.endpoints(command.dropped());
        out.putDropped(dropped, 0, dropped.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onRevealPiece(PeerCommand.RevealPiece command) {
        RevealPieceEncoder out = new RevealPieceEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).pieceIndex(command.pieceIndex());
        target.end(out.encodedLength());
    }

    @Override
    public void onRevealPieces(PeerCommand.RevealPieces command) {
        RevealPiecesEncoder out = new RevealPiecesEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId());
        byte[] pieces = command.pieces().toArray();
        out.putPieces(pieces, 0, pieces.length);
        target.end(out.encodedLength());
    }

    private static PeerCommand sendKeepAlive(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendKeepAliveDecoder in = new SendKeepAliveDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendKeepAlive(in.connectionId());
    }

    private static PeerCommand choke(DirectBuffer buffer, int at, int blockLength, int schema) {
        ChokeDecoder in = new ChokeDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.Choke(in.connectionId(), Blobs.constant(ChokeReason.values(), in.reason()));
    }

    private static PeerCommand unchoke(DirectBuffer buffer, int at, int blockLength, int schema) {
        UnchokeDecoder in = new UnchokeDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.Unchoke(in.connectionId(), Blobs.constant(ChokeReason.values(), in.reason()));
    }

    private static PeerCommand sendInterested(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendInterestedDecoder in = new SendInterestedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendInterested(in.connectionId());
    }

    private static PeerCommand sendNotInterested(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendNotInterestedDecoder in = new SendNotInterestedDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendNotInterested(in.connectionId());
    }

    private static PeerCommand sendHave(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendHaveDecoder in = new SendHaveDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendHave(in.torrentId(), in.pieceIndex());
    }

    private static PeerCommand sendBitfield(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendBitfieldDecoder in = new SendBitfieldDecoder().wrap(buffer, at, blockLength, schema);
        byte[] bitsBytes = Blobs.room(in.bitsLength(), in.buffer(), in.limit());
        in.getBits(bitsBytes, 0, bitsBytes.length);
        return new PeerCommand.SendBitfield(in.connectionId(), ByteString.wrap(bitsBytes));
    }

    private static PeerCommand sendExtendedHandshake(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendExtendedHandshakeDecoder in = new SendExtendedHandshakeDecoder().wrap(buffer, at, blockLength, schema);
        byte[] clientBytes = Blobs.room(in.clientLength(), in.buffer(), in.limit());
        in.getClient(clientBytes, 0, clientBytes.length);
        String client = Blobs.text(clientBytes);
        boolean unsaid = in.metadataLengthBytes() == SendExtendedHandshakeDecoder.metadataLengthBytesNullValue();
        int metadataLengthBytes = unsaid ? 0 : in.metadataLengthBytes(); // entries of schema version 0 do not have it
        return new PeerCommand.SendExtendedHandshake(in.connectionId(), client, in.requestQueueMax(), in.listenPort(),
                in.uploadOnly() == 1, metadataLengthBytes, in.peerExchange() == 1);
    }

    private static PeerCommand requestBlocks(DirectBuffer buffer, int at, int blockLength, int schema) {
        RequestBlocksDecoder in = new RequestBlocksDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.RequestBlocks(in.connectionId(), in.pieceIndex(), in.firstBlock(), in.blockCount(),
                Blobs.constant(PickReason.values(), in.reason()));
    }

    private static PeerCommand cancelBlocks(DirectBuffer buffer, int at, int blockLength, int schema) {
        CancelBlocksDecoder in = new CancelBlocksDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.CancelBlocks(in.connectionId(), in.pieceIndex(), in.firstBlock(), in.blockCount(),
                Blobs.constant(CancelReason.values(), in.reason()));
    }

    private static PeerCommand sendBlock(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendBlockDecoder in = new SendBlockDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendBlock(in.connectionId(), in.torrentId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerCommand sendBlocks(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendBlocksDecoder in = new SendBlocksDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendBlocks(in.connectionId(), in.torrentId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerCommand sendHaveAll(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendHaveAllDecoder in = new SendHaveAllDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendHaveAll(in.connectionId());
    }

    private static PeerCommand sendHaveNone(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendHaveNoneDecoder in = new SendHaveNoneDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendHaveNone(in.connectionId());
    }

    private static PeerCommand rejectRequest(DirectBuffer buffer, int at, int blockLength, int schema) {
        RejectRequestDecoder in = new RejectRequestDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.RejectRequest(in.connectionId(), in.pieceIndex(), in.offsetBytes(), in.lengthBytes());
    }

    private static PeerCommand sendAllowedFast(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendAllowedFastDecoder in = new SendAllowedFastDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendAllowedFast(in.connectionId(), in.pieceIndex());
    }

    private static PeerCommand sendDontHave(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendDontHaveDecoder in = new SendDontHaveDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendDontHave(in.torrentId(), in.pieceIndex());
    }

    private static PeerCommand sendDhtPort(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendDhtPortDecoder in = new SendDhtPortDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendDhtPort(in.connectionId(), in.port());
    }

    private static PeerCommand sendMetadataRequest(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendMetadataRequestDecoder in = new SendMetadataRequestDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendMetadataRequest(in.connectionId(), in.pieceIndex());
    }

    private static PeerCommand sendMetadataPiece(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendMetadataPieceDecoder in = new SendMetadataPieceDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        return new PeerCommand.SendMetadataPiece(in.connectionId(), InfoHash.of(infoHashBytes), in.pieceIndex());
    }

    private static PeerCommand sendMetadataReject(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendMetadataRejectDecoder in = new SendMetadataRejectDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.SendMetadataReject(in.connectionId(), in.pieceIndex());
    }

    private static PeerCommand sendPex(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendPexDecoder in = new SendPexDecoder().wrap(buffer, at, blockLength, schema);
        byte[] addedBytes = Blobs.room(in.addedLength(), in.buffer(), in.limit());
        in.getAdded(addedBytes, 0, addedBytes.length);
        byte[] addedFlagsBytes = Blobs.room(in.addedFlagsLength(), in.buffer(), in.limit());
        in.getAddedFlags(addedFlagsBytes, 0, addedFlagsBytes.length);
        byte[] droppedBytes = Blobs.room(in.droppedLength(), in.buffer(), in.limit());
        in.getDropped(droppedBytes, 0, droppedBytes.length);
        return new PeerCommand.SendPex(in.connectionId(), Blobs.endpoints(addedBytes), ByteString.wrap(addedFlagsBytes),
                Blobs.endpoints(droppedBytes));
    }

    private static PeerCommand revealPiece(DirectBuffer buffer, int at, int blockLength, int schema) {
        RevealPieceDecoder in = new RevealPieceDecoder().wrap(buffer, at, blockLength, schema);
        return new PeerCommand.RevealPiece(in.connectionId(), in.pieceIndex());
    }

    private static PeerCommand revealPieces(DirectBuffer buffer, int at, int blockLength, int schema) {
        RevealPiecesDecoder in = new RevealPiecesDecoder().wrap(buffer, at, blockLength, schema);
        byte[] piecesBytes = Blobs.room(in.piecesLength(), in.buffer(), in.limit());
        in.getPieces(piecesBytes, 0, piecesBytes.length);
        return new PeerCommand.RevealPieces(in.connectionId(), ByteString.wrap(piecesBytes));
    }
}
