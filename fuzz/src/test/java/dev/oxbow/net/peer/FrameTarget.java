package dev.oxbow.net.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireHandler;
import dev.oxbow.core.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A peer's bytes give the same messages however they are cut, and however often there is no room for one. */
public final class FrameTarget {
    private static final int SLOTS = 4;
    private static final WireLimits KNOWN = new WireLimits(new PieceLayout(100_000, 32_768));

    private FrameTarget() {
    }

    /** The first byte chooses the torrent and the cuts, the rest is what the peer says behind its handshake's first twenty bytes. */
    public static void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] head = "\u0013BitTorrent protocol".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] said = Arrays.copyOf(head, head.length + input.length - 1);
        System.arraycopy(input, 1, said, head.length, input.length - 1);
        WireLimits limits = (input[0] & 1) == 0 ? KNOWN : WireLimits.unknownLayout();
        List<String> atOnce = new Reading(limits, new SplittableRandom(0), false).read(said, said.length);
        List<String> inParts = new Reading(limits, new SplittableRandom(Arrays.hashCode(input)), true).read(said, 1 + (input[0] & 0x1f));
        assertEquals(atOnce, inParts);
    }

    private static final class Reading implements FrameReader.Frames, BlockSlots {
        private final List<String> heard = new ArrayList<>();
        private final FrameReader reader = new FrameReader(this, this);
        private final WireLimits limits;
        private final SplittableRandom random;
        private final boolean roomIsScarce;
        private final ByteBuffer[] slots = new ByteBuffer[SLOTS];

        Reading(WireLimits limits, SplittableRandom random, boolean roomIsScarce) {
            this.limits = limits;
            this.random = random;
            this.roomIsScarce = roomIsScarce;
        }

        List<String> read(byte[] said, int partMax) {
            ByteBuf in = Unpooled.buffer(said.length);
            boolean limited = false;
            for (int at = 0; at < said.length || in.isReadable(); ) {
                int count = Math.min(said.length - at, 1 + random.nextInt(partMax));
                in.writeBytes(said, at, Math.max(0, count));
                at += Math.max(0, count);
                for (int tries = 0; !reader.read(in) && tries < 20; tries++) {
                    if (!limited && !heard.isEmpty()) {
                        limited = true;
                        reader.limit(limits);
                    }
                }
                if (at >= said.length && in.isReadable() && !roomIsScarce) {
                    break;
                }
            }
            reader.close();
            assertEquals(SLOTS, freeCount(), "a slot is not given back");
            return heard;
        }

        @Override
        public void onHandshake(Handshake handshake) {
            heard.add(handshake.toString());
        }

        @Override
        public void onBlock(int pieceIndex, int blockIndex, int slotId, int crc32c) {
            heard.add("block " + pieceIndex + " " + blockIndex + " " + crc32c);
            release(slotId);
        }

        @Override
        public void onKeepAlive() {
            heard.add("keep-alive");
        }

        @Override
        public void onViolation(WireLimits.Fault fault, ByteString evidence) {
            // how much of a handshake was seen before it was refused depends on the cuts
            heard.add(fault + (heard.isEmpty() ? "" : evidence.toHex()));
        }

        @Override
        public boolean hasRoom() {
            return !roomIsScarce || random.nextInt(4) > 0;
        }

        @Override
        public WireDecoder decoder(WireLimits newLimits) {
            return new WireDecoder(newLimits, (WireHandler) Proxy.newProxyInstance(WireHandler.class.getClassLoader(),
                    new Class<?>[] {WireHandler.class}, (proxy, method, arguments) -> {
                        heard.add(method.getName() + Arrays.toString(arguments));
                        return null; // as a method without a result has it
                    }));
        }

        @Override
        public int take() {
            for (int slot = 0; slot < SLOTS; slot++) {
                if (slots[slot] == null) {
                    slots[slot] = ByteBuffer.allocate(PieceLayout.BLOCK_LENGTH_BYTES);
                    return slot;
                }
            }
            return NO_SLOT;
        }

        @Override
        public ByteBuffer buffer(int slotId) {
            return slots[slotId];
        }

        @Override
        public void crc(int slotId, int crc32c) {
            assertEquals(PieceLayout.BLOCK_LENGTH_BYTES, slots[slotId].capacity());
        }

        @Override
        public void release(int slotId) {
            slots[slotId] = null;
        }

        @Override
        public int freeCount() {
            return (int) Arrays.stream(slots).filter(java.util.Objects::isNull).count();
        }
    }
}
