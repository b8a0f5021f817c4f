package dev.oxbow.storage;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.port.BlockSender;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * One thread's work on payload. All that concerns a piece goes to the same worker in order, so a piece's blocks are written before it is
 * hashed.
 */
final class DiskWorker {
    /** Everything queued before it is done when every worker has come to it. */
    record Barrier(int torrentId, boolean closeFiles, Runnable reached) {
    }

    private static final int READ_BYTES = 256 * 1024;

    private final IntFunction<TorrentFiles> torrents;
    private final Consumer<Event> events;
    private final PayloadAccess access;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final BlockWriter writer;
    private final BlockReader reader;

    DiskWorker(int index, BlockPool received, UploadSlots uploads, WriteStamps stamps, IntFunction<TorrentFiles> torrents,
            Consumer<Event> events, BlockSender sender, PayloadAccess access) {
        this.torrents = torrents;
        this.events = events;
        this.access = access;
        this.writer = new BlockWriter(index, received, stamps, torrents, events, access);
        this.reader = new BlockReader(uploads, torrents, events, sender, access);
    }

    void work(Object command) {
        if (command instanceof StorageCommand.WriteBlock write) {
            writer.write(write);
        } else if (command instanceof StorageCommand.WriteBlocks run) {
            run.each().forEach(writer::write);
        } else if (command instanceof StorageCommand.VerifyPiece verify) {
            verify(verify);
        } else if (command instanceof PeerCommand.SendBlock send) {
            reader.read(send);
        } else if (command instanceof PeerCommand.SendBlocks run) {
            reader.read(run);
        } else if (command instanceof Barrier barrier) {
            reach(barrier);
        }
    }

    /** The queue is empty for now. @return whether something waits for a slot nevertheless */
    boolean idle() {
        writer.writeOutAll();
        reader.readWaiting();
        return reader.isWaiting();
    }

    /** Whether blocks wait for neighbours, to be written together. */
    boolean hasPending() {
        return writer.hasWaiting();
    }

    private void verify(StorageCommand.VerifyPiece command) {
        TorrentFiles files = torrents.apply(command.torrentId());
        if (files == null) {
            return;
        }
        int piece = command.pieceIndex();
        writer.writeOut(command.torrentId(), piece);
        PieceCursor hashed = writer.takeCursor(command.torrentId(), piece);
        try {
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

    private void reach(Barrier barrier) {
        writer.writeOutAll();
        if (barrier.closeFiles()) {
            TorrentFiles files = torrents.apply(barrier.torrentId());
            if (files != null) {
                access.close(files);
            }
            writer.forget(barrier.torrentId());
        }
        barrier.reached().run();
    }

    void close() {
        writer.writeOutAll();
        access.closeAll();
    }
}
