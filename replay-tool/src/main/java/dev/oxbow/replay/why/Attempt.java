package dev.oxbow.replay.why;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One try at getting a piece: from the first block to the hash. */
final class Attempt {
    /** One block as it came. */
    record Block(String peer, int blockIndex, int crc, long sequence, long timeNs, long waitedNs) {
    }

    final List<Block> blocks = new ArrayList<>();
    boolean ownFault;
    long endSequence = -1;
    long endNs;
    boolean right;

    boolean isOver() {
        return endSequence >= 0;
    }

    /** The newest copy of each block counts. */
    Map<Integer, Block> byIndex() {
        Map<Integer, Block> out = new LinkedHashMap<>();
        blocks.forEach(block -> out.putIfAbsent(block.blockIndex(), block));
        return out;
    }

    /** {@code 127.0.0.1:6881 ×6, 127.0.0.1:6882 ×58}. */
    String contributors() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        byIndex().values().forEach(block -> counts.merge(block.peer(), 1, Integer::sum));
        return String.join(", ", counts.entrySet().stream().map(it -> it.getKey() + " ×" + it.getValue()).toList());
    }

    long peerCount() {
        return byIndex().values().stream().map(Block::peer).distinct().count();
    }
}
