package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The slots of one round while they are given away: who gets one, in which order, and why. */
final class Seats {
    private final int count;
    private final Map<Long, ChokeReason> causeById = new LinkedHashMap<>();

    Seats(int count) {
        this.count = count;
    }

    int taken() {
        return causeById.size();
    }

    boolean isFree() {
        return causeById.size() < count;
    }

    boolean holds(Contender contender) {
        return causeById.containsKey(contender.connectionId());
    }

    /** A slot for this peer, if there is one left; it does no harm when the peer has one already. */
    void offer(Contender contender, ChokeReason cause) {
        if (isFree()) {
            force(contender, cause);
        }
    }

    /** A slot for this peer even if there is none left. */
    void force(Contender contender, ChokeReason cause) {
        causeById.putIfAbsent(contender.connectionId(), cause);
    }

    /** Those of these that have no slot yet, in the same order. */
    List<Contender> standing(List<Contender> contenders) {
        return contenders.stream().filter(contender -> !holds(contender)).collect(Collectors.toList());
    }

    Map<Long, ChokeReason> inOrder() {
        return causeById;
    }

    Optional<ChokeReason> causeOf(Contender contender) {
        return Optional.ofNullable(causeById.get(contender.connectionId()));
    }
}
