package dev.oxbow.core.rule;

import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.value.Sender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Who sent what of copies that failed their hash, until a good copy comes. Bounded: the oldest piece is forgotten first. */
final class FailedCopies {
    private static final int BLOCKS_MAX = 1 << 16;

    /** One block of a failed copy. */
    record Sent(int blockIndex, Sender sender, int crc, long sequence) {
    }

    private final Map<Long, List<Sent>> byPiece = new LinkedHashMap<>();
    private int blockCount;

    private static long key(int torrentId, int pieceIndex) {
        return (long) torrentId << 32 | pieceIndex;
    }

    void add(int torrentId, PieceProgress copy, LongFunction<Optional<Sender>> senders) {
        List<Sent> blocks = byPiece.computeIfAbsent(key(torrentId, copy.pieceIndex()), unseen -> new ArrayList<>());
        for (int block = 0; block < copy.blockCount(); block++) {
            long writer = copy.writtenBy(block);
            Optional<Sender> sender = writer == PieceProgress.NOBODY ? Optional.empty() : senders.apply(writer);
            if (sender.isPresent()) {
                blocks.add(new Sent(block, sender.get(), copy.crc(block), copy.receivedAt(block)));
                blockCount++;
            }
        }
        while (blockCount > BLOCKS_MAX && byPiece.size() > 1) {
            blockCount -= byPiece.remove(byPiece.keySet().iterator().next()).size();
        }
    }

    /** Oldest first. */
    List<Sent> of(int torrentId, int pieceIndex) {
        return byPiece.isEmpty() ? List.of() : byPiece.getOrDefault(key(torrentId, pieceIndex), List.of());
    }

    void forget(int torrentId, int pieceIndex) {
        List<Sent> blocks = byPiece.remove(key(torrentId, pieceIndex));
        blockCount -= blocks == null ? 0 : blocks.size();
    }
}
