package dev.oxbow.core.rule;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.List;

/** Rule 12: a peer that had more last time. */
final class RegressionRule {
    private static final int IDENTITIES_MAX = 1000;
    private static final int PIECES = 2;
    private static final long MEMORY_NS = 24 * 3600 * Deadline.SECOND_NS;
    private static final long GRACE_NS = 60 * Deadline.SECOND_NS;

    private record Who(Endpoint identity, int torrentId) {
    }

    private record Claimed(int pieceCount, long timeNs, long sequence) {
    }

    /** One conversation. */
    private static final class Note {
        private boolean tookBack;
        private boolean judged;
    }

    private final Watch watch;
    private final Notes<Note> notes;
    private final Recent<Who, Claimed> last = new Recent<>(IDENTITIES_MAX);

    RegressionRule(Watch watch) {
        this.watch = watch;
        notes = watch.notes(Note::new);
        watch.on(Kind.DONT_HAVE, message -> notes.of(message.by()).tookBack = true);
        watch.everySecond(() -> watch.lines().forEach(this::judge));
        watch.whenGone(this::remember);
    }

    private int claimed(Line line) {
        return watch.state().connection(line.connectionId()).map(PeerSession::pieces).map(pieces -> pieces.count()).orElse(0);
    }

    private void remember(Line line) {
        Who who = new Who(line.identity(), line.torrentId());
        if (line.peer().hasSaidWhatIsHad() && !notes.of(line.peer()).tookBack) {
            last.put(who, new Claimed(claimed(line), watch.nowNs(), line.peer().lastSaidSequence()));
        } else if (notes.of(line.peer()).tookBack) {
            last.remove(who);
        }
    }

    private void judge(Line line) {
        if (!line.isActive() || watch.nowNs() - line.joinedNs() < GRACE_NS || notes.of(line.peer()).judged) {
            return;
        }
        Note note = notes.of(line.peer());
        note.judged = true;
        last.find(new Who(line.identity(), line.torrentId())).ifPresent(before -> {
            int now = claimed(line);
            if (!note.tookBack && watch.nowNs() - before.timeNs() < MEMORY_NS && now < before.pieceCount() - PIECES) {
                watch.charge(Code.PROGRESS_REGRESSION, Severity.LOW, Certainty.STATISTICAL, line.peer(),
                        "it claims " + now + " pieces, and claimed " + before.pieceCount() + " in its last connection",
                        List.of(before.sequence(), line.peer().firstSequence()));
            }
        });
    }
}
