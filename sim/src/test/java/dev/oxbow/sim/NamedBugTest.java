package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.sim.rogue.Rogues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each Oxbow that is wrong on purpose is found within some swarms; {@code -Doxbow.rewrite=true} writes docs/named-bugs.md anew. */
@ExtendWith(Counted.class)
class NamedBugTest {
    private static final int SEEDS_MAX = Integer.getInteger("sim.bug.seeds", 150);
    private static final int ENTRIES_APART = 13;
    private static final Path PAGE = Path.of("..", "docs", "named-bugs.md");
    private static final String ROW = "| `%s` | %s | %s |";

    /** @param seeds how many swarms it took; 0 when none showed it */
    private record Found(NamedBugs bug, long seeds, String how) {
        String row() {
            return String.format(ROW, bug, bug.what(), seeds);
        }
    }

    static Setup setup(NamedBugs bug, long seed) {
        return switch (bug.trial()) {
            case USUAL -> Setup.USUAL;
            case POWER_CUT -> Setup.crashing(new Crash(false, ENTRIES_APART * seed, Crash.Death.POWER, seed), Setup.Story.DOWNLOAD);
            case KILL_IN_RECHECK -> Setup.crashing(new Crash(false, ENTRIES_APART / 2 * seed, Crash.Death.KILL, seed), Setup.Story.RECHECK);
            case PLAIN_SEED -> Setup.calmWith(Rogues.PLAIN);
        };
    }

    private static Found find(NamedBugs bug) {
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            try {
                Swarm.run(seed, setup(bug, seed).with(bug::make), Optional.empty(), entry -> { }, nodes -> { });
            } catch (SwarmFailure found) {
                return new Found(bug, seed, found.what());
            }
        }
        return new Found(bug, 0, "");
    }

    @Test
    void eachIsFound() throws IOException {
        List<Found> all = Arrays.stream(NamedBugs.values()).parallel().map(NamedBugTest::find).toList();
        all.forEach(found -> System.out.println(found.bug() + " is found by seed " + found.seeds() + ": " + found.how()));
        Counted.row("[named bugs](named-bugs.md)", "" + all.size(), all.stream().filter(it -> it.seeds() > 0).count()
                + " found, each by at most " + all.stream().mapToLong(Found::seeds).max().orElse(0) + " swarms");
        if (Boolean.getBoolean("oxbow.rewrite")) {
            write(all);
        }
        assertEquals(List.of(), all.stream().filter(found -> found.seeds() == 0).map(Found::bug).toList());
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        assertEquals(List.of(), all.stream().map(Found::bug).filter(bug -> !page.contains("| `" + bug + "` | " + bug.what() + " | ")).toList(),
                "docs/named-bugs.md does not know them");
    }

    private static void write(List<Found> all) throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        int head = page.indexOf("\n| --- |");
        int rows = page.indexOf('\n', head + 1) + 1;
        Files.writeString(PAGE, page.substring(0, rows) + String.join("\n", all.stream().map(Found::row).toList()) + "\n", StandardCharsets.UTF_8);
    }
}
