package dev.oxbow.storage;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.port.BlockSender;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One thread's work on payload. All that concerns a piece goes to the same worker in order, so a piece's blocks are written before it is
 * hashed. Neighbouring blocks that come one after another are written, and answered, together.
 */
final class DiskWorker {
    /** Everything queued before it is done when every worker has come to it. */
    record Barrier(int torrentId, boolean closeFiles, Runnable reached) {
    }

    private static final int CURSORS_MAX = 1024;
    private static final int READ_BYTES = 256 * 1024;
    private static final int RUN_MAX = 64;

    private final int index;
    private final BlockPool received;
    private final BlockPool uploads;
    private final WriteStamps stamps;
    private final IntFunction<TorrentFiles> torrents;
    private final Consumer<Event> events;
    private final BlockSender sender;
    private final PayloadAccess access;
    private final Long2ObjectHashMap<PieceCursor> cursors = new Long2ObjectHashMap<>();
    private final ArrayDeque<PeerCommand.SendBlock> waitingForSlot = new ArrayDeque<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] scratch = new byte[PieceLayout.BLOCK_LENGTH_BYTES];
    private final CRC32C crc = new CRC32C();
    private final WriteRun pending = new WriteRun();
    private StorageEvent.BlocksWritten run;

    DiskWorker(int index, BlockPool received, BlockPool uploads, WriteStamps stamps, IntFunction<TorrentFiles> torrents,
            Consumer<Event> events, BlockSender sender, PayloadAccess access) {
        this.index = index;
        this.received = received;
        this.uploads = uploads;
        this.stamps = stamps;
        this.torrents = torrents;
        this.events = events;
        this.sender = sender;
        this.access = access;
    }

    void work(Object command) {
        if (command instanceof StorageCommand.WriteBlock write) {
            write(write);
            return;
        }
        if (command instanceof StorageCommand.WriteBlocks run) {
            for (StorageCommand.WriteBlock write : run.each()) {
                write(write);
            }
            return;
        }
        writeOut();
        answerRun();
        if (command instanceof StorageCommand.VerifyPiece verify) {
            verify(verify);
        } else if (command instanceof PeerCommand.SendBlock send) {
            waitingForSlot.add(send);
            sendWaiting();
        } else if (command instanceof PeerCommand.SendBlocks run) {
            waitingForSlot.addAll(run.each());
            sendWaiting();
        } else if (command instanceof Barrier barrier) {
            reach(barrier);
        }
    }

    /** The queue is empty for now. @return whether something waits for a slot nevertheless */
    boolean idle() {
        writeOut();
        answerRun();
        sendWaiting();
        return !waitingForSlot.isEmpty();
    }

    private static long key(int torrentId, int pieceIndex) {
        return (long) torrentId << 32 | pieceIndex;
    }

    private void write(StorageCommand.WriteBlock command) {
        if (!pending.isContinuedBy(command)) {
            writeOut();
        }
        pending.add(command);
        if (pending.isFull()) {
            writeOut();
        }
    }

    /** Whether blocks wait for neighbours, to be written together. */
    boolean hasPending() {
        return !pending.isEmpty();
    }

    private void writeOut() {
        TorrentFiles files = pending.isEmpty() ? null : torrents.apply(pending.block(0).torrentId());
        if (files != null && write(files, 0, pending.count()).isPresent()) {
            for (int i = 0; i < pending.count(); i++) { // which of them can be written is found out one by one
                StorageCommand.WriteBlock block = pending.block(i);
                write(files, i, i + 1).ifPresent(fault -> writeFailed(block, fault));
            }
        }
        pending.release(received);
    }

    /** @return why not all of these blocks of the run could be written */
    private Optional<DiskFault> write(TorrentFiles files, int from, int to) {
        ByteBuffer[] bytes = pending.bytes(from, to, files.pieces(), received);
        stamps.begin(index);
        try {
            access.write(files, pending.offsetBytes(from, files.pieces()), bytes);
        } catch (DiskFault e) {
            return Optional.of(e);
        } finally {
            stamps.end(index);
        }
        for (int i = from; i < to; i++) {
            written(pending.block(i), bytes[i - from].flip());
        }
        return Optional.empty();
    }

    private void writeFailed(StorageCommand.WriteBlock command, DiskFault fault) {
        cursors.remove(key(command.torrentId(), command.pieceIndex()));
        answerRun();
        events.accept(new StorageEvent.BlockWriteFailed(
                command.torrentId(), command.pieceIndex(), command.blockIndex(), fault.fault(), fault.getMessage()));
    }

    private void written(StorageCommand.WriteBlock command, ByteBuffer bytes) {
        advance(command, bytes.duplicate());
        answerLater(command);
        checkMemory(command, bytes);
    }

    private void advance(StorageCommand.WriteBlock command, ByteBuffer bytes) {
        long key = key(command.torrentId(), command.pieceIndex());
        PieceCursor cursor = cursors.get(key);
        if (cursor == null && command.blockIndex() == 0 && cursors.size() < CURSORS_MAX) {
            cursor = new PieceCursor();
            cursors.put(key, cursor);
        }
        if (cursor != null && cursor.nextBlock() == command.blockIndex()) {
            cursor.block(bytes, scratch);
        } else if (cursor != null && cursor.nextBlock() > command.blockIndex()) {
            cursors.remove(key); // what was hashed has been overwritten
        }
    }

    private void answerLater(StorageCommand.WriteBlock command) {
        boolean joins = run != null && run.torrentId() == command.torrentId() && run.pieceIndex() == command.pieceIndex()
                && run.firstBlock() + run.blockCount() == command.blockIndex() && run.blockCount() < RUN_MAX;
        if (joins) {
            run = new StorageEvent.BlocksWritten(run.torrentId(), run.pieceIndex(), run.firstBlock(), run.blockCount() + 1);
        } else {
            answerRun();
            run = new StorageEvent.BlocksWritten(command.torrentId(), command.pieceIndex(), command.blockIndex(), 1);
        }
    }

    private void answerRun() {
        if (run != null) {
            events.accept(run);
            run = null;
        }
    }

    private void checkMemory(StorageCommand.WriteBlock command, ByteBuffer bytes) {
        crc.reset();
        crc.update(bytes);
        int now = (int) crc.getValue();
        int then = received.crc(command.slotId());
        if (now != then) {
            answerRun();
            events.accept(new StorageEvent.BlockCorrupted(command.torrentId(), command.pieceIndex(), command.blockIndex(), then, now));
        }
    }

    private void verify(StorageCommand.VerifyPiece command) {
        TorrentFiles files = torrents.apply(command.torrentId());
        if (files == null) {
            return;
        }
        int piece = command.pieceIndex();
        PieceCursor cursor = cursors.remove(key(command.torrentId(), piece));
        try {
            PieceCursor hashed = cursor == null ? new PieceCursor() : cursor;
            hashRest(files, piece, hashed);
            events.accept(hashed.matches(files.pieceHash(piece)) ? new StorageEvent.PieceVerified(command.torrentId(), piece)
                    : new StorageEvent.PieceHashMismatched(command.torrentId(), piece));
        } catch (DiskFault e) {
            events.accept(new StorageEvent.PieceReadFailed(command.torrentId(), piece, e.fault(), e.getMessage()));
        }
    }

    private void hashRest(TorrentFiles files, int piece, PieceCursor cursor) throws DiskFault {
        long start = files.pieces().pieceOffsetBytes(piece);
        int lengthBytes = files.pieces().pieceLengthBytes(piece);
        for (int at = Math.min(lengthBytes, PieceLayout.blockOffsetBytes(cursor.nextBlock())); at < lengthBytes; ) {
            readBuffer.clear().limit(Math.min(READ_BYTES, lengthBytes - at));
            access.read(files, start + at, readBuffer);
            at += readBuffer.position();
            cursor.rest(readBuffer.flip());
        }
    }

    private void sendWaiting() {
        while (!waitingForSlot.isEmpty()) {
            int slotId = uploads.take();
            if (slotId == BlockSlots.NO_SLOT) {
                return;
            }
            send(waitingForSlot.remove(), slotId);
        }
    }

    private void send(PeerCommand.SendBlock command, int slotId) {
        TorrentFiles files = torrents.apply(command.torrentId());
        try {
            if (files == null) {
                throw new DiskFault(StorageFault.MISSING, "the torrent's files are closed");
            }
            ByteBuffer into = uploads.buffer(slotId).limit(command.lengthBytes());
            access.read(files, files.pieces().pieceOffsetBytes(command.pieceIndex()) + command.offsetBytes(), into);
            sender.send(command, uploads, slotId);
        } catch (DiskFault e) {
            uploads.release(slotId);
            events.accept(new StorageEvent.BlockReadFailed(command.connectionId(), command.torrentId(), command.pieceIndex(),
                    command.offsetBytes(), command.lengthBytes(), e.fault(), e.getMessage()));
        }
    }

    private void reach(Barrier barrier) {
        if (barrier.closeFiles()) {
            TorrentFiles files = torrents.apply(barrier.torrentId());
            if (files != null) {
                access.close(files);
            }
            cursors.keySet().removeIf(key -> (int) (key >>> 32) == barrier.torrentId());
        }
        barrier.reached().run();
    }

    void close() {
        writeOut();
        answerRun();
        access.closeAll();
    }
}
