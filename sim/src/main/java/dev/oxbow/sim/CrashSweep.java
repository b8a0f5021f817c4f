package dev.oxbow.sim;

import dev.oxbow.sim.Crash.Death;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets a download die at every entry and around every operation on the disk, in every way, and recover: nothing may be believed that is
 * not on the disk, nothing hashed again after the process alone died, and after a power cut nothing that a sync vouched for.
 */
public final class CrashSweep {
    private static final int POWER_DRAWS = 3;
    private static final int SEEDS = 2;
    private static final Counters NOTHING = new Counters(0, 0, 0, 0, List.of());

    /** What came of it. */
    public record Counters(int points, int recoveries, long rehashedAfterKillBytes, long rehashedAfterPowerBytes, List<String> failures) {
        Counters plus(Counters other) {
            return new Counters(points + other.points, recoveries + other.recoveries, rehashedAfterKillBytes + other.rehashedAfterKillBytes,
                    rehashedAfterPowerBytes + other.rehashedAfterPowerBytes,
                    Stream.concat(failures.stream(), other.failures.stream()).toList());
        }
    }

    private CrashSweep() {
    }

    /**
     * All three stories, each with two torrents.
     *
     * @param every 1 for each point; n for every n-th
     */
    public static Counters run(int every) {
        Counters sum = NOTHING;
        for (Setup.Story story : Setup.Story.values()) {
            for (long seed = 1; seed <= SEEDS; seed++) {
                sum = sum.plus(run(story, seed, every));
            }
        }
        return sum;
    }

    private static Counters run(Setup.Story story, long seed, int every) {
        Crash counting = Crash.none();
        Swarm.run(seed, Setup.crashing(counting, story), Optional.empty(), entry -> { }, nodes -> { });
        return IntStream.range(0, (int) (counting.entries() + counting.operations())).filter(point -> point % every == 0).parallel().mapToObj(point -> {
            boolean atDisk = point >= counting.entries();
            return at(story, seed, atDisk, atDisk ? point - counting.entries() : point);
        }).reduce(NOTHING, Counters::plus);
    }

    private static Counters at(Setup.Story story, long seed, boolean atDisk, long index) {
        Counters sum = new Counters(1, 0, 0, 0, List.of()).plus(once(story, seed, new Crash(atDisk, index, Death.KILL, 0)))
                .plus(once(story, seed, new Crash(atDisk, index, Death.TORN, index)));
        for (int draw = 0; draw < POWER_DRAWS; draw++) {
            sum = sum.plus(once(story, seed, new Crash(atDisk, index, Death.POWER, draw)));
        }
        return sum;
    }

    private static Counters once(Setup.Story story, long seed, Crash crash) {
        long[] rehashed = new long[1];
        try {
            Swarm.run(seed, Setup.crashing(crash, story), Optional.empty(), entry -> { }, nodes -> rehashed[0] = nodes.get(1).checks().rehashedBytes());
        } catch (IllegalStateException e) {
            return new Counters(0, 0, 0, 0, List.of(story + ", " + crash + ": " + e.getMessage()));
        }
        boolean kill = crash.death == Death.KILL;
        return new Counters(0, crash.isOver() ? 1 : 0, kill ? rehashed[0] : 0, kill ? 0 : rehashed[0], List.of());
    }
}
