package dev.oxbow.replay;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Threshold;
import dev.oxbow.core.rule.Thresholds;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code replay what-if --exact}: what would have been otherwise with other figures. Rules change nothing, so their verdicts are all
 * told. What the user or the settings said is decided again up to the first decision that differs: from there on the peers would have
 * answered something that nobody recorded.
 */
public final class WhatIf {
    /**
     * What differs.
     *
     * @param gone     verdicts that would not have been given, in words
     * @param come     verdicts that would
     * @param first    the first decision that would have been another; nothing for rules
     * @param entries  that were read
     */
    public record Result(long entries, List<String> gone, List<String> come, Optional<Verifier.Divergence> first) {
        public boolean isSame() {
            return gone.isEmpty() && come.isEmpty() && first.isEmpty();
        }
    }

    private static final Set<Class<? extends Entry>> SETTABLE = Set.of(SessionEvent.SettingsChanged.class, UserEvent.SessionLimitsRequested.class,
            UserEvent.TorrentLimitsRequested.class);

    private WhatIf() {
    }

    /** What can be set: {@code SNUB.seconds}, {@code SettingsChanged.connectionsMax}. */
    public static List<String> names() {
        List<String> out = new ArrayList<>(Arrays.stream(Threshold.values()).map(Threshold::text).toList());
        SETTABLE.stream().flatMap(type -> Arrays.stream(type.getRecordComponents()).filter(WhatIf::isFigure)
                .map(it -> type.getSimpleName() + "." + it.getName())).sorted().forEach(out::add);
        return out;
    }

    private static boolean isFigure(RecordComponent component) {
        boolean number = component.getType() == int.class || component.getType() == long.class;
        return number && !component.getName().equals("requestId") && !component.getName().equals("listenPort");
    }

    /**
     * With all of these figures at once.
     *
     * @param figures name to value
     * @throws IllegalArgumentException with a sentence when there is no such figure, or it cannot be so
     */
    public static Result run(Path sessionDirectory, Map<String, Long> figures) throws IOException {
        Thresholds thresholds = Thresholds.USUAL;
        Map<String, Long> settings = new TreeMap<>();
        for (Map.Entry<String, Long> figure : figures.entrySet()) {
            Optional<Threshold> threshold = threshold(figure.getKey());
            check(figure.getKey(), figure.getValue());
            if (threshold.isPresent()) {
                thresholds = thresholds.with(threshold.get(), figure.getValue().intValue());
            } else {
                settings.put(figure.getKey(), figure.getValue());
            }
        }
        boolean rules = settings.size() < figures.size();
        Result judged = rules ? judge(sessionDirectory, thresholds) : new Result(0, List.of(), List.of(), Optional.empty());
        Result decided = settings.isEmpty() ? judged : decide(sessionDirectory, settings);
        return new Result(Math.max(judged.entries(), decided.entries()), judged.gone(), judged.come(), decided.first());
    }

    private static Optional<Threshold> threshold(String name) {
        return Arrays.stream(Threshold.values()).filter(it -> it.text().equals(name)).findFirst();
    }

    private static void check(String name, long value) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no '" + name + "' to set; there are " + String.join(", ", names()));
        }
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the value of " + name + " must be from 1 to " + Integer.MAX_VALUE);
        }
    }

    private static Result decide(Path sessionDirectory, Map<String, Long> settings) throws IOException {
        Verifier.Result decided = Verifier.verify(sessionDirectory, entry -> with(entry, settings));
        if (decided.divergence().isPresent()) {
            Optional<Verifier.Divergence> byItself = Verifier.verify(sessionDirectory).divergence();
            if (byItself.filter(it -> it.sequence() <= decided.divergence().get().sequence()).isPresent()) {
                throw new IllegalArgumentException("this version decides entry " + byItself.get().sequence() + " of this journal otherwise by itself, as"
                        + " 'oxbow replay verify' shows; what another figure would change cannot be told from that");
            }
        }
        return new Result(decided.entries(), List.of(), List.of(), decided.divergence());
    }

    /** Both readings go by the same entries: the state is shared. */
    private static Result judge(Path sessionDirectory, Thresholds thresholds) throws IOException {
        SessionState state = new SessionState();
        Set<String> then = new LinkedHashSet<>();
        Set<String> now = new LinkedHashSet<>();
        Catalogue usual = Catalogue.of(state, verdict -> then.add(text(verdict)));
        Catalogue other = new Catalogue(state, verdict -> now.add(text(verdict)), thresholds);
        long entries = 0;
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                JournalRecord record = next.get();
                usual.take(record.sequence(), record.timeNs(), record.entry());
                other.take(record.sequence(), record.timeNs(), record.entry());
                state.apply(record.sequence(), record.timeNs(), record.entry());
                entries++;
            }
        }
        return new Result(entries, then.stream().filter(it -> !now.contains(it)).toList(), now.stream().filter(it -> !then.contains(it)).toList(),
                Optional.empty());
    }

    private static String text(Verdict verdict) {
        return "@" + verdict.sequence() + " " + verdict;
    }

    private static Entry with(Entry entry, Map<String, Long> settings) {
        Class<?> type = entry.getClass();
        if (!SETTABLE.contains(type)) {
            return entry;
        }
        try {
            RecordComponent[] components = type.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                Long value = settings.get(type.getSimpleName() + "." + components[i].getName());
                values[i] = value == null ? components[i].getAccessor().invoke(entry) : components[i].getType() == int.class
                        ? (Object) value.intValue() : value;
            }
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return (Entry) constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
