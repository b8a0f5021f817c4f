package dev.oxbow.net.peer;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Cuts the stream of one peer into messages. Lengths are checked at the prefix; a block's bytes are copied once, from the socket's
 * buffer into a slot of the pool. It stops before a message that cannot be taken now, and goes on from there.
 */
final class FrameReader {
    /** Where a frame goes; the peer protocol's other messages go to the decoder's handler. */
    interface Frames {
        void onHandshake(Handshake handshake);

        void onBlock(int pieceIndex, int blockIndex, int slotId, int crc32c);

        void onKeepAlive();

        /** @param evidence the first bytes of what was wrong */
        void onViolation(WireLimits.Fault fault, ByteString evidence);

        /** Whether one more event can be posted now. */
        boolean hasRoom();

        WireDecoder decoder(WireLimits limits);
    }

    private enum Step { HANDSHAKE, AWAITING_LIMITS, LENGTH, ID, PAYLOAD, BLOCK_HEAD, BLOCK, SKIP, DEAF }

    private static final int EVIDENCE_MAX_BYTES = 64;

    private final BlockSlots slots;
    private final Frames frames;
    private Step step = Step.HANDSHAKE;
    private byte[] target = new byte[Handshake.LENGTH_BYTES];
    private int filled;
    private int lengthBytes;
    private int id;
    private WireLimits limits;
    private WireDecoder decoder;
    private int pieceIndex;
    private int offsetBytes;
    private int slotId = BlockSlots.NO_SLOT;
    private ByteBuffer slot;
    private final CRC32C crc = new CRC32C();

    FrameReader(BlockSlots slots, Frames frames) {
        this.slots = slots;
        this.frames = frames;
    }

    /** From now on messages are read, and checked against these limits. @return what decodes them */
    WireDecoder limit(WireLimits newLimits) {
        limits = newLimits;
        decoder = frames.decoder(limits);
        if (step == Step.AWAITING_LIMITS) {
            next(Step.LENGTH, 4);
        }
        return decoder;
    }

    /** Reads as far as it can. @return false when it had to stop with bytes left */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            if (!advance(in)) {
                return false;
            }
        }
        return true;
    }

    private boolean advance(ByteBuf in) {
        switch (step) {
            case HANDSHAKE -> handshake(in);
            case AWAITING_LIMITS -> {
                return false;
            }
            case LENGTH -> {
                if (fill(in) && !length()) {
                    filled = 3; // the last byte of the prefix is read again when there is room
                    in.readerIndex(in.readerIndex() - 1);
                    return false;
                }
            }
            case ID -> id(in.readByte() & 0xff);
            case PAYLOAD -> {
                if (!frames.hasRoom()) {
                    return false;
                }
                if (fill(in)) {
                    payload();
                }
            }
            case BLOCK_HEAD -> {
                if (fill(in)) {
                    blockHead();
                }
            }
            case BLOCK -> {
                return block(in);
            }
            case SKIP -> skip(in);
            case DEAF -> in.skipBytes(in.readableBytes());
        }
        return true;
    }

    private void next(Step following, int needed) {
        step = following;
        if (target.length != needed) {
            target = new byte[needed];
        }
        filled = 0;
    }

    private boolean fill(ByteBuf in) {
        int count = Math.min(target.length - filled, in.readableBytes());
        in.readBytes(target, filled, count);
        filled += count;
        return filled == target.length;
    }

    private void handshake(ByteBuf in) {
        boolean whole = fill(in);
        if (!Handshake.mayBegin(target, filled)) {
            violated(new WireLimits.Fault(Violation.BAD_HANDSHAKE, "its first bytes are not a BitTorrent handshake"),
                    ByteString.copyOf(target, 0, Math.min(filled, EVIDENCE_MAX_BYTES)));
        } else if (whole) {
            Handshake handshake = Handshake.decode(target);
            if (limits == null) {
                step = Step.AWAITING_LIMITS;
            } else {
                next(Step.LENGTH, 4);
            }
            frames.onHandshake(handshake);
        }
    }

    private boolean length() {
        lengthBytes = ByteBuffer.wrap(target).getInt();
        if (lengthBytes != 0) {
            step = Step.ID;
            return true;
        }
        if (!frames.hasRoom()) {
            return false;
        }
        frames.onKeepAlive();
        next(Step.LENGTH, 4);
        return true;
    }

    private void id(int read) {
        id = read;
        Optional<WireLimits.Fault> fault = limits.check(id, lengthBytes);
        if (fault.isPresent()) {
            byte[] head = ByteBuffer.allocate(5).putInt(lengthBytes).put((byte) id).array();
            violated(fault.get(), ByteString.wrap(head));
        } else if (id == MessageId.PIECE) {
            next(Step.BLOCK_HEAD, 8);
        } else if (!WireLimits.isKnown(id)) {
            filled = 0;
            step = Step.SKIP;
            frames.onViolation(new WireLimits.Fault(Violation.UNKNOWN_ID, "a message of kind " + id), ByteString.wrap(new byte[] {(byte) id}));
            skipped();
        } else if (lengthBytes == 1) {
            decoder.decode(id, new byte[0]);
            next(Step.LENGTH, 4);
        } else {
            next(Step.PAYLOAD, lengthBytes - 1);
        }
    }

    private void payload() {
        byte[] whole = target;
        target = new byte[4];
        next(Step.LENGTH, 4);
        decoder.decode(id, whole);
    }

    private void skip(ByteBuf in) {
        int count = Math.min(lengthBytes - 1 - filled, in.readableBytes());
        in.skipBytes(count);
        filled += count;
        skipped();
    }

    private void skipped() {
        if (filled == lengthBytes - 1) {
            next(Step.LENGTH, 4);
        }
    }

    private void blockHead() {
        ByteBuffer head = ByteBuffer.wrap(target);
        pieceIndex = head.getInt();
        offsetBytes = head.getInt();
        Optional<WireLimits.Fault> fault = limits.checkBlock(pieceIndex, offsetBytes, lengthBytes - 9);
        if (fault.isPresent()) {
            violated(fault.get(), ByteString.copyOf(target));
        } else {
            step = Step.BLOCK;
        }
    }

    private boolean block(ByteBuf in) {
        if (slotId == BlockSlots.NO_SLOT) {
            slotId = frames.hasRoom() ? slots.take() : BlockSlots.NO_SLOT;
            if (slotId == BlockSlots.NO_SLOT) {
                return false;
            }
            slot = slots.buffer(slotId).limit(lengthBytes - 9);
        }
        int count = Math.min(slot.remaining(), in.readableBytes());
        int end = slot.limit();
        in.readBytes(slot.limit(slot.position() + count));
        slot.limit(end);
        if (!slot.hasRemaining()) {
            crc.reset();
            crc.update(slot.flip());
            int filledSlot = slotId;
            slotId = BlockSlots.NO_SLOT;
            slots.crc(filledSlot, (int) crc.getValue());
            next(Step.LENGTH, 4);
            frames.onBlock(pieceIndex, offsetBytes / PieceLayout.BLOCK_LENGTH_BYTES, filledSlot, (int) crc.getValue());
        }
        return true;
    }

    private void violated(WireLimits.Fault fault, ByteString evidence) {
        step = Step.DEAF; // nothing that follows can be trusted to be a message
        frames.onViolation(fault, evidence);
    }

    /** Nothing more is read; a slot that is half filled goes back. */
    void close() {
        step = Step.DEAF;
        if (slotId != BlockSlots.NO_SLOT) {
            slots.release(slotId);
            slotId = BlockSlots.NO_SLOT;
        }
    }
}
