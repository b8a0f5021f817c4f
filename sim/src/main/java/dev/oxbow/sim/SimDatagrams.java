package dev.oxbow.sim;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.dht.DhtEntries;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.krpc.KrpcDecoder;
import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcPacket;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.session.DhtNodes;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.sim.rogue.Rogue;
import java.util.List;
import java.util.Optional;

/** UDP between the nodes: datagrams come late, in another order, or not at all. In some swarms there is none, and so no DHT. */
final class SimDatagrams {
    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final List<SimNode> nodes;
    private boolean on;
    private Optional<Rogue> rogue = Optional.empty();

    /** @param nodes all of the swarm; the first is where the others begin */
    SimDatagrams(Timeline timeline, Faults faults, Dice dice, List<SimNode> nodes) {
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
        this.nodes = nodes;
        this.on = dice.below(2) == 0;
    }

    /** In the DHT there is also this one, and others begin with it, too. */
    void admit(Rogue script) {
        on |= script.dhtNode().isPresent();
        rogue = Optional.of(script).filter(it -> it.dhtNode().isPresent());
    }

    /** Whether nodes are in the DHT. */
    boolean isOn() {
        return on;
    }

    void open(SimNode node) {
        node.post(faults.strikes(dice, faults.connectionLost) ? new DhtEvent.DhtListenFailed("address in use")
                : new DhtEvent.DhtListenSucceeded(node.endpoint(), true, false));
    }

    void resolve(SimNode node, DhtCommand.ResolveHosts command) {
        for (String host : command.hosts()) {
            node.post(faults.strikes(dice, faults.connectionLost) ? new DhtEvent.HostResolveFailed(command.ipv6(), host, "no name server")
                    : new DhtEvent.HostResolved(command.ipv6(), host, first()));
        }
    }

    private List<Endpoint> first() {
        Endpoint node = nodes.get(0).endpoint();
        return rogue.flatMap(Rogue::dhtNode).map(it -> List.of(node, it)).orElse(List.of(node));
    }

    void send(SimNode from, DhtCommand command) {
        from.state().dht().datagram(command, from.state().timeNs()).ifPresent(datagram -> {
            KrpcPacket packet = KrpcDecoder.decode(datagram.payload().toArray());
            Fault.unless(packet instanceof KrpcMessage, "a datagram that nobody can read: " + packet);
            if (!faults.strikes(dice, faults.connectionLost)) {
                travel(from, datagram, (KrpcMessage) packet);
            }
        });
    }

    private void answer(Rogue script, SimNode to, KrpcMessage message) {
        if (message instanceof KrpcQuery query) {
            for (KrpcMessage said : script.asked(query)) {
                KrpcMessage packet = (KrpcMessage) KrpcDecoder.decode(KrpcEncoder.encode(said));
                timeline.after(dice.between(0, 100 * Timeline.MS_NS), () -> to.post(DhtEntries.received(script.dhtNode().get(), packet)));
            }
        }
    }

    private void travel(SimNode from, DhtNodes.Datagram datagram, KrpcMessage message) {
        Endpoint sender = from.endpoint();
        rogue.filter(it -> it.dhtNode().filter(datagram.to()::equals).isPresent()).ifPresent(it -> answer(it, from, message));
        timeline.after(from.latencyNs() + dice.between(0, 100 * Timeline.MS_NS), () -> nodes.stream()
                .filter(node -> node.endpoint().equals(datagram.to()) && node.isUp() && node.state().dht().isRunning())
                .forEach(node -> node.post(DhtEntries.received(sender, message))));
    }
}
