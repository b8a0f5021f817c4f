package dev.oxbow.core.piece;

import dev.oxbow.core.random.Rng;
import java.util.Arrays;

/**
 * The pieces nobody has begun, ordered by how many connected peers have them, rarest first; equally rare pieces stand in a random
 * order of this session's own, so that peers with the same knowledge do not all want the same piece.
 *
 * <p>One array holds the pieces, cut into a bucket for each availability; a piece moves to the next bucket by one swap at the
 * border. So a {@code have} costs constant time, and taking a piece out costs a swap for each bucket above it.
 */
final class RarityOrder {
    private static final int ABSENT = -1;

    private final int[] order;
    private final int[] placeOf;
    private final int[] availability;
    /** Where the bucket of each availability ends; the last entry is the size of the whole. */
    private int[] bucketEnd = new int[8];
    private int size;
    private final long seed;

    /** All pieces, with nobody having any. */
    RarityOrder(int[] shuffledPieces, long seed) {
        this.seed = seed;
        order = shuffledPieces.clone();
        placeOf = new int[order.length];
        availability = new int[order.length];
        size = order.length;
        for (int i = 0; i < size; i++) {
            placeOf[order[i]] = i;
        }
        Arrays.fill(bucketEnd, size);
    }

    int availability(int piece) {
        return availability[piece];
    }

    int size() {
        return size;
    }

    int pieceAt(int place) {
        return order[place];
    }

    /** The first place of a piece that at least one peer has. */
    int firstAvailable() {
        return bucketEnd[0];
    }

    boolean contains(int piece) {
        return placeOf[piece] != ABSENT;
    }

    int placeOf(int piece) {
        return placeOf[piece];
    }

    void increment(int piece) {
        int level = availability[piece]++;
        ensureLevel(level + 1);
        if (contains(piece)) {
            swap(placeOf[piece], --bucketEnd[level]);
            mixIn(piece);
        }
    }

    void decrement(int piece) {
        int level = availability[piece]--;
        if (contains(piece)) {
            swap(placeOf[piece], bucketEnd[level - 1]++);
            mixIn(piece);
        }
    }

    /** Gives a piece that has just come to the border of its bucket a random place in it. */
    private void mixIn(int piece) {
        int level = availability[piece];
        int start = level == 0 ? 0 : bucketEnd[level - 1];
        int place = start + (int) Long.remainderUnsigned(Rng.mix(seed + piece * 64L + level), bucketEnd[level] - start);
        swap(placeOf[piece], place);
    }

    /** Takes a piece out: it is begun, or had. Its availability is still counted. */
    void remove(int piece) {
        int place = placeOf[piece];
        for (int level = availability[piece]; level < bucketEnd.length && place < size - 1; level++) {
            int last = bucketEnd[level] - 1;
            if (last > place) {
                swap(place, last);
                place = last;
            }
        }
        for (int level = availability[piece]; level < bucketEnd.length; level++) {
            bucketEnd[level]--;
        }
        size--;
        placeOf[piece] = ABSENT;
    }

    /** Puts a piece back: it is neither begun nor had any more. */
    void insert(int piece) {
        int level = availability[piece];
        ensureLevel(level);
        int place = size++;
        for (int above = bucketEnd.length - 1; above > level; above--) {
            int first = bucketEnd[above - 1];
            if (first < place) {
                order[place] = order[first];
                placeOf[order[place]] = place;
                place = first;
            }
            bucketEnd[above]++;
        }
        bucketEnd[level]++;
        order[place] = piece;
        placeOf[piece] = place;
    }

    private void ensureLevel(int level) {
        if (level + 1 >= bucketEnd.length) {
            int old = bucketEnd.length;
            bucketEnd = Arrays.copyOf(bucketEnd, Math.max(level + 2, old * 2));
            Arrays.fill(bucketEnd, old, bucketEnd.length, size);
        }
    }

    private void swap(int a, int b) {
        int piece = order[a];
        order[a] = order[b];
        order[b] = piece;
        placeOf[order[a]] = a;
        placeOf[order[b]] = b;
    }

    void checkInvariants() {
        int level = 0;
        for (int place = 0; place < size; place++) {
            while (place >= bucketEnd[level]) {
                level++;
            }
            int piece = order[place];
            if (availability[piece] != level || placeOf[piece] != place) {
                throw new IllegalStateException("piece " + piece + " at place " + place + " is out of order");
            }
        }
        for (int i = 1; i < bucketEnd.length; i++) {
            if (bucketEnd[i] < bucketEnd[i - 1] || bucketEnd[i] > size) {
                throw new IllegalStateException("bucket " + i + " ends at " + bucketEnd[i]);
            }
        }
    }
}
