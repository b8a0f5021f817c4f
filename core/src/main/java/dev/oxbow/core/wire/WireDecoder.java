package dev.oxbow.core.wire;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Reads the messages of the peer protocol (BEP 3, 5, 6, 9, 10, 11, 54), all but blocks, whose payload goes straight to the block pool.
 *
 * <pre>
 *  0             4    5
 *  | length      | id | payload                                    length counts id and payload; 0 is a keep-alive
 *                 0..3  choke, unchoke, interested, not interested: no payload
 *                 4     have:            piece index (4)
 *                 5     bitfield:        one bit a piece, high bit first
 *                 6, 8  request, cancel: piece index (4), offset (4), length (4)
 *                 7     piece:           piece index (4), offset (4), block
 *                 9     port:            UDP port (2)
 *                 13    suggest:         piece index (4)                               (BEP 6, as those up to 17)
 *                 14 15 have all, have none: no payload
 *                 16    reject:          as request
 *                 17    allowed fast:    piece index (4)
 *                 20    extended:        extended id (1), bencoded payload; 0 is the extension handshake,
 *                                        those that we offer in it are ExtendedHandshake's
 * </pre>
 */
public final class WireDecoder {
    private final WireLimits limits;
    private final WireHandler handler;

    public WireDecoder(WireLimits limits, WireHandler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    /** Takes a whole payload whose length {@link WireLimits#check} has passed. Never throws on what a peer sent. */
    public void decode(int id, byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        switch (id) {
            case MessageId.CHOKE -> handler.onChoke();
            case MessageId.UNCHOKE -> handler.onUnchoke();
            case MessageId.INTERESTED -> handler.onInterested();
            case MessageId.NOT_INTERESTED -> handler.onNotInterested();
            case MessageId.HAVE -> piece(in.getInt(), handler::onHave);
            case MessageId.BITFIELD -> bitfield(ByteString.wrap(payload));
            case MessageId.REQUEST -> request(in.getInt(), in.getInt(), in.getInt());
            case MessageId.CANCEL -> cancel(in.getInt(), in.getInt(), in.getInt());
            case MessageId.PORT -> handler.onPort(in.getShort() & 0xffff);
            case MessageId.SUGGEST -> piece(in.getInt(), handler::onSuggest);
            case MessageId.HAVE_ALL -> handler.onHaveAll();
            case MessageId.HAVE_NONE -> handler.onHaveNone();
            case MessageId.REJECT -> reject(in.getInt(), in.getInt(), in.getInt());
            case MessageId.ALLOWED_FAST -> piece(in.getInt(), handler::onAllowedFast);
            case MessageId.EXTENDED -> extended(payload);
            default -> handler.onViolation(new WireLimits.Fault(Violation.UNKNOWN_ID, "a message of kind " + id));
        }
    }

    private void piece(int pieceIndex, IntConsumer known) {
        Optional<WireLimits.Fault> fault = limits.checkHave(pieceIndex);
        if (fault.isPresent()) {
            handler.onViolation(fault.get());
        } else {
            known.accept(pieceIndex);
        }
    }

    private void bitfield(ByteString bits) {
        if (!limits.isLayoutKnown()) {
            handler.onBitfield(bits);
            return;
        }
        try {
            Bitfield.fromWire(bits, limits.layout().pieceCount());
        } catch (IllegalArgumentException e) {
            handler.onViolation(new WireLimits.Fault(Violation.BITFIELD_BAD, e.getMessage()));
            return;
        }
        handler.onBitfield(bits);
    }

    private void request(int pieceIndex, int offsetBytes, int lengthBytes) {
        Optional<WireLimits.Fault> fault = limits.checkRequest(pieceIndex, offsetBytes, lengthBytes);
        if (fault.isPresent()) {
            handler.onViolation(fault.get());
        } else {
            handler.onRequest(pieceIndex, offsetBytes, lengthBytes);
        }
    }

    private void cancel(int pieceIndex, int offsetBytes, int lengthBytes) {
        if (limits.checkRequest(pieceIndex, offsetBytes, lengthBytes).isEmpty()) {
            handler.onCancel(pieceIndex, offsetBytes, lengthBytes); // a cancel of nothing does nothing
        }
    }

    private void reject(int pieceIndex, int offsetBytes, int lengthBytes) {
        Optional<WireLimits.Fault> fault = limits.checkRequest(pieceIndex, offsetBytes, lengthBytes);
        if (fault.isPresent()) {
            handler.onViolation(fault.get());
        } else {
            handler.onReject(pieceIndex, offsetBytes, lengthBytes);
        }
    }

    private void extended(byte[] payload) {
        byte[] message = Arrays.copyOfRange(payload, 1, payload.length);
        switch (payload[0]) {
            case ExtendedHandshake.EXTENDED_ID -> ExtendedHandshake.decode(message).ifPresentOrElse(handler::onExtendedHandshake,
                    () -> malformed("an extension handshake that is not a bencoded dictionary"));
            case ExtendedHandshake.DONT_HAVE_ID -> dontHave(message);
            case ExtendedHandshake.METADATA_ID -> MetadataMessage.decode(message).ifPresentOrElse(this::metadata,
                    () -> malformed("a ut_metadata message of " + message.length + " bytes without a proper head"));
            case ExtendedHandshake.PEX_ID -> PexMessage.decode(message).ifPresentOrElse(handler::onPex,
                    () -> malformed("a ut_pex message whose lists are not made of whole addresses"));
            default -> handler.onViolation(new WireLimits.Fault(Violation.UNKNOWN_ID, "an extended message of kind " + (payload[0] & 0xff)
                    + ", which we never offered"));
        }
    }

    private void malformed(String detail) {
        handler.onViolation(new WireLimits.Fault(Violation.EXTENSION_MALFORMED, detail));
    }

    private void dontHave(byte[] message) {
        if (message.length == Integer.BYTES) {
            piece(ByteBuffer.wrap(message).getInt(), handler::onDontHave);
        } else {
            malformed("an lt_donthave of " + message.length + " bytes");
        }
    }

    private void metadata(MetadataMessage message) {
        switch (message.kind()) {
            case MetadataMessage.REQUEST -> handler.onMetadataRequest(message.pieceIndex());
            case MetadataMessage.DATA -> handler.onMetadataPiece(message.pieceIndex(), message.totalLengthBytes(), message.piece());
            case MetadataMessage.REJECT -> handler.onMetadataReject(message.pieceIndex());
            default -> { } // BEP 9: unknown kinds are ignored
        }
    }
}
