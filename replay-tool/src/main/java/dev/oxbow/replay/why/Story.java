package dev.oxbow.replay.why;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.PointInTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A journal read up to a point: the state there, the verdicts up to there, and what collectors have picked up on the way. */
final class Story {
    /** Picks up what a question needs. Is given each entry before it is folded. */
    interface Collector {
        void take(JournalRecord record, SessionState before);
    }

    private final SessionState state = new SessionState();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<String> cleared = new ArrayList<>();
    private final Facts facts = new Facts();
    private final Optional<Long> askedAtNs;

    private Story(Optional<Long> askedAtNs) {
        this.askedAtNs = askedAtNs;
    }

    /**
     * Reads.
     *
     * @param askedAtNs the time now, when the session is alive: then what is late is late by the clock, not by the last entry; so it is at
     * a point that is a time
     */
    static Story read(Path sessionDirectory, PointInTime until, Optional<Long> askedAtNs, Collector... collectors) throws IOException {
        Story story = new Story(askedAtNs.or(() -> until.timeNs() == Long.MAX_VALUE ? Optional.empty() : Optional.of(until.timeNs())));
        Catalogue catalogue = new Catalogue(story.state, new Catalogue.Listener() {
            @Override
            public void onVerdict(Verdict verdict) {
                story.verdicts.add(verdict);
            }

            @Override
            public void onCleared(Code code, String subject, String why, long sequence) {
                story.cleared.add(subject + " is cleared of " + code + ": " + why);
            }
        });
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> next = reader.next(); next.filter(until::covers).isPresent(); next = reader.next()) {
                JournalRecord record = next.get();
                for (Collector collector : collectors) {
                    collector.take(record, story.state);
                }
                story.facts.take(record, story.state);
                catalogue.take(record.sequence(), record.timeNs(), record.entry());
                story.state.apply(record.sequence(), record.timeNs(), record.entry());
            }
        }
        return story;
    }

    /** The moment before the user ended the session, if that is how the journal ends: what a stalled session was like is seen then. */
    static PointInTime beforeTheEnd(Path sessionDirectory) throws IOException {
        Optional<PointInTime> stop = Optional.empty();
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().entry() instanceof SessionEvent.SessionStopRequested) {
                    stop = stop.isPresent() ? stop : Optional.of(new PointInTime(next.get().sequence() - 1, next.get().timeNs()));
                } else if (next.get().entry() instanceof SessionEvent.SessionStarted || next.get()
                        .entry() instanceof CheckpointEvent.CheckpointStarted) {
                    stop = Optional.empty();
                }
            }
        }
        return stop.orElse(PointInTime.END);
    }

    SessionState state() {
        return state;
    }

    Facts facts() {
        return facts;
    }

    long nowNs() {
        return Math.max(state.timeNs(), askedAtNs.orElse(0L));
    }

    /** Where and when this is. */
    String where() {
        return "as of entry " + state.sequence() + ", " + Words.day(state.timeNs());
    }

    List<Verdict> verdicts() {
        return verdicts;
    }

    List<Verdict> verdictsOn(String subject) {
        return verdicts.stream().filter(verdict -> verdict.subject().equals(subject)).toList();
    }

    /** Sentences about whom a good copy has cleared. */
    List<String> cleared() {
        return cleared;
    }

    /** The torrent that is meant, by the beginning of its info hash or name, of which more than a magnet link must be known. */
    Torrent torrent(Optional<String> wanted) {
        if (swarm(wanted) instanceof Torrent torrent) {
            return torrent;
        }
        throw new IllegalArgumentException("only the magnet link of this torrent is known: it has no pieces and no files yet; ask 'why stalled'");
    }

    /** The torrent or magnet link that is meant. */
    Swarm swarm(Optional<String> wanted) {
        List<Swarm> all = Stream.<Swarm>concat(state.torrents().stream(), state.magnets().stream()).toList();
        List<Swarm> fitting = all.stream().filter(swarm -> wanted.isEmpty() || isMeant(swarm, wanted.get())).toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("there is no torrent in this session at that point");
        }
        String known = Words.list(all.stream().map(swarm -> swarm.infoHash().toString().substring(0, 8) + " (" + name(swarm)
                + ")").toList());
        throw new IllegalArgumentException((fitting.isEmpty() ? "no such torrent here;" : "which torrent?")
                + " --torrent takes the beginning of one of these: " + known);
    }

    private static boolean isMeant(Swarm swarm, String wanted) {
        return swarm.infoHash().toString().startsWith(wanted.toLowerCase(Locale.ROOT)) || name(swarm).startsWith(wanted);
    }

    /** What people call it: of a magnet link that gives no name, its info hash. */
    static String name(Swarm swarm) {
        String name = swarm instanceof MagnetTorrent magnet ? magnet.link().name() : ((Torrent) swarm).spec().name();
        return name.isEmpty() ? swarm.infoHash().toString() : name;
    }

    /** Who a connection is, or was. */
    String peer(long connectionId) {
        return facts.endpoint(connectionId).map(Endpoint::toString).orElse("connection " + connectionId);
    }
}
