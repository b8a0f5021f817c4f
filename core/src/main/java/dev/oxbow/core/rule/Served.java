package dev.oxbow.core.rule;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;

/** How often each block was sent to each peer, over all of its connections. Bounded: the peer first met is forgotten first. */
final class Served {
    private static final int COUNTERS_MAX = 4 << 20;

    /** One peer and one torrent. */
    static final class Account {
        private final Int2ObjectHashMap<byte[]> countsByPiece = new Int2ObjectHashMap<>();
        private final List<Long> wholeSinceNs = new ArrayList<>();
        private final Int2ObjectHashMap<int[]> distinctByPiece = new Int2ObjectHashMap<>();
        private final List<Integer> whole = new ArrayList<>();
        private long bytes;
        private int counters;
        private boolean told;

        /** The pieces of which it has every block, in the order in which it got them. */
        List<Integer> whole() {
            return whole;
        }

        /** When it had so many whole pieces; of meaning when it has. */
        long hadNs(int pieces) {
            return wholeSinceNs.get(pieces - 1);
        }

        boolean isWhole(int piece) {
            byte[] counts = countsByPiece.get(piece);
            return counts != null && distinctByPiece.get(piece)[0] == counts.length;
        }

        long bytes() {
            return bytes;
        }

        boolean isTold() {
            return told;
        }

        void told() {
            told = true;
        }

        int count(int piece, int block) {
            byte[] counts = countsByPiece.get(piece);
            return counts == null || block >= counts.length ? 0 : counts[block];
        }
    }

    private record Who(Endpoint identity, int torrentId) {
    }

    private final Map<Who, Account> accounts = new LinkedHashMap<>();
    private int counters;

    Account account(Endpoint identity, int torrentId) {
        return accounts.computeIfAbsent(new Who(identity, torrentId), unseen -> new Account());
    }

    /** @return how often it has been sent the block by now */
    int sent(Account account, PieceLayout layout, int piece, int block, int lengthBytes, long timeNs) {
        int blocks = layout.blockCount(piece);
        byte[] counts = account.countsByPiece.get(piece);
        if (counts == null) {
            counts = new byte[blocks];
            account.countsByPiece.put(piece, counts);
            account.distinctByPiece.put(piece, new int[1]);
            account.counters += blocks;
            counters += blocks;
            makeRoom(account);
        }
        account.bytes += lengthBytes;
        if (counts[block] == 0 && ++account.distinctByPiece.get(piece)[0] == blocks) {
            account.whole.add(piece);
            account.wholeSinceNs.add(timeNs);
        }
        if (counts[block] < Byte.MAX_VALUE) {
            counts[block]++;
        }
        return counts[block];
    }

    private void makeRoom(Account inUse) {
        var oldest = accounts.entrySet().iterator();
        while (counters > COUNTERS_MAX && oldest.hasNext()) {
            Account account = oldest.next().getValue();
            if (account != inUse) {
                counters -= account.counters;
                oldest.remove();
            }
        }
    }

    /** The piece turned out to be wrong here: that it was sent counts no more. */
    void forget(int torrentId, int piece) {
        accounts.forEach((who, account) -> {
            byte[] counts = who.torrentId() == torrentId ? account.countsByPiece.remove(piece) : null;
            if (counts != null) {
                account.counters -= counts.length;
                counters -= counts.length;
                account.distinctByPiece.remove(piece);
                int at = account.whole.indexOf(piece);
                if (at >= 0) {
                    account.whole.remove(at);
                    account.wholeSinceNs.remove(at);
                }
            }
        });
    }
}
