package dev.oxbow.client;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the user chooses for a torrent as it is added. What is left empty stays as it was in earlier sessions; for a new torrent that is:
 * every file, rarest pieces first, seeded without end.
 *
 * @param files      a wish for each file, in the torrent's order, pads included; no element at all for every file
 * @param sequential whether pieces are fetched from first to last
 * @param seedGoal   when seeding ends
 * @param superSeed  whether it is super-seeded (BEP 16): see {@link TorrentHandle#superSeed}
 */
public record TorrentOptions(
        Optional<List<FileWish>> files, Optional<Boolean> sequential, Optional<SeedGoal> seedGoal, Optional<Boolean> superSeed) {
    public static final TorrentOptions NONE = new TorrentOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public TorrentOptions {
        files = files.map(List::copyOf);
    }

    public TorrentOptions withFiles(List<FileWish> wishes) {
        return new TorrentOptions(Optional.of(wishes), sequential, seedGoal, superSeed);
    }

    public TorrentOptions withSequential(boolean inOrder) {
        return new TorrentOptions(files, Optional.of(inOrder), seedGoal, superSeed);
    }

    public TorrentOptions withSeedGoal(SeedGoal goal) {
        return new TorrentOptions(files, sequential, Optional.of(goal), superSeed);
    }

    public TorrentOptions withSuperSeed(boolean on) {
        return new TorrentOptions(files, sequential, seedGoal, Optional.of(on));
    }

    /** What is not so anyhow for a new torrent. */
    TorrentOptions unusual(int fileCount) {
        boolean all = files.filter(wishes -> wishes.equals(Collections.nCopies(wishes.isEmpty() ? 0 : fileCount, FileWish.WANTED))).isPresent();
        return new TorrentOptions(files.filter(wishes -> !all),
                sequential.filter(inOrder -> inOrder), seedGoal.filter(goal -> !goal.equals(SeedGoal.NEVER)), superSeed.filter(on -> on));
    }

    /**
     * When seeding ends: the torrent is paused then. Whichever comes first; with neither it never does.
     *
     * @param ratio how often the size of what is wanted is to be sent, over all sessions
     * @param time  for how long, in one session
     */
    public record SeedGoal(Optional<Double> ratio, Optional<Duration> time) {
        public static final SeedGoal NEVER = new SeedGoal(Optional.empty(), Optional.empty());
        private static final double RATIO_MAX = 1e12;
        private static final long NONE = -1;

        public SeedGoal {
            if (ratio.filter(it -> !(it >= 0 && it <= RATIO_MAX)).isPresent() || time.filter(Duration::isNegative).isPresent()) {
                throw new IllegalArgumentException("neither ratio nor time can be less than 0");
            }
        }

        long permille() {
            return ratio.map(it -> Math.round(it * 1000)).orElse(NONE);
        }

        long seconds() {
            return time.map(Duration::toSeconds).orElse(NONE);
        }
    }
}
