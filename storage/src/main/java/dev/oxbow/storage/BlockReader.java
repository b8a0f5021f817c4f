package dev.oxbow.storage;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.port.BlockSender;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What one worker reads for peers, in the order in which it was asked for. What finds no slot waits for one. */
final class BlockReader {
    private final UploadSlots slots;
    private final IntFunction<TorrentFiles> torrents;
    private final Consumer<Event> events;
    private final BlockSender sender;
    private final PayloadAccess access;
    /** Each of blocks that fit into one slot; of a single one too. */
    private final ArrayDeque<PeerCommand.SendBlocks> waiting = new ArrayDeque<>();

    BlockReader(UploadSlots slots, IntFunction<TorrentFiles> torrents, Consumer<Event> events, BlockSender sender, PayloadAccess access) {
        this.slots = slots;
        this.torrents = torrents;
        this.events = events;
        this.sender = sender;
        this.access = access;
    }

    void read(PeerCommand.SendBlock block) {
        waiting.add(part(new PeerCommand.SendBlocks(block.connectionId(), block.torrentId(), block.pieceIndex(), block.offsetBytes(), block.lengthBytes()),
                0, block.lengthBytes()));
        readWaiting();
    }

    void read(PeerCommand.SendBlocks run) {
        int partBytes = ReadBlocks.BLOCKS_MAX * PieceLayout.BLOCK_LENGTH_BYTES;
        for (int at = 0; at < run.lengthBytes(); at += partBytes) {
            waiting.add(part(run, at, Math.min(partBytes, run.lengthBytes() - at)));
        }
        readWaiting();
    }

    private static PeerCommand.SendBlocks part(PeerCommand.SendBlocks run, int fromBytes, int lengthBytes) {
        return new PeerCommand.SendBlocks(run.connectionId(), run.torrentId(), run.pieceIndex(), run.offsetBytes() + fromBytes, lengthBytes);
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    void readWaiting() {
        while (!waiting.isEmpty()) {
            PeerCommand.SendBlocks run = waiting.peek();
            BlockPool pool = slots.of(run.blockCount());
            int slotId = pool.take();
            if (slotId != BlockSlots.NO_SLOT) {
                waiting.remove();
                read(run, pool, slotId);
            } else if (run.blockCount() > 1) {
                oneByOne(waiting.remove());
            } else {
                return;
            }
        }
    }

    /** What cannot go together goes one block at a time, before all else that waits. */
    private void oneByOne(PeerCommand.SendBlocks run) {
        for (int block = run.blockCount() - 1; block >= 0; block--) {
            int at = PieceLayout.blockOffsetBytes(block);
            waiting.addFirst(part(run, at, Math.min(PieceLayout.BLOCK_LENGTH_BYTES, run.lengthBytes() - at)));
        }
    }

    private void read(PeerCommand.SendBlocks run, BlockPool pool, int slotId) {
        ReadBlocks into = new ReadBlocks(run.connectionId(), run.pieceIndex(), run.offsetBytes(), run.lengthBytes(), pool, slotId);
        TorrentFiles files = torrents.apply(run.torrentId());
        try {
            if (files == null) {
                throw new DiskFault(StorageFault.MISSING, "the torrent's files are closed");
            }
            ByteBuffer[] blocks = new ByteBuffer[run.blockCount()];
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = into.block(i);
            }
            access.read(files, files.pieces().pieceOffsetBytes(run.pieceIndex()) + run.offsetBytes(), blocks);
            sender.send(into);
        } catch (DiskFault e) {
            into.release();
            if (run.blockCount() > 1) {
                oneByOne(run); // which of them can be read is found out
                return;
            }
            events.accept(new StorageEvent.BlockReadFailed(run.connectionId(), run.torrentId(), run.pieceIndex(), run.offsetBytes(),
                    run.lengthBytes(), e.fault(), e.getMessage()));
        }
    }
}
