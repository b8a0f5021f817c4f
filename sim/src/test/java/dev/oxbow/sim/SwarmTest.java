package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.journal.codec.EntryCodec;
import dev.oxbow.journal.codec.JournalFormatException;
import dev.oxbow.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole swarms from seeds; {@code -Dsim.first=N -Dsim.count=N} runs others, or more. A failure begins with its seed. */
@ExtendWith(Counted.class)
class SwarmTest {
    private static final int FULL = 2000;
    private static final long HOURS_MIN = 200;
    private static final long HOUR_SECONDS = 3600;

    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final int COUNT = Integer.getInteger("sim.count", 2000);

    @TempDir
    private Path journals;

    @Test
    void everybodyCompletesOnceFaultsStop() {
        long startNs = System.nanoTime();
        Selftest.Report report = new Selftest(journals).run(FIRST, COUNT, done -> { });
        long hours = report.simulatedSeconds() / HOUR_SECONDS;
        Counted.row("simulated swarms", Counted.number(report.seeds()) + ", of them " + Counted.number(report.rogues())
                + " with a peer that breaks a rule; " + hours + " hours simulated, " + Counted.number(report.entries()) + " entries",
                (report.failures().isEmpty() ? "none" : report.failures().size()) + " failed; "
                + (System.nanoTime() - startNs) / Timeline.SECOND_NS + " s");
        assertEquals(List.of(), report.failures());
        assertTrue(COUNT < FULL || hours >= HOURS_MIN, "only " + hours + " hours were simulated");
        assertTrue(report.rogues() > COUNT / 4, "there are too few peers that break rules");
    }

    @Test
    void aFailureLeavesTheSmallestSwarmAndItsJournals() throws IOException {
        Selftest.Report report = new Selftest(Setup.USUAL.with(NamedBugs.HASH_NOT_COMPARED::make), journals).run(2, 1, done -> { });
        Selftest.Failure failure = report.failures().get(0);
        assertTrue(failure.message().startsWith("seed 2 at "), failure.message());
        assertTrue(failure.leftOut().contains("trackerFails"), "trackers have no part in it: " + failure.leftOut());
        try (JournalReader reader = JournalReader.open(failure.journals().resolve("node-1"))) {
            assertTrue(reader.next().isPresent());
        }
    }

    @Test
    void tellsWhatItSawWhenItIsStopped() {
        Selftest selftest = new Selftest(journals);
        Selftest.Report report = selftest.run(1, 50, soFar -> selftest.stop());
        int begun = Runtime.getRuntime().availableProcessors() + 1;
        assertTrue(report.seeds() >= 1 && report.seeds() <= begun, report.seeds() + " swarms");
    }

    @Test
    void oneSeedGivesOneSwarm() {
        for (long seed = 1; seed <= 5; seed++) {
            assertEquals(Swarm.run(seed), Swarm.run(seed));
        }
    }

    @Test
    void everyEntryComesBackFromItsBytes() {
        EntryCodec codec = new EntryCodec();
        for (long seed = 1; seed <= 20; seed++) {
            Swarm.run(seed, Optional.empty(), entry -> assertEquals(entry, thereAndBack(codec, entry)));
        }
    }

    @Test
    void peersAreFoundInTheDht() {
        long[] found = new long[1];
        for (long seed = 1; seed <= 20; seed++) {
            Swarm.run(seed, Optional.empty(), entry -> found[0] += entry instanceof DhtEvent.DhtResponseReceived it ? it.peers().size() : 0);
        }
        assertTrue(found[0] > 0, "nobody told of anybody");
    }

    private static Entry thereAndBack(EntryCodec codec, Entry entry) {
        try {
            int length = codec.encode(entry);
            return codec.decode(codec.buffer(), 0, length);
        } catch (JournalFormatException e) {
            throw new IllegalStateException(entry.toString(), e);
        }
    }
}
