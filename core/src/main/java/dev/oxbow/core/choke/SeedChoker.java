package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.PieceLayout;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fair turns for a seed, which nobody can pay back. Slots go to those who have waited longest since their last turn, or since they
 * connected. A turn lasts a minute, and on until {@link #TURN_BYTES} were taken, but never longer than {@link #TURN_MAX_NS}; it ends early
 * when the peer takes nothing. Whoever has had a turn keeps the slot until somebody else wants it; the slowest gives way first.
 *
 * <p>libtorrent's round robin does much the same (an unchoked peer stays until a quota of bytes and a minute are over, then faster
 * uploads first, then the longest wait), but has no end for a peer that never reaches its quota, and puts whoever connects anew first in
 * the queue. Here the wait of everybody has a bound, and nothing is won by connecting again. There is no optimistic unchoke: everybody is
 * tried anyhow.
 */
final class SeedChoker {
    static final long TURN_NS = 60 * Deadline.SECOND_NS;
    static final long TURN_MAX_NS = 180 * Deadline.SECOND_NS;
    static final long IDLE_NS = 30 * Deadline.SECOND_NS;
    static final long TURN_BYTES = 20L * PieceLayout.BLOCK_LENGTH_BYTES;

    private final Round round;

    SeedChoker(Round round) {
        this.round = round;
    }

    void fill(Seats seats, List<Contender> wanting) {
        Comparator<Contender> fastestFirst = Comparator.comparingLong(Contender::upBytesPerSec).reversed();
        List<Contender> holders = wanting.stream().filter(contender -> !contender.amChoking()).sorted(fastestFirst)
                .collect(Collectors.toList());
        Stream<Contender> inTheirTurn = holders.stream().filter(contender -> !isTurnOver(round, contender));
        Stream<Contender> queue = wanting.stream().filter(Contender::amChoking).sorted(longestWaitFirst());
        Stream.of(inTheirTurn, queue, holders.stream()).flatMap(Function.identity())
                .forEach(contender -> seats.offer(contender, ChokeReason.ITS_TURN));
    }

    private Comparator<Contender> longestWaitFirst() {
        return Comparator.comparingLong(Contender::waitingSinceNs)
                .thenComparingLong(contender -> Rng.bits(round.seed(), Rng.Purpose.UNCHOKE_ORDER, contender.connectionId(), 0));
    }

    private static boolean isTurnOver(Round round, Contender contender) {
        long heldNs = contender.heldNs(round.timeNs());
        boolean had = heldNs >= TURN_NS && contender.uploadedSinceUnchokeBytes() >= TURN_BYTES;
        boolean idle = heldNs >= IDLE_NS && contender.upBytesPerSec() == 0;
        return had || idle || heldNs >= TURN_MAX_NS;
    }

    static ChokeReason whyChoke(Round round, Contender contender) {
        return isTurnOver(round, contender) && round.slots() > 0 ? ChokeReason.TURN_OVER : ChokeReason.FEWER_SLOTS;
    }
}
