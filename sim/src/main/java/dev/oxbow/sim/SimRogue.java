package dev.oxbow.sim;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.sim.rogue.Rogue;
import java.util.ArrayList;
import java.util.List;

/** A scripted peer on the simulated network: trackers name it, nodes dial it, and it dials them. */
final class SimRogue {
    static final Endpoint ENDPOINT = Endpoint.of(new byte[] {10, 0, 0, 100}, 6881);

    private final String name;
    private final Rogue script;
    private final Swarm swarm;
    private final Dice dice;
    private final List<RogueConnection> connections = new ArrayList<>();
    private int made;

    SimRogue(String name, Rogue script, Swarm swarm, Dice dice) {
        this.name = name;
        this.script = script;
        this.swarm = swarm;
        this.dice = dice;
    }

    Rogue script() {
        return script;
    }

    Endpoint endpoint() {
        return ENDPOINT;
    }

    void arrive() {
        if (script.listens()) {
            swarm.tracker().list(endpoint());
        }
        if (script.dialEverySeconds() > 0) {
            swarm.timeline().after(dice.between(6, 10) * Timeline.SECOND_NS, this::dial);
        }
    }

    private void dial() {
        connections.removeIf(connection -> connection.closed);
        for (SimNode node : swarm.nodes()) {
            boolean connected = connections.stream().anyMatch(connection -> connection.other.node == node);
            if (node.isUp() && !connected && mayTalk()) {
                swarm.network().openFrom(newConnection(true), node);
            }
        }
        if (!swarm.isOver()) {
            swarm.timeline().after(script.dialEverySeconds() * Timeline.SECOND_NS, this::dial);
        }
    }

    boolean isListening() {
        return script.listens() && mayTalk();
    }

    private boolean mayTalk() {
        return made < script.connectionsMax();
    }

    RogueConnection newConnection(boolean dialled) {
        RogueConnection connection = new RogueConnection(this, swarm, made++, dialled, dice.fork());
        connections.add(connection);
        return connection;
    }

    @Override
    public String toString() {
        return "the scripted peer " + name;
    }
}
