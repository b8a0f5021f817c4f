package dev.oxbow.storage;

import dev.oxbow.core.command.StorageCommand.WriteBlock;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What one worker writes. Blocks wait a moment for their neighbours, which come shortly before or behind them, so that long runs are
 * written and answered together; and each piece is hashed as far as its blocks have come, while they are in the processor's cache.
 */
final class BlockWriter {
    private static final int CURSORS_MAX = 1024;
    /** When more blocks wait, those of the piece that has waited longest are written, whether their neighbours have come or not. */
    static final int WAITING_MAX = 256;

    private final int index;
    private final BlockPool received;
    private final WriteStamps stamps;
    private final IntFunction<TorrentFiles> torrents;
    private final Consumer<Event> events;
    private final PayloadAccess access;
    private final Long2ObjectHashMap<PieceCursor> cursors = new Long2ObjectHashMap<>();
    /** By piece, in the order in which their first blocks came. */
    private final Map<Long, WaitingBlocks> waiting = new LinkedHashMap<>();
    private int waitingCount;
    private final byte[] scratch = new byte[PieceLayout.BLOCK_LENGTH_BYTES];
    private final CRC32C crc = new CRC32C();

    BlockWriter(int index, BlockPool received, WriteStamps stamps, IntFunction<TorrentFiles> torrents, Consumer<Event> events,
            PayloadAccess access) {
        this.index = index;
        this.received = received;
        this.stamps = stamps;
        this.torrents = torrents;
        this.events = events;
        this.access = access;
    }

    private static long key(int torrentId, int pieceIndex) {
        return (long) torrentId << 32 | pieceIndex;
    }

    void write(WriteBlock block) {
        TorrentFiles files = torrents.apply(block.torrentId());
        if (files == null) {
            received.release(block.slotId());
            return;
        }
        long key = key(block.torrentId(), block.pieceIndex());
        WaitingBlocks piece = waiting.get(key);
        if (piece == null) {
            piece = new WaitingBlocks(block.torrentId(), block.pieceIndex());
            waiting.put(key, piece);
        }
        if (!piece.add(block)) { // it came before, and is to be overwritten
            writeOut(piece);
            write(block);
            return;
        }
        waitingCount++;
        boolean whole = hash(key, block.blockIndex(), piece, files.pieces());
        if (whole) {
            writeOut(piece);
        } else if (piece.isFull()) {
            writeRun(piece);
        } else if (waitingCount > WAITING_MAX) {
            writeOut(waiting.values().iterator().next());
        }
    }

    /** Hashes what can be hashed now that this block is there. @return whether that is the whole piece */
    private boolean hash(long key, int blockIndex, WaitingBlocks piece, PieceLayout pieces) {
        PieceCursor cursor = cursors.get(key);
        if (cursor == null && blockIndex == 0 && cursors.size() < CURSORS_MAX) {
            cursor = new PieceCursor();
            cursors.put(key, cursor);
        }
        if (cursor == null) {
            return false;
        }
        if (blockIndex < cursor.nextBlock()) {
            cursors.remove(key); // what was hashed is overwritten
            return false;
        }
        for (WriteBlock next : piece.from(cursor.nextBlock())) {
            cursor.block(bytes(next, pieces), scratch);
        }
        return cursor.nextBlock() == pieces.blockCount(piece.pieceIndex());
    }

    private ByteBuffer bytes(WriteBlock block, PieceLayout pieces) {
        return received.buffer(block.slotId()).limit(pieces.blockLengthBytes(block.pieceIndex(), block.blockIndex()));
    }

    boolean hasWaiting() {
        return waitingCount > 0;
    }

    void writeOutAll() {
        while (!waiting.isEmpty()) {
            writeOut(waiting.values().iterator().next());
        }
    }

    void writeOut(int torrentId, int pieceIndex) {
        WaitingBlocks piece = waiting.get(key(torrentId, pieceIndex));
        if (piece != null) {
            writeOut(piece);
        }
    }

    private void writeOut(WaitingBlocks piece) {
        while (!piece.isEmpty()) {
            writeRun(piece);
        }
    }

    private void writeRun(WaitingBlocks piece) {
        List<WriteBlock> run = piece.takeRun();
        waitingCount -= run.size();
        if (piece.isEmpty()) {
            waiting.remove(key(piece.torrentId(), piece.pieceIndex()));
        }
        TorrentFiles files = torrents.apply(piece.torrentId());
        if (files != null && write(files, run).isPresent()) {
            for (WriteBlock block : run) { // which of them can be written is found out one by one
                write(files, List.of(block)).ifPresent(fault -> writeFailed(block, fault));
            }
        }
        run.forEach(block -> received.release(block.slotId()));
    }

    /** @return why not all of these blocks, which lie one behind another, could be written */
    private Optional<DiskFault> write(TorrentFiles files, List<WriteBlock> run) {
        WriteBlock first = run.get(0);
        long at = files.pieces().pieceOffsetBytes(first.pieceIndex()) + PieceLayout.blockOffsetBytes(first.blockIndex());
        stamps.begin(index);
        try {
            access.write(files, at, run.stream().map(block -> bytes(block, files.pieces())).toArray(ByteBuffer[]::new));
        } catch (DiskFault e) {
            return Optional.of(e);
        } finally {
            stamps.end(index);
        }
        events.accept(new StorageEvent.BlocksWritten(first.torrentId(), first.pieceIndex(), first.blockIndex(), run.size()));
        run.forEach(block -> checkMemory(block, files.pieces()));
        return Optional.empty();
    }

    private void writeFailed(WriteBlock block, DiskFault fault) {
        cursors.remove(key(block.torrentId(), block.pieceIndex()));
        events.accept(new StorageEvent.BlockWriteFailed(
                block.torrentId(), block.pieceIndex(), block.blockIndex(), fault.fault(), fault.getMessage()));
    }

    private void checkMemory(WriteBlock block, PieceLayout pieces) {
        crc.reset();
        crc.update(bytes(block, pieces));
        int now = (int) crc.getValue();
        int then = received.crc(block.slotId());
        if (now != then) {
            events.accept(new StorageEvent.BlockCorrupted(block.torrentId(), block.pieceIndex(), block.blockIndex(), then, now));
        }
    }

    /** How far the piece is hashed, which is forgotten with that. */
    PieceCursor takeCursor(int torrentId, int pieceIndex) {
        PieceCursor cursor = cursors.remove(key(torrentId, pieceIndex));
        return cursor == null ? new PieceCursor() : cursor;
    }

    void forget(int torrentId) {
        cursors.keySet().removeIf(key -> (int) (key >>> 32) == torrentId);
    }
}
