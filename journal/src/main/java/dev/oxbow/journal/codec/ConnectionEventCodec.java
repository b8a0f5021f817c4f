package dev.oxbow.journal.codec;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.ConnectionEventHandler;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.journal.sbe.ConnectFailedDecoder;
import dev.oxbow.journal.sbe.ConnectFailedEncoder;
import dev.oxbow.journal.sbe.ConnectionAcceptedDecoder;
import dev.oxbow.journal.sbe.ConnectionAcceptedEncoder;
import dev.oxbow.journal.sbe.ConnectionClosedDecoder;
import dev.oxbow.journal.sbe.ConnectionClosedEncoder;
import dev.oxbow.journal.sbe.ConnectionOpenedDecoder;
import dev.oxbow.journal.sbe.ConnectionOpenedEncoder;
import dev.oxbow.journal.sbe.HandshakeReceivedDecoder;
import dev.oxbow.journal.sbe.HandshakeReceivedEncoder;
import dev.oxbow.journal.sbe.ProtocolViolatedDecoder;
import dev.oxbow.journal.sbe.ProtocolViolatedEncoder;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** The bytes of {@link ConnectionEvent} records, as oxbow-journal.xml describes them. */
final class ConnectionEventCodec implements ConnectionEventHandler {
    private final EntryTarget target;

    ConnectionEventCodec(EntryTarget target) {
        this.target = target;
    }

    /** @return the record, or nothing when the template is of another family */
    static Optional<Entry> decode(int templateId, DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectionEvent record = switch (templateId) {
            case ConnectionAcceptedDecoder.TEMPLATE_ID -> connectionAccepted(buffer, at, blockLength, schema);
            case ConnectionOpenedDecoder.TEMPLATE_ID -> connectionOpened(buffer, at, blockLength, schema);
            case ConnectFailedDecoder.TEMPLATE_ID -> connectFailed(buffer, at, blockLength, schema);
            case HandshakeReceivedDecoder.TEMPLATE_ID -> handshakeReceived(buffer, at, blockLength, schema);
            case ConnectionClosedDecoder.TEMPLATE_ID -> connectionClosed(buffer, at, blockLength, schema);
            case ProtocolViolatedDecoder.TEMPLATE_ID -> protocolViolated(buffer, at, blockLength, schema);
            default -> null;
        };
        return Optional.ofNullable(record);
    }

    @Override
    public void onConnectionAccepted(ConnectionEvent.ConnectionAccepted event) {
        ConnectionAcceptedEncoder out = new ConnectionAcceptedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        byte[] endpoint = Blobs.endpoint(event.endpoint());
        out.putEndpoint(endpoint, 0, endpoint.length);
        target.end(out.encodedLength());
    }

    @Override
    public void onConnectionOpened(ConnectionEvent.ConnectionOpened event) {
        ConnectionOpenedEncoder out = new ConnectionOpenedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        target.end(out.encodedLength());
    }

    @Override
    public void onConnectFailed(ConnectionEvent.ConnectFailed event) {
        ConnectFailedEncoder out = new ConnectFailedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onHandshakeReceived(ConnectionEvent.HandshakeReceived event) {
        HandshakeReceivedEncoder out = new HandshakeReceivedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).putInfoHash(event.infoHash().bytes().toArray(), 0, InfoHash.LENGTH_BYTES)
                .putPeerId(event.peerId().bytes().toArray(), 0, PeerId.LENGTH_BYTES).reservedBits(event.reservedBits());
        target.end(out.encodedLength());
    }

    @Override
    public void onConnectionClosed(ConnectionEvent.ConnectionClosed event) {
        ConnectionClosedEncoder out = new ConnectionClosedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId());
        out.reason(event.reason());
        target.end(out.encodedLength());
    }

    @Override
    public void onProtocolViolated(ConnectionEvent.ProtocolViolated event) {
        ProtocolViolatedEncoder out = new ProtocolViolatedEncoder().wrapAndApplyHeader(target.buffer(), 0, target.header());
        out.connectionId(event.connectionId()).violation((short) event.violation().ordinal());
        out.detail(event.detail());
        byte[] evidence = event.evidence().toArray();
        out.putEvidence(evidence, 0, evidence.length);
        target.end(out.encodedLength());
    }

    private static ConnectionEvent connectionAccepted(DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectionAcceptedDecoder in = new ConnectionAcceptedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] endpointBytes = Blobs.room(in.endpointLength(), in.buffer(), in.limit());
        in.getEndpoint(endpointBytes, 0, endpointBytes.length);
        return new ConnectionEvent.ConnectionAccepted(in.connectionId(), Blobs.endpoint(endpointBytes));
    }

    private static ConnectionEvent connectionOpened(DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectionOpenedDecoder in = new ConnectionOpenedDecoder().wrap(buffer, at, blockLength, schema);
        return new ConnectionEvent.ConnectionOpened(in.connectionId());
    }

    private static ConnectionEvent connectFailed(DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectFailedDecoder in = new ConnectFailedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        String reason = Blobs.text(reasonBytes);
        return new ConnectionEvent.ConnectFailed(in.connectionId(), reason);
    }

    private static ConnectionEvent handshakeReceived(DirectBuffer buffer, int at, int blockLength, int schema) {
        HandshakeReceivedDecoder in = new HandshakeReceivedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] infoHashBytes = new byte[InfoHash.LENGTH_BYTES];
        in.getInfoHash(infoHashBytes, 0, InfoHash.LENGTH_BYTES);
        byte[] peerIdBytes = new byte[PeerId.LENGTH_BYTES];
        in.getPeerId(peerIdBytes, 0, PeerId.LENGTH_BYTES);
        return new ConnectionEvent.HandshakeReceived(in.connectionId(), InfoHash.of(infoHashBytes), PeerId.of(peerIdBytes),
                in.reservedBits());
    }

    private static ConnectionEvent connectionClosed(DirectBuffer buffer, int at, int blockLength, int schema) {
        ConnectionClosedDecoder in = new ConnectionClosedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] reasonBytes = Blobs.room(in.reasonLength(), in.buffer(), in.limit());
        in.getReason(reasonBytes, 0, reasonBytes.length);
        String reason = Blobs.text(reasonBytes);
        return new ConnectionEvent.ConnectionClosed(in.connectionId(), reason);
    }

    private static ConnectionEvent protocolViolated(DirectBuffer buffer, int at, int blockLength, int schema) {
        ProtocolViolatedDecoder in = new ProtocolViolatedDecoder().wrap(buffer, at, blockLength, schema);
        byte[] detailBytes = Blobs.room(in.detailLength(), in.buffer(), in.limit());
        in.getDetail(detailBytes, 0, detailBytes.length);
        String detail = Blobs.text(detailBytes);
        byte[] evidenceBytes = Blobs.room(in.evidenceLength(), in.buffer(), in.limit());
        in.getEvidence(evidenceBytes, 0, evidenceBytes.length);
        return new ConnectionEvent.ProtocolViolated(in.connectionId(), Blobs.constant(Violation.values(), in.violation()),
                detail, ByteString.wrap(evidenceBytes));
    }
}
