package dev.oxbow.storage;

import dev.oxbow.core.port.ReadBlocks;

/**
 * The slots for what is read for peers: some for the runs of fast peers, and many for single blocks, which a slow peer may keep for long. Shared by the
 * workers.
 *
 * @param ofRuns where there is none, the blocks of a run go one by one
 */
record UploadSlots(BlockPool ofBlocks, BlockPool ofRuns) {
    UploadSlots(int blockCount, int runCount) {
        this(new BlockPool(blockCount, ReadBlocks.slotLengthBytes(1)), new BlockPool(runCount, ReadBlocks.slotLengthBytes(ReadBlocks.BLOCKS_MAX)));
    }

    BlockPool of(int blockCount) {
        return blockCount == 1 ? ofBlocks : ofRuns;
    }
}
