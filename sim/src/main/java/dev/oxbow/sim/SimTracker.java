package dev.oxbow.sim;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.sim.rogue.Rogue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All trackers of the torrent: they know the same peers, and fail one by one. A peer that died stays listed. */
final class SimTracker {
    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private Optional<Rogue> owner = Optional.empty();
    private final Set<Endpoint> peers = new LinkedHashSet<>();

    SimTracker(Timeline timeline, Faults faults, Dice dice) {
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
    }

    /** Whoever may change what they answer. */
    void belongTo(Rogue script) {
        owner = Optional.of(script);
    }

    /** Names this one too from now on. */
    void list(Endpoint endpoint) {
        peers.add(endpoint);
    }

    void announce(SimNode node, TrackerCommand.Announce command) {
        long life = node.life();
        boolean silent = faults.strikes(dice, faults.trackerFails / 4);
        boolean fails = silent || faults.strikes(dice, faults.trackerFails);
        timeline.after(silent ? 30 * Timeline.SECOND_NS : dice.between(1, 500) * Timeline.MS_NS, () -> {
            if (fails) {
                node.postIn(life, new TrackerEvent.AnnounceFailed(command.torrentId(), command.trackerIndex(), command.operationId(),
                        "no answer", dice.chance(1000) ? 60 : -1));
            } else if (node.life() == life) {
                node.post(answer(node, command));
            }
        });
    }

    private TrackerEvent answer(SimNode node, TrackerCommand.Announce command) {
        if (command.event() == AnnounceEvent.STOPPED) {
            peers.remove(node.endpoint());
        } else {
            peers.add(node.endpoint());
        }
        List<Endpoint> others = new ArrayList<>(peers);
        if (!dice.chance(1000)) {
            others.remove(node.endpoint()); // some trackers name ourselves
        }
        TrackerEvent.AnnounceSucceeded honest = new TrackerEvent.AnnounceSucceeded(command.torrentId(), command.trackerIndex(), command.operationId(),
                (int) dice.between(20, 90), dice.chance(5000) ? 0 : 10, 1, 1, dice.chance(5000) ? "" : "id", "",
                command.peersWanted() == 0 ? List.of() : others);
        return owner.map(it -> it.announced(honest)).orElse(honest);
    }
}
