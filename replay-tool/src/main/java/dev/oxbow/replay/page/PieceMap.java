package dev.oxbow.replay.page;

import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.session.Torrent;
import java.util.function.IntPredicate;

/**
 * How far each piece of a torrent is, a character for each: 0 missing, 1 in flight, 2 begun with nothing asked for, 3 written and not
 * verified, 4 verified, 5 durable, 6 not wanted. A piece whose hash was wrong at some time before has a letter instead, from a for 0.
 */
final class PieceMap {
    static final int MISSING = 0;
    static final int IN_FLIGHT = 1;
    static final int BEGUN = 2;
    static final int WRITTEN = 3;
    static final int VERIFIED = 4;
    static final int DURABLE = 5;
    static final int NOT_WANTED = 6;

    private PieceMap() {
    }

    static String of(Torrent torrent, IntPredicate hasFailed) {
        StringBuilder out = new StringBuilder();
        for (int piece = 0; piece < torrent.layout().pieceCount(); piece++) {
            out.append((char) ((hasFailed.test(piece) ? 'a' : '0') + stage(torrent, piece)));
        }
        return out.toString();
    }

    private static int stage(Torrent torrent, int piece) {
        if (torrent.picker().verified().contains(piece)) {
            return torrent.disk().durable().contains(piece) ? DURABLE : VERIFIED;
        }
        if (!torrent.picker().isBegun(piece)) {
            return torrent.picker().wanted().contains(piece) ? MISSING : NOT_WANTED;
        }
        PieceProgress progress = torrent.picker().progress(piece);
        if (progress.isWritten()) {
            return WRITTEN;
        }
        for (int block = 0; block < progress.blockCount(); block++) {
            if (progress.state(block) == BlockState.REQUESTED || progress.state(block) == BlockState.WRITING) {
                return IN_FLIGHT;
            }
        }
        return BEGUN;
    }
}
