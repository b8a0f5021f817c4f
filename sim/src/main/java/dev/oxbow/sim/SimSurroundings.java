package dev.oxbow.sim;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.MappingMethod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One local network: its gateway maps a port to one node at a time, slowly, for a short time, or not at all; and announces reach all. */
final class SimSurroundings {
    private static final ByteString EXTERNAL = ByteString.ofHex("cb007105");

    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final List<SimNode> nodes;
    private final boolean mapsPorts;
    private final boolean announcesLocally;
    /** By protocol and external port. */
    private final Map<String, SimNode> forwarded = new TreeMap<>();

    SimSurroundings(Timeline timeline, Faults faults, Dice dice, List<SimNode> nodes) {
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
        this.nodes = nodes;
        this.mapsPorts = dice.chance(5000);
        this.announcesLocally = dice.chance(5000);
    }

    ReachEvent settings() {
        return new ReachEvent.ReachSettingsChanged(mapsPorts, announcesLocally, 0);
    }

    void map(SimNode node, ReachCommand.MapPort command) {
        long life = node.life();
        boolean fails = faults.strikes(dice, faults.trackerFails);
        long delayNs = dice.between(1, fails ? 5_000 : 500) * Timeline.MS_NS;
        MappingFailure failure = dice.chance(5000) ? MappingFailure.SILENT : MappingFailure.REFUSED;
        timeline.after(delayNs, () -> node.postIn(life,
                fails ? new ReachEvent.PortMapFailed(command.operationId(), failure, "no") : answer(node, command)));
    }

    private ReachEvent answer(SimNode node, ReachCommand.MapPort command) {
        SimNode holder = forwarded.computeIfAbsent(command.protocol() + " " + command.wantedExternalPort(), port -> node);
        return holder == node
                ? new ReachEvent.PortMapped(command.operationId(), MappingMethod.PCP, command.protocol(), command.internalPort(),
                        command.wantedExternalPort(), dice.chance(2000) ? 0 : (int) dice.between(10, 7200), EXTERNAL)
                : new ReachEvent.PortMapFailed(command.operationId(), MappingFailure.CONFLICT, "the port belongs to " + holder);
    }

    void unmap(SimNode node, ReachCommand.UnmapPort command) {
        long life = node.life();
        boolean own = forwarded.remove(command.protocol() + " " + command.externalPort(), node);
        Fault.unless(own, node + " gives back port " + command.externalPort() + ", which is not its own");
        if (dice.chance(8000)) {
            ReachEvent answer = new ReachEvent.PortUnmapped(command.operationId(), "");
            timeline.after(dice.between(1, 500) * Timeline.MS_NS, () -> node.postIn(life, answer));
        }
    }

    void announce(SimNode node, ReachCommand.AnnounceLocally command) {
        Fault.unless(!command.infoHashes().isEmpty() && announcesLocally, "an announce of nothing, or against the user's will");
        for (SimNode other : nodes) {
            for (InfoHash infoHash : command.infoHashes()) {
                if (other != node && other.isUp()) {
                    other.postIn(other.life(), new ReachEvent.LocalPeerDiscovered(infoHash, node.endpoint()));
                }
            }
        }
    }
}
