package dev.oxbow.core.choke;

import dev.oxbow.core.time.Deadline;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All that a choking round of one torrent depends on.
 *
 * @param contenders every connected peer of the torrent, in any order
 * @param slots how many may be unchoked, at least 0
 * @param seeding whether we want nothing of anybody
 * @param seed the torrent's seed for random draws
 */
public record Round(List<Contender> contenders, int slots, boolean seeding, long timeNs, long seed) {
    /** A peer that has just been unchoked keeps its slot for so long: connections need that to get going ("fibrillation", BEP 3). */
    public static final long MIN_UNCHOKED_NS = 10 * Deadline.SECOND_NS;

    public Round {
        if (slots < 0) {
            throw new IllegalArgumentException("there are no " + slots + " slots");
        }
        contenders = contenders.stream().sorted(Comparator.comparingLong(Contender::connectionId)).collect(Collectors.toUnmodifiableList());
    }

    List<Contender> unchoked() {
        return contenders.stream().filter(contender -> !contender.amChoking()).collect(Collectors.toList());
    }

    boolean isJustUnchoked(Contender contender) {
        return !contender.amChoking() && contender.heldNs(timeNs) < MIN_UNCHOKED_NS;
    }
}
