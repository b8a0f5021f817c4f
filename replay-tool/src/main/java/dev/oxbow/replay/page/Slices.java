package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.collections.LongArrayList;

/**
 * What a peer was asked for: a slice for each piece, from the first request of it to the last block of that request. In the order of their
 * ends. Beyond a number of slices the last one grows instead.
 */
final class Slices {
    /** Stands for several pieces. */
    static final long PIECES = -1;
    private static final int SLICES_MAX = 20_000;
    private static final int FIELDS = 4;

    private static final class Open {
        private final long fromUs;
        private long blocks;
        private long outstanding;
        private long lastUs;

        Open(long fromUs) {
            this.fromUs = fromUs;
            this.lastUs = fromUs;
        }
    }

    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private final LongArrayList ended = new LongArrayList();

    void asked(int pieceIndex, int blocks, long us) {
        Open slice = open.computeIfAbsent(pieceIndex, unseen -> new Open(us));
        slice.blocks += blocks;
        slice.outstanding += blocks;
        slice.lastUs = us;
    }

    /** Blocks came, or will not come. */
    void settled(int pieceIndex, int blocks, long us) {
        Open slice = open.get(pieceIndex);
        if (slice != null) {
            slice.outstanding -= blocks;
            slice.lastUs = us;
            if (slice.outstanding <= 0) {
                open.remove(pieceIndex);
                end(pieceIndex, slice, us);
            }
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Nothing is outstanding any more. */
    void endAll(long us) {
        open.forEach((pieceIndex, slice) -> end(pieceIndex, slice, us));
        open.clear();
    }

    private void end(int pieceIndex, Open slice, long us) {
        int size = ended.size();
        if (size >= SLICES_MAX * FIELDS) {
            ended.setLong(size - 3, Math.max(us, ended.getLong(size - 3)));
            ended.setLong(size - 2, PIECES);
            ended.setLong(size - 1, ended.getLong(size - 1) + slice.blocks);
        } else {
            ended.addLong(slice.fromUs);
            ended.addLong(us);
            ended.addLong(pieceIndex);
            ended.addLong(slice.blocks);
        }
    }

    /** Each as start, end, piece and blocks; neighbours that are all shorter than {@code widthUs} become one of {@link #PIECES}. */
    void write(ArrayNode out, long fromUs, long toUs, long widthUs, long nowUs) {
        long[] held = {0, 0, 0, 0};
        boolean any = false;
        for (int i = 0; i < ended.size(); i += FIELDS) {
            long from = ended.getLong(i);
            long to = ended.getLong(i + 1);
            if (to < fromUs || from > toUs) {
                continue;
            }
            boolean joins = any && to - from < widthUs && to - held[0] < 2 * widthUs;
            if (joins) {
                held[0] = Math.min(held[0], from);
                held[1] = Math.max(held[1], to);
                held[2] = PIECES;
                held[3] += ended.getLong(i + 3);
            } else {
                put(out, held, any);
                held = new long[] {from, to, ended.getLong(i + 2), ended.getLong(i + 3)};
                any = true;
            }
        }
        put(out, held, any);
        open.forEach((pieceIndex, slice) -> put(out, new long[] {slice.fromUs, nowUs, pieceIndex, slice.blocks}, slice.fromUs <= toUs));
    }

    private static void put(ArrayNode out, long[] slice, boolean is) {
        for (int i = 0; is && i < FIELDS; i++) {
            out.add(slice[i]);
        }
    }
}
