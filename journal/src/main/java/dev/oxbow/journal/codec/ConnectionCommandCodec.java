package dev.oxbow.journal.codec;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.ConnectionCommandHandler;
import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.journal.sbe.AwaitMetadataDecoder;
import dev.oxbow.journal.sbe.AwaitMetadataEncoder;
import dev.oxbow.journal.sbe.BanPeerDecoder;
import dev.oxbow.journal.sbe.BanPeerEncoder;
import dev.oxbow.journal.sbe.CloseConnectionDecoder;
import dev.oxbow.journal.sbe.CloseConnectionEncoder;
import dev.oxbow.journal.sbe.ConnectDecoder;
import dev.oxbow.journal.sbe.ConnectEncoder;
import dev.oxbow.journal.sbe.LimitConnectionDecoder;
import dev.oxbow.journal.sbe.LimitConnectionEncoder;
import dev.oxbow.journal.sbe.ListenDecoder;
import dev.oxbow.journal.sbe.ListenEncoder;
import dev.oxbow.journal.sbe.SendHandshakeDecoder;
import dev.oxbow.journal.sbe.SendHandshakeEncoder;
import dev.oxbow.journal.sbe.UnbanPeerDecoder;
import dev.oxbow.journal.sbe.UnbanPeerEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link ConnectionCommand} records, as oxbow-journal.xml describes them. */
final class ConnectionCommandCodec implements ConnectionCommandHandler {
    private final EntryTarget target;

    ConnectionCommandCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectionCommand record = switch (templateId) {
            case ListenDecoder.TEMPLATE_ID -> listen(buffer, at, blockLength, schema);
            case ConnectDecoder.TEMPLATE_ID -> connect(buffer, at, blockLength, schema);
            case SendHandshakeDecoder.TEMPLATE_ID -> sendHandshake(buffer, at, blockLength, schema);
            case LimitConnectionDecoder.TEMPLATE_ID -> limitConnection(buffer, at, blockLength, schema);
            case CloseConnectionDecoder.TEMPLATE_ID -> closeConnection(buffer, at, blockLength, schema);
            case BanPeerDecoder.TEMPLATE_ID -> banPeer(buffer, at, blockLength, schema);
            case UnbanPeerDecoder.TEMPLATE_ID -> unbanPeer(buffer, at, blockLength, schema);
            case AwaitMetadataDecoder.TEMPLATE_ID -> awaitMetadata(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onListen(ConnectionCommand.Listen command) {
        ListenEncoder out = new ListenEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.port(command.port());
        out.address(command.address());
        target.end(out.encodedLength());
    }

    @Override
    public void onConnect(ConnectionCommand.Connect command) {
        ConnectEncoder out = new ConnectEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId()).reason((short) command.reason().ordinal());
        byte[] endpoint = Blobs.endpoint(command.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onSendHandshake(ConnectionCommand.SendHandshake command) {
        SendHandshakeEncoder out = new SendHandshakeEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId())
                .putInfoHash(command.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .putPeerId(command.peerId().bytes().toArray(), 0, PeerId.LENGTH_BYTES)
                .reservedBits(command.reservedBits());
        target.end(out.encodedLength());
    }

    @Override
    public void onLimitConnection(ConnectionCommand.LimitConnection command) {
        LimitConnectionEncoder out = new LimitConnectionEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId())
                .totalLengthBytes(command.layout().totalLengthBytes()).pieceLengthBytes(command.layout().pieceLengthBytes());
        target.end(out.encodedLength());
    }

    @Override
    public void onCloseConnection(ConnectionCommand.CloseConnection command) {
        CloseConnectionEncoder out = new CloseConnectionEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).reason((short) command.reason().ordinal());
        out.detail(command.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onBanPeer(ConnectionCommand.BanPeer command) {
        BanPeerEncoder out = new BanPeerEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.wholeAddress((short) (command.wholeAddress() ? 1 : 0)).reason((short) command.reason().ordinal())
                .torrentId(command.torrentId()).pieceIndex(command.pieceIndex()).badSequence(command.badSequence())
                .goodSequence(command.goodSequence()).untilNs(command.untilNs());
        byte[] endpoint = Blobs.endpoint(command.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        byte[] badBlocks = command.badBlocks().toArray();
        out.putBadBlocks(badBlocks, 0, badBlocks.length);
        out.detail(command.detail());
        target.end(out.encodedLength());
    }

    @Override
    public void onUnbanPeer(ConnectionCommand.UnbanPeer command) {
        UnbanPeerEncoder out = new UnbanPeerEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        byte[] endpoint = Blobs.endpoint(command.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onAwaitMetadata(ConnectionCommand.AwaitMetadata command) {
        AwaitMetadataEncoder out = new AwaitMetadataEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(command.connectionId()).torrentId(command.torrentId());
        target.end(out.encodedLength());
    }

    private static ConnectionCommand listen(DirectBuffer buffer, int at, int blockLength, int schema) {
        ListenDecoder in = new ListenDecoder().wrap(buffer, at, blockLength, schema);
        byte[] addressBytes = Blobs.room(in.addressLength(), in.buffer(), in.limit());
        in.getAddress(addressBytes, 0, addressBytes.length);
        String address = Blobs.text(addressBytes);
        return new ConnectionCommand.Listen(address, in.port());
    }

    private static ConnectionCommand connect(DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectDecoder in = new ConnectDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new ConnectionCommand.Connect(in.connectionId(), in.torrentId(), Blobs.endpoint(endpointBytes),
                Blobs.constant(ConnectReason.values(), in.reason()));
    }

    private static ConnectionCommand sendHandshake(DirectBuffer buffer, int at, int blockLength, int schema) {
        SendHandshakeDecoder in = new SendHandshakeDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] peerIdBytes = new byte[PeerId.LENGTH_BYTES];
        in.getPeerId(peerIdBytes, 0, PeerId.LENGTH_BYTES);
        return new ConnectionCommand.SendHandshake(in.connectionId(), in.torrentId(), InfoHash.of(infoHashBytes),
                PeerId.of(peerIdBytes), in.reservedBits());
    }

    private static ConnectionCommand limitConnection(DirectBuffer buffer, int at, int blockLength, int schema) {
        LimitConnectionDecoder in = new LimitConnectionDecoder().wrap(buffer, at, blockLength, schema);
        return new ConnectionCommand.LimitConnection(in.connectionId(), in.torrentId(),
                new PieceLayout(in.totalLengthBytes(), in.pieceLengthBytes()));
    }

    private static ConnectionCommand closeConnection(DirectBuffer buffer, int at, int blockLength, int schema) {
        CloseConnectionDecoder in = new CloseConnectionDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        return new ConnectionCommand.CloseConnection(in.connectionId(), Blobs.constant(CloseReason.values(), in.reason()),
                detail);
    }

    private static ConnectionCommand banPeer(DirectBuffer buffer, int at, int blockLength, int schema) {
        BanPeerDecoder in = new BanPeerDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        byte[] badBlocksBytes = Blobs.room(in.badBlocksLength(), in.buffer(), in.limit());
        in.getBadBlocks(badBlocksBytes, 0, badBlocksBytes.length);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        return new ConnectionCommand.BanPeer(Blobs.endpoint(endpointBytes), in.wholeAddress() == 1,
                Blobs.constant(BanReason.values(), in.reason()), in.torrentId(), in.pieceIndex(), ByteString.wrap(badBlocksBytes),
                in.badSequence(), in.goodSequence(), in.untilNs(), Blobs.text(detailBytes));
    }

    private static ConnectionCommand unbanPeer(DirectBuffer buffer, int at, int blockLength, int schema) {
        UnbanPeerDecoder in = new UnbanPeerDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new ConnectionCommand.UnbanPeer(Blobs.endpoint(endpointBytes));
    }

    private static ConnectionCommand awaitMetadata(DirectBuffer buffer, int at, int blockLength, int schema) {
        AwaitMetadataDecoder in = new AwaitMetadataDecoder().wrap(buffer, at, blockLength, schema);
        return new ConnectionCommand.AwaitMetadata(in.connectionId(), in.torrentId());
    }
}
