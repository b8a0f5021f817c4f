package dev.oxbow.net.webseed;

import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;

/** Keeps the bytes of the blocks that come, as long as it is told to give their slots back. */
final class BlockList implements WebSeedReceiver {
    private final WebSeedLayout layout;
    private final SlotList slots;
    private final byte[] payload;
    private final List<String> blocks = new CopyOnWriteArrayList<>();
    private final List<Integer> heldSlots = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<Long, Optional<WebSeedFailure>> ends = new ConcurrentSkipListMap<>();
    private volatile boolean hold;
    private volatile boolean room = true;
    private volatile String wrong = "";

    BlockList(WebSeedLayout layout, SlotList slots) {
        this.layout = layout;
        this.slots = slots;
        this.payload = new byte[(int) layout.pieces().totalLengthBytes()];
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void onBlock(long fetchId, int pieceIndex, int blockIndex, int slotId, int crc32c) {
        ByteBuffer bytes = slots.buffer(slotId).limit(layout.pieces().blockLengthBytes(pieceIndex, blockIndex));
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        if ((int) crc.getValue() != crc32c || slots.crc(slotId) != crc32c) {
            wrong = "the CRC of block " + pieceIndex + ":" + blockIndex + " is wrong";
        }
        if (ends.containsKey(fetchId)) {
            wrong = "a block came behind the end of its fetch";
        }
        bytes.get(payload, (int) layout.pieces().pieceOffsetBytes(pieceIndex) + 16384 * blockIndex, bytes.remaining());
        blocks.add(pieceIndex + ":" + blockIndex);
        if (hold) {
            heldSlots.add(slotId);
        } else {
            slots.release(slotId);
        }
    }

    @Override
    public void onFinished(long fetchId) {
        end(fetchId, Optional.empty());
    }

    @Override
    public void onFailed(long fetchId, WebSeedFailure failure) {
        end(fetchId, Optional.of(failure));
    }

    private void end(long fetchId, Optional<WebSeedFailure> how) {
        if (ends.putIfAbsent(fetchId, how) != null) {
            wrong = "fetch " + fetchId + " ended twice";
        }
    }

    void hold(boolean on) {
        hold = on;
        if (!on) {
            heldSlots.forEach(slots::release);
            heldSlots.clear();
        }
    }

    void room(boolean on) {
        room = on;
    }

    /** What has come so far, and zeros elsewhere. */
    byte[] payload() {
        return payload;
    }

    /** {@code piece:block}, in the order of arrival. */
    List<String> blocks() {
        return blocks;
    }

    boolean hasEnded(long fetchId) {
        return ends.containsKey(fetchId);
    }

    /** The failure that ended the fetch, empty when it finished. */
    Optional<WebSeedFailure> awaitEnd(long fetchId) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> ends.containsKey(fetchId));
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong);
        }
        return ends.get(fetchId);
    }
}
