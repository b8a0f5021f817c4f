package dev.oxbow.sim;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Connections between nodes: latency, bandwidth, loss and silence. Messages arrive in order, or the connection is lost. */
final class SimNetwork {
    private static final int MESSAGE_BYTES = 32;
    private static final long DIAL_TIMEOUT_NS = 10 * Timeline.SECOND_NS;

    /** Of 10,000 ends of connections so many belong to a program that is busy. */
    private static final int DAWDLES = 3000;

    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final Dice cutDice;
    private final List<SimNode> nodes;
    private final Payload payload;
    private Optional<SimRogue> rogue = Optional.empty();
    private final Map<SimNode, Map<Long, SimConnection>> connections = new LinkedHashMap<>();

    SimNetwork(Timeline timeline, Faults faults, Dice dice, Dice cutDice, List<SimNode> nodes, Payload payload) {
        this.cutDice = cutDice;
        this.payload = payload;
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
        this.nodes = nodes;
    }

    private Map<Long, SimConnection> of(SimNode node) {
        return connections.computeIfAbsent(node, none -> new LinkedHashMap<>());
    }

    void admit(SimRogue scripted) {
        rogue = Optional.of(scripted);
    }

    void connect(SimNode from, ConnectionCommand.Connect command) {
        Optional<SimRogue> scripted = rogue.filter(it -> it.isListening() && it.endpoint().equals(command.endpoint()));
        SimNode to = nodes.stream().filter(node -> node.endpoint().equals(command.endpoint())).findFirst().orElse(null);
        long life = from.life();
        long latencyNs = latencyNs(from, to);
        boolean cut = to != null && Math.max(from.sendsAgainNs(), to.hearsAgainNs()) > timeline.nowNs();
        boolean lost = faults.strikes(dice, faults.connectionLost * 20) || cut;
        timeline.after(latencyNs, () -> {
            if (of(from).containsKey(command.connectionId())) {
                return; // given up meanwhile
            }
            if (scripted.isPresent() && from.life() == life) {
                openTo(from, scripted.get(), command.connectionId(), latencyNs);
            } else if (to == null || lost || !to.isUp()) {
                timeline.after(lost ? DIAL_TIMEOUT_NS : latencyNs, () ->
                        from.postIn(life, new ConnectionEvent.ConnectFailed(command.connectionId(), "connection refused")));
            } else if (from.life() == life) {
                open(from, to, command.connectionId(), latencyNs);
            }
        });
    }

    private void open(SimNode from, SimNode to, long dialledId, long latencyNs) {
        SimConnection dialled = new SimConnection(from, dialledId, payload);
        SimConnection accepted = new SimConnection(to, to.nextAcceptedId(), payload);
        dialled.other = accepted;
        accepted.other = dialled;
        cutSome(dialled);
        cutSome(accepted);
        of(from).put(dialledId, dialled);
        of(to).put(accepted.connectionId, accepted);
        Endpoint caller = new Endpoint(from.endpoint().address(), 40_000 + (int) (dialledId % 20_000));
        to.post(new ConnectionEvent.ConnectionAccepted(accepted.connectionId, caller));
        long life = from.life();
        timeline.after(latencyNs, () -> from.postIn(life, new ConnectionEvent.ConnectionOpened(dialledId)));
    }

    private void cutSome(SimConnection end) {
        if (cutDice.chance(DAWDLES)) {
            end.dawdle(timeline, cutDice.between(1, 60) * Timeline.MS_NS);
        }
        if (faults.strikes(cutDice, faults.cuts)) {
            end.cut(cutDice.fork());
        }
    }

    private void openTo(SimNode from, SimRogue scripted, long dialledId, long latencyNs) {
        SimConnection dialled = new SimConnection(from, dialledId, payload);
        join(dialled, scripted.newConnection(false));
        long life = from.life();
        timeline.after(latencyNs, () -> from.postIn(life, new ConnectionEvent.ConnectionOpened(dialledId)));
    }

    /** A scripted peer dials. */
    void openFrom(RogueConnection dialled, SimNode to) {
        SimConnection accepted = new SimConnection(to, to.nextAcceptedId(), payload);
        join(accepted, dialled);
        to.post(new ConnectionEvent.ConnectionAccepted(accepted.connectionId,
                new Endpoint(dialled.self().address(), 40_000 + dialled.number() % 20_000)));
        dialled.opened();
    }

    private void join(SimConnection end, RogueConnection scripted) {
        end.other = scripted;
        scripted.other = end;
        of(end.node).put(end.connectionId, end);
    }

    void closedByOther(SimConnection end) {
        end.close("closed by the peer");
        forget(end);
    }

    private long latencyNs(SimNode from, SimNode to) {
        return ((from == null ? 0 : from.latencyNs()) + (to == null ? 0 : to.latencyNs())) / 2 + dice.between(0, Timeline.MS_NS);
    }

    void limit(SimNode node, long connectionId) {
        SimConnection end = of(node).get(connectionId);
        if (end != null) {
            end.limit();
            end.read();
        }
    }

    void awaitMetadata(SimNode node, long connectionId) {
        SimConnection end = of(node).get(connectionId);
        if (end != null) {
            end.early = true;
            end.read();
        }
    }

    void send(SimNode node, long connectionId, LongFunction<Event> message) {
        send(node, connectionId, message, false);
    }

    void sendHandshake(SimNode node, ConnectionCommand.SendHandshake command) {
        send(node, command.connectionId(), id ->
                new ConnectionEvent.HandshakeReceived(id, command.infoHash(), command.peerId(), command.reservedBits()), true);
    }

    private void send(SimNode node, long connectionId, LongFunction<Event> message, boolean handshake) {
        SimConnection end = of(node).get(connectionId);
        if (end != null && !end.closed) {
            SimConnection to = end.other;
            timeline.at(arrivalNs(end, MESSAGE_BYTES), () -> to.arrive(message, handshake));
        }
    }

    void sendHave(SimNode node, int pieceIndex) {
        for (SimConnection end : List.copyOf(of(node).values())) {
            if (end.limited) {
                send(node, end.connectionId, id -> new PeerEvent.HaveReceived(id, pieceIndex));
            }
        }
    }

    void sendDontHave(SimNode node, int pieceIndex) {
        for (SimConnection end : List.copyOf(of(node).values())) {
            if (end.limited) {
                send(node, end.connectionId, id -> new PeerEvent.DontHaveReceived(id, pieceIndex));
            }
        }
    }

    void sendBlock(SimNode node, PeerCommand.SendBlock command, long content) {
        SimConnection end = of(node).get(command.connectionId());
        if (end == null || end.closed) {
            return;
        }
        int block = command.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
        SimConnection to = end.other;
        long arrivalNs = arrivalNs(end, MESSAGE_BYTES + command.lengthBytes());
        long life = node.life();
        timeline.at(node.uplinkFreeNs(), () -> {
            if (life == node.life()) {
                end.sent(command);
            }
        });
        timeline.at(arrivalNs, () -> to.arriveBlock(new PeerEvent.BlockReceived(0, command.pieceIndex(), block, 0, 0), content));
    }

    private long arrivalNs(SimConnection from, int bytes) {
        if (faults.strikes(dice, faults.stall)) {
            from.stalledUntilNs = timeline.nowNs() + dice.between(1, 180) * Timeline.SECOND_NS;
        }
        if (faults.strikes(dice, faults.connectionLost)) {
            timeline.after(dice.between(0, Timeline.SECOND_NS), () -> lose(from));
        }
        long againNs = Math.max(from.node.sendsAgainNs(), from.other.node == null ? 0 : from.other.node.hearsAgainNs());
        long sentNs = Math.max(from.node.sendUntilNs(bytes), Math.max(from.stalledUntilNs, againNs));
        from.lastArrivalNs = Math.max(from.lastArrivalNs, sentNs + latencyNs(from.node, from.other.node));
        return from.lastArrivalNs;
    }

    /** Loses one connection between nodes, if there is any. */
    void loseAny(Dice lots) {
        List<SimConnection> between = connections.values().stream().flatMap(ends -> ends.values().stream())
                .filter(end -> !end.closed && end.other.node != null).toList();
        if (!between.isEmpty()) {
            lose(between.get(lots.below(between.size())));
        }
    }

    private void lose(SimConnection end) {
        end.close("connection reset");
        end.other.close("connection reset");
        forget(end);
        forget(end.other);
    }

    private void forget(SimConnection end) {
        if (end.node != null) {
            of(end.node).remove(end.connectionId, end);
        }
    }

    void close(SimNode node, long connectionId) {
        SimConnection end = of(node).get(connectionId);
        if (end == null) {
            giveUpDial(node, connectionId);
            return;
        }
        if (end.closed) {
            return;
        }
        long arrivalNs = Math.max(end.lastArrivalNs, timeline.nowNs() + latencyNs(node, end.other.node));
        end.close("closed by us");
        forget(end);
        timeline.at(arrivalNs, () -> {
            end.other.close("closed by the peer");
            forget(end.other);
        });
    }

    private void giveUpDial(SimNode node, long connectionId) {
        SimConnection gone = new SimConnection(node, connectionId, payload);
        gone.other = gone;
        of(node).put(connectionId, gone);
        gone.close("closed by us");
    }

    /** @param silently the other ends hear nothing, as when a machine loses its power */
    void kill(SimNode node, boolean silently) {
        for (SimConnection end : List.copyOf(of(node).values())) {
            end.closed = true;
            if (!silently) {
                timeline.after(latencyNs(node, end.other.node), () -> {
                    end.other.close("connection reset");
                    forget(end.other);
                });
            }
        }
        of(node).clear();
    }

    void readOn(SimNode node) {
        List.copyOf(of(node).values()).forEach(SimConnection::read);
    }
}
