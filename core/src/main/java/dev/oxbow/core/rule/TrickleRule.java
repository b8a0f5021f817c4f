package dev.oxbow.core.rule;

import dev.oxbow.core.peer.RequestQueue;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;

/** Rule 21: very slow, and it holds up a piece that others could finish. */
final class TrickleRule {
    private static final int SECONDS = 60;
    private static final int BYTES_PER_SEC = 1024;

    /** What came in each of the last seconds. */
    private static final class Window {
        private final long[] bytes = new long[SECONDS];
        private long askedSeconds;
        private long beganNs;
        private int at;
        private long arrived;
        private boolean told;
        private long second;

        /** Moves on: where nothing is journaled for seconds, nothing came in them. */
        void to(long nowSecond) {
            for (long gone = Math.min(nowSecond - second, SECONDS); gone > 0; gone--) {
                at = (at + 1) % SECONDS;
                bytes[at] = 0;
            }
            second = nowSecond;
        }
    }

    private final Watch watch;
    private final Notes<Window> windows;

    TrickleRule(Watch watch) {
        this.watch = watch;
        windows = watch.notes(Window::new);
        watch.on(Kind.BLOCK, message -> windows.of(message.by()).arrived += PieceLayout.BLOCK_LENGTH_BYTES);
        watch.everySecond(() -> watch.lines().forEach(this::tick));
    }

    private void tick(Line line) {
        Window window = windows.of(line.peer());
        boolean asked = line.isActive() && !line.peer().isChoking() && line.us().asked().openCount() > 0;
        if (!asked || watch.ownSide().isExcuseSince(watch.nowNs() - SECONDS * Deadline.SECOND_NS)) {
            window.askedSeconds = 0;
            window.arrived = 0;
            return;
        }
        if (window.askedSeconds == 0) {
            window.beganNs = watch.nowNs();
            java.util.Arrays.fill(window.bytes, 0);
        }
        window.to(watch.nowNs() / Deadline.SECOND_NS);
        window.bytes[window.at] += window.arrived;
        window.arrived = 0;
        window.askedSeconds++;
        long sum = java.util.Arrays.stream(window.bytes).sum();
        boolean slow = watch.nowNs() - window.beganNs >= SECONDS * Deadline.SECOND_NS && sum > 0 && sum < (long) SECONDS * BYTES_PER_SEC;
        if (slow && !window.told && holdsUpAPiece(line)) {
            window.told = true;
            watch.charge(Code.TRICKLE_BLOCKER, Severity.MEDIUM, Certainty.STATISTICAL, line.peer(),
                    sum + " bytes in a minute, and it holds the last blocks of a piece that others have",
                    List.of(line.us().asked().firstOpenSequence(), watch.sequence()));
        }
    }

    private boolean holdsUpAPiece(Line line) {
        return watch.state().connection(line.connectionId()).flatMap(session -> watch.state().torrent(line.torrentId())
                .filter(torrent -> !isLimited(torrent) && holds(torrent.picker(), session.requests(), line.connectionId()))).isPresent();
    }

    private boolean isLimited(Torrent torrent) {
        return watch.state().downLimit(torrent).bytesPerSec() != dev.oxbow.core.limit.TokenBucket.UNLIMITED;
    }

    /** Whether every block of a piece but those that it was asked for is there, and somebody else has the piece. */
    private static boolean holds(PiecePicker picker, RequestQueue requests, long connectionId) {
        for (int i = 0; i < requests.size(); i++) {
            int piece = requests.pieceAt(i);
            if (picker.availability(piece) > 1 && picker.isBegun(piece) && isLast(picker.progress(piece), connectionId)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLast(PieceProgress piece, long connectionId) {
        for (int block = 0; block < piece.blockCount(); block++) {
            boolean there = piece.state(block) == PieceProgress.BlockState.WRITTEN
                    || piece.state(block) == PieceProgress.BlockState.WRITING;
            if (!there && !piece.isAskedOf(block, connectionId)) {
                return false;
            }
        }
        return true;
    }
}
