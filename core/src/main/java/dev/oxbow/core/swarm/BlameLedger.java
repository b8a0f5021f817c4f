package dev.oxbow.core.swarm;

import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.Sender;
import dev.oxbow.core.value.WebSeedId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Who sent what of pieces that failed their hash, kept until a good copy shows which blocks were wrong. Nobody is blamed for having had
 * a part in a bad piece; only blocks that differ from the good copy prove anything. Only records.
 */
public final class BlameLedger {
    /** The oldest failed copy is forgotten when there are more. */
    static final int COPIES_MAX = 256;
    private static final int GONE_MAX = 1000;
    /** After so many bad copies of a piece from one peer it is not asked for that piece again. */
    public static final int BAD_COPIES_MAX = 3;

    /** Somebody sent blocks of a failed copy: they differ from the good one. */
    public record Proof(Sender sender, int pieceIndex, Bitfield badBlocks, long badSequence, long goodSequence) {
    }

    /** One block of a failed copy. */
    private record SentBlock(int blockIndex, Sender sender, int crc, long sequence) {
    }

    /** Failed copies by piece, in the order in which they failed; several of one piece are one list. */
    private final LinkedHashMap<Integer, List<SentBlock>> failed = new LinkedHashMap<>();
    /** How often somebody alone sent a bad copy of a piece. */
    private final Map<Integer, Map<Sender, Integer>> badCopies = new TreeMap<>();
    private final LinkedHashMap<Long, Endpoint> gone = new LinkedHashMap<>();

    /**
     * A copy failed.
     *
     * @param present who a connection that is still there, or a web seed, is
     */
    public void failed(PieceProgress copy, LongFunction<Optional<Sender>> present) {
        LongFunction<Optional<Sender>> senders = id -> present.apply(id).or(() -> Optional.ofNullable(gone.get(id)));
        List<SentBlock> blocks = failed.computeIfAbsent(copy.pieceIndex(), piece -> new ArrayList<>());
        for (int block = 0; block < copy.blockCount(); block++) {
            long writer = copy.writtenBy(block);
            Optional<Sender> sender = writer == PieceProgress.NOBODY ? Optional.empty() : senders.apply(writer);
            if (sender.isPresent()) {
                blocks.add(new SentBlock(block, sender.get(), copy.crc(block), copy.receivedAt(block)));
            }
        }
        if (failed.size() > COPIES_MAX) {
            failed.remove(failed.keySet().iterator().next());
        }
        if (copy.soleWriter() != PieceProgress.NOBODY) {
            senders.apply(copy.soleWriter()).ifPresent(sender ->
                    badCopies.computeIfAbsent(copy.pieceIndex(), piece -> new LinkedHashMap<>()).merge(sender, 1, Integer::sum));
        }
    }

    /** A copy has the right hash: what the failed ones prove now. Their blocks that are the same as here are no longer held against anybody. */
    public List<Proof> verified(PieceProgress good) {
        List<SentBlock> blocks = failed.remove(good.pieceIndex());
        badCopies.remove(good.pieceIndex());
        Map<Sender, Proof> proofs = new LinkedHashMap<>();
        for (SentBlock block : blocks == null ? List.<SentBlock>of() : blocks) {
            boolean comparable = good.writtenBy(block.blockIndex()) != PieceProgress.NOBODY;
            if (comparable && good.crc(block.blockIndex()) != block.crc()) {
                proofs.computeIfAbsent(block.sender(), sender -> new Proof(sender, good.pieceIndex(), new Bitfield(good.blockCount()),
                        block.sequence(), good.receivedAt(block.blockIndex()))).badBlocks().add(block.blockIndex());
            }
        }
        return List.copyOf(proofs.values());
    }

    /** Whether a copy of the piece failed and no good one has come since. */
    public boolean isSuspect(int pieceIndex) {
        return failed.containsKey(pieceIndex);
    }

    /** Whether it had a part in a bad copy of the piece. */
    public boolean hadPart(int pieceIndex, Sender sender) {
        return failed.getOrDefault(pieceIndex, List.of()).stream().anyMatch(block -> block.sender().equals(sender));
    }

    /** How often it alone sent a bad copy of the piece. */
    public int badCopies(int pieceIndex, Sender sender) {
        Map<Sender, Integer> senders = badCopies.get(pieceIndex);
        return senders == null ? 0 : senders.getOrDefault(sender, 0);
    }

    /** The pieces that failed and of which no good copy has come, oldest first. */
    public List<Integer> suspects() {
        return List.copyOf(failed.keySet());
    }

    /** A connection is gone that sent blocks: it still answers for them. */
    public void left(long connectionId, Endpoint endpoint) {
        gone.put(connectionId, endpoint);
        if (gone.size() > GONE_MAX) {
            gone.remove(gone.keySet().iterator().next());
        }
    }

    /** All that is recorded, as numbers: what differs here differs there. */
    public void describe(LongConsumer to) {
        gone.forEach((connectionId, endpoint) -> {
            to.accept(connectionId);
            describe(endpoint, to);
        });
        failed.forEach((piece, blocks) -> {
            to.accept(piece);
            for (SentBlock block : blocks) {
                to.accept(block.blockIndex());
                to.accept(block.crc());
                to.accept(block.sequence());
                describe(block.sender(), to);
            }
        });
        badCopies.forEach((piece, senders) -> senders.forEach((sender, count) -> {
            to.accept(piece);
            describe(sender, to);
            to.accept(count);
        }));
    }

    private static void describe(Sender sender, LongConsumer to) {
        if (sender instanceof WebSeedId webSeed) {
            to.accept(webSeed.number());
            return;
        }
        Endpoint endpoint = (Endpoint) sender;
        for (int i = 0; i < endpoint.address().length(); i++) {
            to.accept(endpoint.address().byteAt(i));
        }
        to.accept(endpoint.port());
    }
}
