package dev.oxbow.sim;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.PexMessage;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireHandler;
import dev.oxbow.core.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Finds the messages in the bytes that a scripted peer sends, or a node when they are cut, as the real edge does, and lets the core's decoder check them. */
final class SimFrames implements WireHandler {
    private static final int HEAD_BYTES = 5;
    private static final int BLOCK_PLACE_BYTES = 8;

    private final SimConnection end;
    private final Payload payload;
    private byte[] bytes = new byte[256];
    private int from;
    private int to;
    private int toSkip;
    private boolean shaken;
    private boolean deaf;

    SimFrames(SimConnection end, Payload payload) {
        this.end = end;
        this.payload = payload;
    }

    void add(byte[] arrived) {
        if (to + arrived.length > bytes.length) {
            byte[] larger = from > arrived.length ? bytes : new byte[Math.max(bytes.length * 2, to - from + arrived.length)];
            System.arraycopy(bytes, from, larger, 0, to - from);
            bytes = larger;
            to -= from;
            from = 0;
        }
        System.arraycopy(arrived, 0, bytes, to, arrived.length);
        to += arrived.length;
    }

    /** Reads as far as it can now. */
    void read() {
        while (!deaf && !end.closed && from < to && advance()) {
            // each step takes one message
        }
    }

    private int unread() {
        return to - from;
    }

    private boolean advance() {
        if (!shaken) {
            return handshake();
        }
        if (!end.limited && !end.early) {
            return false;
        }
        if (toSkip > 0) {
            int skipped = Math.min(toSkip, unread());
            toSkip -= skipped;
            from += skipped;
            return true;
        }
        if (unread() >= 4 && ByteBuffer.wrap(bytes).getInt(from) == 0) {
            from += 4;
            onKeepAlive();
            return true;
        }
        return unread() >= HEAD_BYTES && message(ByteBuffer.wrap(bytes).getInt(from), bytes[from + 4] & 0xff);
    }

    private boolean handshake() {
        byte[] head = Arrays.copyOfRange(bytes, from, Math.min(to, from + Handshake.LENGTH_BYTES));
        if (!Handshake.mayBegin(head, head.length)) {
            violated(new WireLimits.Fault(Violation.BAD_HANDSHAKE, "its first bytes are not a BitTorrent handshake"));
            return false;
        }
        if (head.length < Handshake.LENGTH_BYTES) {
            return false;
        }
        from += Handshake.LENGTH_BYTES;
        shaken = true;
        Handshake handshake = Handshake.decode(head);
        post(new ConnectionEvent.HandshakeReceived(end.connectionId, handshake.infoHash(), handshake.peerId(), handshake.reservedBits()));
        return true;
    }

    private WireLimits limits() {
        return end.limited ? new WireLimits(payload.pieces()) : WireLimits.unknownLayout();
    }

    private boolean message(int lengthBytes, int id) {
        WireLimits limits = limits();
        Optional<WireLimits.Fault> fault = limits.check(id, lengthBytes);
        if (fault.isPresent()) {
            violated(fault.get());
            return false;
        }
        if (id == MessageId.PIECE) {
            return block(limits, lengthBytes);
        }
        if (!WireLimits.isKnown(id)) {
            from += HEAD_BYTES;
            toSkip = lengthBytes - 1;
            onViolation(new WireLimits.Fault(Violation.UNKNOWN_ID, "a message of kind " + id));
            return true;
        }
        if (unread() < 4 + lengthBytes) {
            return false;
        }
        byte[] message = Arrays.copyOfRange(bytes, from + HEAD_BYTES, from + 4 + lengthBytes);
        from += 4 + lengthBytes;
        new WireDecoder(limits, this).decode(id, message);
        return true;
    }

    private boolean block(WireLimits limits, int lengthBytes) {
        if (unread() < HEAD_BYTES + BLOCK_PLACE_BYTES) {
            return false;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int piece = in.getInt(from + HEAD_BYTES);
        int offset = in.getInt(from + HEAD_BYTES + 4);
        Optional<WireLimits.Fault> fault = limits.checkBlock(piece, offset, lengthBytes - 9);
        if (fault.isPresent()) {
            violated(fault.get());
            return false;
        }
        if (unread() < 4 + lengthBytes) {
            return false;
        }
        int block = offset / PieceLayout.BLOCK_LENGTH_BYTES;
        int begin = from + HEAD_BYTES + BLOCK_PLACE_BYTES;
        long content = payload.content(payload.blockNumber(piece, block), Arrays.copyOfRange(bytes, begin, from + 4 + lengthBytes));
        int slot = end.node.slots().take(content);
        if (slot == SimSlots.NO_SLOT) {
            return false;
        }
        from += 4 + lengthBytes;
        end.block(piece, block, slot, content);
        return true;
    }

    private void post(Event event) {
        end.post(event);
    }

    private void violated(WireLimits.Fault fault) {
        deaf = true; // nothing that follows can be trusted to be a message
        onViolation(fault);
    }

    @Override
    public void onViolation(WireLimits.Fault fault) {
        post(new ConnectionEvent.ProtocolViolated(end.connectionId, fault.violation(), fault.detail(), ByteString.EMPTY));
    }

    @Override
    public void onKeepAlive() {
        post(new PeerEvent.KeepAliveReceived(end.connectionId));
    }

    @Override
    public void onChoke() {
        post(new PeerEvent.ChokeReceived(end.connectionId));
    }

    @Override
    public void onUnchoke() {
        post(new PeerEvent.UnchokeReceived(end.connectionId));
    }

    @Override
    public void onInterested() {
        post(new PeerEvent.InterestedReceived(end.connectionId));
    }

    @Override
    public void onNotInterested() {
        post(new PeerEvent.NotInterestedReceived(end.connectionId));
    }

    @Override
    public void onHave(int pieceIndex) {
        post(new PeerEvent.HaveReceived(end.connectionId, pieceIndex));
    }

    @Override
    public void onBitfield(ByteString bits) {
        post(new PeerEvent.BitfieldReceived(end.connectionId, bits));
    }

    @Override
    public void onRequest(int pieceIndex, int offsetBytes, int lengthBytes) {
        post(new PeerEvent.RequestReceived(end.connectionId, pieceIndex, offsetBytes, lengthBytes));
    }

    @Override
    public void onCancel(int pieceIndex, int offsetBytes, int lengthBytes) {
        post(new PeerEvent.CancelReceived(end.connectionId, pieceIndex, offsetBytes, lengthBytes));
    }

    @Override
    public void onPort(int port) {
        post(new PeerEvent.DhtPortReceived(end.connectionId, port));
    }

    @Override
    public void onSuggest(int pieceIndex) {
        post(new PeerEvent.SuggestReceived(end.connectionId, pieceIndex));
    }

    @Override
    public void onHaveAll() {
        post(new PeerEvent.HaveAllReceived(end.connectionId));
    }

    @Override
    public void onHaveNone() {
        post(new PeerEvent.HaveNoneReceived(end.connectionId));
    }

    @Override
    public void onReject(int pieceIndex, int offsetBytes, int lengthBytes) {
        post(new PeerEvent.RejectReceived(end.connectionId, pieceIndex, offsetBytes, lengthBytes));
    }

    @Override
    public void onAllowedFast(int pieceIndex) {
        post(new PeerEvent.AllowedFastReceived(end.connectionId, pieceIndex));
    }

    @Override
    public void onDontHave(int pieceIndex) {
        post(new PeerEvent.DontHaveReceived(end.connectionId, pieceIndex));
    }

    @Override
    public void onMetadataRequest(int pieceIndex) {
        post(new PeerEvent.MetadataRequestReceived(end.connectionId, pieceIndex));
    }

    /** Scripted peers are asked for metadata, and never send what they were asked for. */
    @Override
    public void onMetadataPiece(int pieceIndex, int totalLengthBytes, ByteString piece) {
        if (end.other.node != null) {
            post(new PeerEvent.MetadataPieceReceived(end.connectionId, pieceIndex, piece.length(), SimSpeech.crcOf(piece)));
            return;
        }
        onViolation(new WireLimits.Fault(Violation.METADATA_UNREQUESTED, "piece " + pieceIndex + " of the metadata, which it was not asked for"));
    }

    @Override
    public void onMetadataReject(int pieceIndex) {
        post(new PeerEvent.MetadataRejectReceived(end.connectionId, pieceIndex));
    }

    @Override
    public void onPex(PexMessage message) {
        post(new PeerEvent.PexReceived(end.connectionId, message.added(), message.addedFlags(), message.dropped()));
    }

    @Override
    public void onExtendedHandshake(ExtendedHandshake handshake) {
        int metadataLengthBytes = handshake.metadataId() == 0 ? 0 : handshake.metadataLengthBytes();
        post(new PeerEvent.ExtendedHandshakeReceived(end.connectionId, handshake.client(), handshake.requestQueueMax(), handshake.listenPort(),
                metadataLengthBytes, handshake.uploadOnly(), handshake.pexId() != 0));
    }
}
