package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tit for tat (BEP 3): most slots are earned by giving, and go to those who give us most. One in five, and at least one when there are
 * two or more, is for optimistic unchokes: drawn from all who wait, newcomers with three times the chance because they had none so far,
 * and held for {@link #OPTIMISTIC_NS}. A slot that nobody earns is drawn for as well. A snubbed peer earns nothing (anti-snubbing): it
 * is unchoked only when it is drawn.
 */
final class LeechChoker {
    static final long OPTIMISTIC_NS = 30 * Deadline.SECOND_NS;
    static final long NEWCOMER_NS = 60 * Deadline.SECOND_NS;
    private static final int NEWCOMER_TICKETS = 3;
    private static final int SLOTS_PER_OPTIMIST = 5;

    private final Round round;

    LeechChoker(Round round) {
        this.round = round;
    }

    static int optimisticSlots(int slots) {
        return slots < 2 ? 0 : Math.max(1, slots / SLOTS_PER_OPTIMIST);
    }

    void fill(Seats seats, List<Contender> wanting) {
        List<Contender> optimists = wanting.stream().filter(this::isBeingTried)
                .sorted(Comparator.comparingLong(Contender::lastUnchokedNs).reversed()).collect(Collectors.toList());
        int reserve = optimisticSlots(round.slots());
        List<Contender> reserved = optimists.subList(0, Math.min(reserve, optimists.size()));
        reserved.forEach(contender -> seats.offer(contender, ChokeReason.OPTIMISTIC));
        int earned = seats.taken() - reserved.size();
        for (Contender contender : seats.standing(bestGiversFirst(wanting))) {
            if (earned++ < round.slots() - reserve) {
                seats.offer(contender, ChokeReason.GIVES_MOST);
            }
        }
        optimists.forEach(contender -> seats.offer(contender, ChokeReason.OPTIMISTIC));
        draw(seats, wanting);
        wanting.stream().filter(contender -> !contender.amChoking())
                .sorted(Comparator.comparingLong(Contender::downBytesPerSec).reversed())
                .forEach(contender -> seats.offer(contender, ChokeReason.OPTIMISTIC)); // nobody else waits for the slot
    }

    private boolean isBeingTried(Contender contender) {
        return contender.optimistic() && !contender.amChoking() && contender.heldNs(round.timeNs()) < OPTIMISTIC_NS;
    }

    private List<Contender> bestGiversFirst(List<Contender> wanting) {
        return wanting.stream().filter(contender -> contender.downBytesPerSec() > 0 && !contender.snubbed())
                .sorted(Comparator.comparingLong(Contender::downBytesPerSec).reversed()
                        .thenComparing(Contender::amChoking)
                        .thenComparingLong(contender -> Rng.bits(round.seed(), Rng.Purpose.UNCHOKE_ORDER, contender.connectionId(), 0)))
                .collect(Collectors.toList());
    }

    /** Draws for all slots that are left; only who is choked takes part. */
    private void draw(Seats seats, List<Contender> wanting) {
        List<Contender> tickets = new ArrayList<>();
        for (Contender contender : seats.standing(wanting)) {
            for (int i = contender.amChoking() ? ticketCount(contender) : 0; i > 0; i--) {
                tickets.add(contender);
            }
        }
        while (seats.isFree() && !tickets.isEmpty()) {
            int drawn = Rng.below(tickets.size(), round.seed(), Rng.Purpose.OPTIMISTIC_UNCHOKE, round.timeNs(), seats.taken());
            Contender lucky = tickets.get(drawn);
            seats.offer(lucky, ChokeReason.OPTIMISTIC);
            tickets.removeIf(lucky::equals);
        }
    }

    private int ticketCount(Contender contender) {
        return round.timeNs() - contender.connectedSinceNs() < NEWCOMER_NS ? NEWCOMER_TICKETS : 1;
    }

    static ChokeReason whyChoke(Round round, Contender contender) {
        if (round.slots() == 0) {
            return ChokeReason.FEWER_SLOTS;
        }
        if (contender.snubbed()) {
            return ChokeReason.SNUBBED;
        }
        return contender.optimistic() ? ChokeReason.TRIED : ChokeReason.OUTBID;
    }
}
