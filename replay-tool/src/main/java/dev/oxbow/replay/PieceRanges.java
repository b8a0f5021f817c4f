package dev.oxbow.replay;

import dev.oxbow.core.value.Bitfield;

/** Sets of pieces in few words: {@code 3-7, 12, 40-41 and 120 more}. */
final class PieceRanges {
    private static final int RANGES_MAX = 8;

    private PieceRanges() {
    }

    /** Those of {@code all} that are not in {@code without}. */
    static String of(Bitfield all, Bitfield without) {
        StringBuilder out = new StringBuilder();
        int ranges = 0;
        int more = 0;
        for (int piece = all.nextPresent(0); piece != Bitfield.NONE; piece = all.nextPresent(piece + 1)) {
            if (isIn(without, piece)) {
                continue;
            }
            int first = piece;
            while (piece + 1 < all.size() && all.contains(piece + 1) && !isIn(without, piece + 1)) {
                piece++;
            }
            if (ranges++ < RANGES_MAX) {
                out.append(out.length() == 0 ? "" : ", ").append(first).append(piece == first ? "" : "-" + piece);
            } else {
                more += piece - first + 1;
            }
        }
        return out + (more == 0 ? "" : " and " + more + " more");
    }

    private static boolean isIn(Bitfield set, int piece) {
        return piece < set.size() && set.contains(piece);
    }
}
