package dev.oxbow.replay;

import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From when to when a journal goes, and its sessions: a session is one process's life, and has the number of the segment that it began.
 *
 * @param sessions the first entry of each, by number
 */
public record JournalSpan(long lastSequence, long lastTimeNs, NavigableMap<Integer, Long> sessions) {

    static JournalSpan of(JournalCursor cursor) throws IOException {
        NavigableMap<Integer, Long> sessions = new TreeMap<>();
        cursor.index().segments().forEach((segment, start) -> sessions.put(segment, start.firstSequence()));
        Optional<IndexMark> mark = cursor.index().before(Long.MAX_VALUE);
        cursor.seekSequence(mark.map(IndexMark::nextSequence).orElse(0L));
        long last = mark.map(it -> it.nextSequence() - 1).orElse(-1L);
        long lastNs = mark.map(IndexMark::lastTimeNs).orElse(0L);
        for (Optional<JournalRecord> record = cursor.next(); record.isPresent(); record = cursor.next()) {
            last = record.get().sequence();
            lastNs = record.get().timeNs();
        }
        return new JournalSpan(last, lastNs, sessions);
    }

    /** @param number a session's number, or from the end: -1 is the last. @throws IllegalArgumentException when there is none */
    int session(int number) {
        if (number < 0 && -number <= sessions.size()) {
            return sessions.keySet().stream().skip(sessions.size() + (long) number).findFirst().orElseThrow();
        }
        if (!sessions.containsKey(number)) {
            throw new IllegalArgumentException("there is no session " + number + "; the journal has " + sessions.keySet());
        }
        return number;
    }

    long firstOfSession(int number) {
        return sessions.get(session(number));
    }

    long lastOfSession(int number) {
        Integer next = sessions.higherKey(session(number));
        return next == null ? lastSequence : sessions.get(next) - 1;
    }
}
