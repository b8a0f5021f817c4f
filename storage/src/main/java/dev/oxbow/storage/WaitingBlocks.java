package dev.oxbow.storage;

import dev.oxbow.core.command.StorageCommand.WriteBlock;
import java.util.ArrayList;
import java.util.List;

/** Blocks of one piece that wait to be written together with their neighbours, in the order in which they lie in the piece. */
final class WaitingBlocks {
    /** One mebibyte: enough that a disk is not asked too often, and little enough to be had for many pieces at once. */
    private static final int BLOCKS_MAX = 64;

    private final int torrentId;
    private final int pieceIndex;
    private final List<WriteBlock> blocks = new ArrayList<>();

    WaitingBlocks(int torrentId, int pieceIndex) {
        this.torrentId = torrentId;
        this.pieceIndex = pieceIndex;
    }

    int torrentId() {
        return torrentId;
    }

    int pieceIndex() {
        return pieceIndex;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    boolean isFull() {
        return blocks.size() >= BLOCKS_MAX;
    }

    /** @return whether it was added; not when the same block waits already */
    boolean add(WriteBlock block) {
        int at = blocks.size(); // they come in order, or nearly so
        while (at > 0 && blocks.get(at - 1).blockIndex() > block.blockIndex()) {
            at--;
        }
        if (at > 0 && blocks.get(at - 1).blockIndex() == block.blockIndex()) {
            return false;
        }
        blocks.add(at, block);
        return true;
    }

    /** Those that follow one another without a gap from the given one on; none when it does not wait. */
    List<WriteBlock> from(int blockIndex) {
        int first = blocks.size();
        while (first > 0 && blocks.get(first - 1).blockIndex() >= blockIndex) {
            first--;
        }
        int end = first;
        while (end < blocks.size() && blocks.get(end).blockIndex() == blockIndex + end - first) {
            end++;
        }
        return blocks.subList(first, end);
    }

    /** The first ones up to the first gap; they wait no more. */
    List<WriteBlock> takeRun() {
        List<WriteBlock> first = from(blocks.get(0).blockIndex());
        List<WriteBlock> run = List.copyOf(first);
        first.clear();
        return run;
    }
}
