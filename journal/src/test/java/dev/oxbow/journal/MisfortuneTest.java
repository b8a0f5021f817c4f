package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.journal.codec.RandomEntries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a real journal of three segments: what is believed was written, what is lost is told of, and it takes no time.
 * {@code -Doxbow.misfortunes=20000} tries more of them.
 */
class MisfortuneTest {
    private static final int COUNT = Integer.getInteger("oxbow.misfortunes", 600);
    private static final int FIRST = Integer.getInteger("oxbow.misfortunes.first", 0);
    private static final int SEGMENTS = 3;
    private static final int ENTRIES = 250;
    private static final int UNSYNCED = 40;
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;
    @TempDir
    Path elsewhere;
    private JournalImage earlier;
    private JournalImage whole;
    private JournalImage foreign;
    private final Map<Long, JournalRecord> written = new HashMap<>();
    private long syncedTo;
    private long lastSequence;

    @BeforeEach
    void writeJournals() throws Exception {
        foreign = write(elsewhere, 77);
        whole = write(directory, 5);
        JournalSurvey.of(directory, record -> written.put(record.sequence(), record));
        assertEquals(lastSequence + 1, written.size());
    }

    private JournalImage write(Path session, long seed) throws Exception {
        List<Class<?>> kinds = RandomEntries.kinds().stream()
                .filter(kind -> !CheckpointEvent.class.isAssignableFrom(kind) && kind != SessionEvent.JournalRepaired.class).toList();
        RandomEntries random = new RandomEntries(seed);
        for (int segment = 1; segment <= SEGMENTS; segment++) {
            try (JournalWriter writer = JournalWriter.open(session, JournalRecovery.recover(session, record -> { }))) {
                writer.append(segment, new CheckpointEvent.CheckpointStarted(segment, 1, 1, 1, seed, "boot", true));
                writer.append(segment, new CheckpointEvent.CheckpointCompleted(7));
                for (int i = 0; i < ENTRIES; i++) {
                    Entry entry = random.make(kinds.get((i * 7 + segment) % kinds.size()));
                    if (i == ENTRIES / 2) {
                        writer.sync();
                        earlier = JournalImage.of(session);
                    }
                    if (i == ENTRIES - (segment == SEGMENTS ? UNSYNCED : 0)) {
                        writer.sync();
                        syncedTo = lastSequence;
                    }
                    lastSequence = writer.append(segment * 1000L + i, entry);
                }
                if (segment < SEGMENTS) {
                    writer.sync();
                }
            }
        }
        return JournalImage.of(session);
    }

    @Test
    void nothingIsBelievedThatWasNotWrittenAndNothingIsLostInSilence() throws IOException {
        int damaged = 0;
        long slowestNs = 0;
        JournalImage now = whole;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            JournalImage struck = whole.copy();
            Misfortune misfortune = new Misfortune(seed, struck, earlier, foreign, SEGMENTS);
            String what = "seed " + seed + ": " + misfortune.strike();
            struck.replace(now, directory);
            now = struck;
            long startNs = THREADS.getCurrentThreadCpuTime(); // not the clock's: the machine may be busy with other things
            try {
                damaged += recover(misfortune, what) ? 1 : 0;
                survey(misfortune, what);
            } catch (RuntimeException | IOException e) {
                throw new AssertionError(what + ": " + e, e);
            }
            long tookNs = THREADS.getCurrentThreadCpuTime() - startNs;
            assertTrue(tookNs < PATIENCE_NS, what + ": " + tookNs + " ns");
            slowestNs = Math.max(slowestNs, tookNs);
        }
        System.out.println(COUNT + " misfortunes, " + damaged + " of them noticed at start, slowest " + slowestNs / 1_000_000 + " ms");
        assertTrue(damaged > COUNT / 8, "some of them hit the newest segment: " + damaged);
    }

    private boolean recover(Misfortune misfortune, String what) throws IOException {
        List<JournalRecord> believed = new ArrayList<>();
        JournalRecovery recovery = JournalRecovery.recover(directory, believed::add);
        for (int i = 0; i < believed.size(); i++) {
            same(believed.get(i), misfortune, what);
            assertTrue(i == 0 || believed.get(i).sequence() == believed.get(i - 1).sequence() + 1, what);
        }
        assertTrue(believed.isEmpty() || believed.get(0).entry() instanceof CheckpointEvent.CheckpointStarted, what);
        long last = believed.isEmpty() ? -1 : believed.get(believed.size() - 1).sequence();
        assertTrue(last >= syncedTo || misfortune.foreignMixedIn() || recovery.damage().isPresent() || !misfortune.anchorIsTrue(), what + " is not noticed: " + last + " of " + syncedTo);
        assertTrue(recovery.nextSequence() > (misfortune.anchorIsTrue() ? Math.max(last, syncedTo) : last), what + ": sequences run backwards");
        return recovery.damage().isPresent();
    }

    private void same(JournalRecord record, Misfortune misfortune, String what) {
        if (misfortune.foreignMixedIn()) {
            return;
        }
        JournalRecord truth = written.get(record.sequence());
        assertTrue(truth != null && truth.entry().equals(record.entry()) && truth.timeNs() == record.timeNs() 
                && (truth.segment() == record.segment() || misfortune.misplaced()),
                () -> what + ": believes " + record + " where there was " + truth);
    }

    private void survey(Misfortune misfortune, String what) throws IOException {
        TreeSet<Long> missing = new TreeSet<>(written.keySet());
        JournalSurvey.Result result = JournalSurvey.of(directory, record -> {
            same(record, misfortune, what);
            assertTrue(missing.remove(record.sequence()) || misfortune.misplaced() || misfortune.foreignMixedIn(), what + ": twice");
        });
        if (misfortune.misplaced() || misfortune.foreignMixedIn()) {
            return; // it ends, and that is all it promises then
        }
        TreeSet<Long> told = new TreeSet<>();
        for (Loss loss : result.losses()) {
            for (long sequence = loss.firstSequence(); sequence < loss.firstSequence() + loss.count(); sequence++) {
                assertTrue(told.add(sequence), what);
            }
        }
        assertTrue(missing.containsAll(told), what + ": tells of the loss of what is there: " + told + " of " + missing);
        long last = misfortune.anchorIsTrue() ? Math.max(result.lastSequence(), syncedTo) : result.lastSequence();
        missing.removeIf(sequence -> sequence > last); // what was never synced may go unnoticed
        assertTrue(told.containsAll(missing), what + ": lost in silence: " + missing + ", told of " + told);
    }
}
