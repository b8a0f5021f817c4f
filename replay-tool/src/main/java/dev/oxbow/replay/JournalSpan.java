package dev.oxbow.replay;

import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.journal.JournalPlace;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From when to when a journal goes, and its sessions: a session is one process's life, and has the number of the segment that it began.
 *
 * @param sessions the first entry of each, by number
 * @param started  the entry that says that it has taken over, by number; before that is its checkpoint
 */
public record JournalSpan(long lastSequence, long lastTimeNs, NavigableMap<Integer, Long> sessions, NavigableMap<Integer, Long> started) {

    static JournalSpan of(JournalCursor cursor) throws IOException {
        NavigableMap<Integer, Long> sessions = new TreeMap<>();
        NavigableMap<Integer, Long> started = new TreeMap<>();
        for (Map.Entry<Integer, IndexFile.SegmentStart> segment : cursor.index().segments().entrySet()) {
            long first = segment.getValue().firstSequence();
            sessions.put(segment.getKey(), first);
            started.put(segment.getKey(), started(cursor, segment.getKey(), first));
        }
        Optional<IndexMark> mark = cursor.index().before(Long.MAX_VALUE);
        cursor.seekSequence(mark.map(IndexMark::nextSequence).orElse(0L));
        long last = mark.map(it -> it.nextSequence() - 1).orElse(-1L);
        long lastNs = mark.map(IndexMark::lastTimeNs).orElse(0L);
        for (Optional<JournalRecord> record = cursor.next(); record.isPresent(); record = cursor.next()) {
            last = record.get().sequence();
            lastNs = record.get().timeNs();
        }
        return new JournalSpan(last, lastNs, sessions, started);
    }

    /** Where a process has read its checkpoint and says that it is there. */
    private static long started(JournalCursor cursor, int segment, long first) throws IOException {
        cursor.begin(JournalPlace.startOf(segment), first);
        for (Optional<JournalRecord> next = cursor.next(); next.filter(it -> it.segment() == segment).isPresent(); next = cursor.next()) {
            if (next.get().entry() instanceof SessionEvent.SessionStarted) {
                return next.get().sequence();
            }
        }
        return first;
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

    /** What it had found when it began. */
    long startOfSession(int number) {
        return started.get(session(number));
    }

    long lastOfSession(int number) {
        Integer next = sessions.higherKey(session(number));
        return next == null ? lastSequence : sessions.get(next) - 1;
    }
}
