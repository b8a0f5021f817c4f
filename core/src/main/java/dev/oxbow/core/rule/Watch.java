package dev.oxbow.core.rule;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What rules have at hand: they say at the start what they want to hear of, and get the state, the conversations and our own side to
 * judge by. The state is that before the entry in hand.
 */
final class Watch {
    private static final int SUBJECTS_MAX = 4096;
    private static final int EACH_TOLD = 100;

    private final SessionState state;
    private final Catalogue.Listener listener;
    private final Thresholds thresholds;
    private final Map<Class<?>, List<Consumer<Entry>>> byEntry = new HashMap<>();
    private final List<List<Consumer<Message>>> byKind = new ArrayList<>();
    private final List<Runnable> everySecond = new ArrayList<>();
    private final List<Consumer<Line>> whenGone = new ArrayList<>();
    private final Long2ObjectHashMap<Line> linesById = new Long2ObjectHashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Integer> timesBySubject = new LinkedHashMap<>();
    private final OwnSide ownSide = new OwnSide();
    private int noteCount;
    private long sequence;
    private long timeNs;
    private long nextTickNs;

    Watch(SessionState state, Catalogue.Listener listener, Thresholds thresholds) {
        this.state = state;
        this.listener = listener;
        this.thresholds = thresholds;
        while (byKind.size() < Kind.values().length) { // each at the place of its ordinal
            byKind.add(new ArrayList<>());
        }
    }

    // For rules, when they are made.

    int threshold(Threshold threshold) {
        return thresholds.of(threshold);
    }

    @SuppressWarnings("unchecked")
    <E extends Entry> void on(Class<E> type, Consumer<E> rule) {
        Consumer<Entry> untyped = (Consumer<Entry>) rule; // entries of this very type only are given to it
        byEntry.computeIfAbsent(type, unseen -> new ArrayList<>()).add(untyped);
    }

    void on(Kind kind, Consumer<Message> rule) {
        byKind.get(kind.ordinal()).add(rule);
    }

    /** For what takes time: about once in a second of the journal's time. */
    void everySecond(Runnable rule) {
        everySecond.add(rule);
    }

    void whenGone(Consumer<Line> rule) {
        whenGone.add(rule);
    }

    <T> Notes<T> notes(Supplier<T> fresh) {
        return new Notes<>(noteCount++, fresh);
    }

    // For rules, when they judge.

    SessionState state() {
        return state;
    }

    long sequence() {
        return sequence;
    }

    long nowNs() {
        return timeNs;
    }

    OwnSide ownSide() {
        return ownSide;
    }

    Optional<Line> line(long connectionId) {
        return Optional.ofNullable(linesById.get(connectionId));
    }

    /** In the order in which they came. */
    List<Line> lines() {
        return Collections.unmodifiableList(lines);
    }

    void charge(Code code, Speaker who, String detail, Long... evidence) {
        charge(code, code.severity(), code.certainty(), who, detail, List.of(evidence));
    }

    void charge(Code code, Severity severity, Certainty certainty, Speaker who, String detail, List<Long> evidence) {
        int times = who.broke(code);
        if (!isTold(severity, times) || who.line().isClosedByUs()) {
            return;
        }
        Line line = who.line();
        boolean us = who.isUs();
        tell(new Verdict(us ? Code.OWN_SIDE : code, us ? Severity.HIGH : severity, us ? Certainty.OWN_SIDE : certainty,
                us ? Optional.of(code) : Optional.empty(), us ? "us" : line.identity().toString(), line.connectionId(), line.torrentId(),
                us ? "to " + line.identity() + ": " + detail : detail, evidence, sequence, timeNs, times));
    }

    /** Charges somebody to whom no conversation is open. */
    void charge(Code code, Severity severity, Certainty certainty, String subject, int torrentId, String detail, List<Long> evidence) {
        String key = code + " " + subject;
        int times = timesBySubject.merge(key, 1, Integer::sum);
        if (timesBySubject.size() > SUBJECTS_MAX) {
            timesBySubject.remove(timesBySubject.keySet().iterator().next());
        }
        if (isTold(severity, times)) {
            tell(new Verdict(code, severity, certainty, Optional.empty(), subject, 0, torrentId, detail, evidence, sequence, timeNs,
                    times));
        }
    }

    /** Takes a verdict back. */
    void clear(Code code, String subject, String why) {
        listener.onCleared(code, subject, why, sequence);
    }

    private void tell(Verdict verdict) {
        listener.onVerdict(verdict);
    }

    /** Each proof of wrong data matters; of all else it is enough to know how much there is. */
    private static boolean isTold(Severity severity, int times) {
        if (severity == Severity.CRITICAL && times <= EACH_TOLD) {
            return true;
        }
        int power = 1;
        while (power < times && power <= Integer.MAX_VALUE / 10) {
            power *= 10;
        }
        return power == times;
    }

    // For the interpreter.

    void begin(long entrySequence, long entryTimeNs) {
        sequence = entrySequence;
        timeNs = entryTimeNs;
    }

    void tick() {
        if (timeNs >= nextTickNs) {
            nextTickNs = timeNs + Deadline.SECOND_NS;
            everySecond.forEach(Runnable::run);
        }
    }

    void hear(Entry entry) {
        List<Consumer<Entry>> rules = byEntry.get(entry.getClass());
        if (rules != null) {
            for (int i = 0; i < rules.size(); i++) {
                rules.get(i).accept(entry);
            }
        }
    }

    /** Lets every rule hear the message, then takes note of it. */
    void hear(Message message) {
        List<Consumer<Message>> rules = byKind.get(message.kind().ordinal());
        for (int i = 0; i < rules.size(); i++) {
            rules.get(i).accept(message);
        }
        message.by().said(message);
    }

    void open(long connectionId, Endpoint endpoint, int torrentId) {
        Line line = new Line(connectionId, endpoint, torrentId, sequence, timeNs, noteCount);
        linesById.put(connectionId, line);
        lines.add(line);
    }

    void gone(Line line) {
        whenGone.forEach(rule -> rule.accept(line));
        linesById.remove(line.connectionId());
        lines.remove(line);
    }

    /** The process died, and every connection with it. */
    void allGone() {
        linesById.clear();
        lines.clear();
    }
}
