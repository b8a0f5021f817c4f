package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides who of a torrent's peers is unchoked (BEP 3, "choking"). A pure function of the {@link Round}: the same round gives the same
 * decisions, in whatever order the contenders are listed.
 *
 * <p>What never happens: more are unchoked afterwards than there are slots, and a peer is choked within {@link Round#MIN_UNCHOKED_NS} of
 * its unchoke while it wants its slot. (Where slots become fewer, the second rule goes first: the surplus is choked a round later.)
 * What always happens: a free slot goes to whoever wants it.
 */
public final class Choker {
    /** How often to call {@link #rechoke} (BEP 3). */
    public static final long INTERVAL_NS = 10 * Deadline.SECOND_NS;

    private Choker() {
    }

    /** The round that is held every {@link #INTERVAL_NS}: slots change hands. Chokes come first, so that there is never a slot too many. */
    public static List<ChokeDecision> rechoke(Round round) {
        Seats seats = new Seats(round.slots());
        for (Contender contender : wanting(round)) {
            if (round.isJustUnchoked(contender)) {
                seats.force(contender, ChokeReason.GIVES_MOST);
            }
        }
        return fillAndDecide(round, seats);
    }

    /**
     * What to do between rounds, when a peer has become interested, or is not any more, or has left: slots that are free are given away,
     * and nobody who wants the slot it has loses it.
     */
    public static List<ChokeDecision> fill(Round round) {
        Seats seats = new Seats(round.slots());
        for (Contender contender : wanting(round)) {
            if (!contender.amChoking()) {
                seats.force(contender, ChokeReason.GIVES_MOST);
            }
        }
        return fillAndDecide(round, seats);
    }

    private static List<Contender> wanting(Round round) {
        return round.contenders().stream().filter(Contender::wantsSlot).collect(Collectors.toList());
    }

    private static List<ChokeDecision> fillAndDecide(Round round, Seats seats) {
        List<Contender> wanting = wanting(round);
        if (round.seeding()) {
            new SeedChoker(round).fill(seats, wanting);
        } else {
            new LeechChoker(round).fill(seats, wanting);
        }
        List<ChokeDecision> out = new ArrayList<>();
        for (Contender contender : round.unchoked()) {
            if (!seats.holds(contender)) {
                out.add(new ChokeDecision(contender.connectionId(), false, whyChoke(round, contender)));
            }
        }
        Map<Long, Contender> byId = round.contenders().stream().collect(Collectors.toMap(Contender::connectionId, Function.identity()));
        seats.inOrder().forEach((connectionId, cause) -> {
            if (byId.get(connectionId).amChoking()) {
                out.add(new ChokeDecision(connectionId, true, cause));
            }
        });
        return List.copyOf(out);
    }

    private static ChokeReason whyChoke(Round round, Contender contender) {
        if (!contender.peerInterested()) {
            return ChokeReason.NOT_INTERESTED;
        }
        if (contender.uploadOnly()) {
            return ChokeReason.UPLOAD_ONLY;
        }
        return round.seeding() ? SeedChoker.whyChoke(round, contender) : LeechChoker.whyChoke(round, contender);
    }
}
