package dev.oxbow.core.dht;

import dev.oxbow.core.krpc.KrpcDecoder;
import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcFault;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcPacket;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;

/** Nodes that send each other datagrams, in memory, in virtual time, from a seed. */
final class SimulatedDht {
    static final long START_NS = 1_700_000_000L * Deadline.SECOND_NS;
    private static final int DECISIONS_PER_TURN_MAX = 2_000;

    /** How a node answers. */
    enum Conduct { HONEST, DEAD, LIAR }

    /** A datagram on its way, or (without bytes) the time at which a node wants to be woken. */
    private record Happening(long timeNs, long number, Endpoint from, Endpoint to, byte[] packet) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** One node, and what it found. */
    static final class Node {
        final Endpoint endpoint;
        final DhtState state;
        final DhtAnswers answers;
        final Map<InfoHash, Set<Endpoint>> found = new HashMap<>();
        final List<DhtDecision> decisions = new ArrayList<>();
        /** Lookups as they were when they ended. */
        final List<Lookup> ended = new ArrayList<>();
        Conduct conduct = Conduct.HONEST;
        int queriesSent;
        long wakeNs;

        Node(Endpoint endpoint, DhtState state) {
            this.endpoint = endpoint;
            this.state = state;
            this.answers = new DhtAnswers(state, Optional.empty());
        }
    }

    final SplittableRandom random;
    final Map<Endpoint, Node> byEndpoint = new HashMap<>();
    final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
    private final Liar liar;
    private long nextNumber;
    long timeNs = START_NS;
    long datagrams;
    double lossRate;

    SimulatedDht(long seed) {
        random = new SplittableRandom(seed);
        liar = new Liar(random.split());
    }

    Endpoint newAddress() {
        while (true) {
            byte[] address = {(byte) (20 + random.nextInt(100)), (byte) random.nextInt(256), (byte) random.nextInt(256),
                (byte) (1 + random.nextInt(254))};
            Endpoint endpoint = Endpoint.of(address, 1024 + random.nextInt(60_000));
            if (byEndpoint.keySet().stream().noneMatch(other -> other.address().equals(endpoint.address()))) {
                return endpoint;
            }
        }
    }

    Node add() {
        return add(newAddress());
    }

    Node add(Endpoint endpoint) {
        long seed = random.nextLong();
        DhtState state = new DhtState(DhtSettings.ipv4(seed), NodeIds.derive(endpoint.address(), seed, 0), timeNs);
        Node node = new Node(endpoint, state);
        byEndpoint.put(endpoint, node);
        nodes.add(node);
        return node;
    }

    /** Lets the node act, after something was told to its state. */
    void turn(Node node) {
        DhtPolicy.decide(node.state, timeNs, decision -> carryOut(node, decision));
        long nextNs = DhtSchedule.earliestNs(node.state, timeNs);
        if (nextNs <= timeNs) {
            throw new AssertionError("what is due is not done, and would be due for ever");
        }
        if (nextNs < node.wakeNs || node.wakeNs <= timeNs) {
            node.wakeNs = nextNs;
            happenings.add(new Happening(nextNs, nextNumber++, node.endpoint, node.endpoint, null));
        }
        node.decisions.clear();
    }

    private void carryOut(Node node, DhtDecision decision) {
        node.decisions.add(decision);
        if (node.decisions.size() > DECISIONS_PER_TURN_MAX) {
            throw new AssertionError("a turn without end");
        }
        if (decision instanceof DhtDecision.EndLookup end) {
            node.state.lookups().stream().filter(lookup -> lookup.lookupId() == end.lookupId()).forEach(node.ended::add);
        }
        node.state.apply(decision, timeNs);
        if (decision instanceof DhtDecision.SendQuery send) {
            node.queriesSent++;
            send(node.endpoint, send.to(), send.query());
        } else if (decision instanceof DhtDecision.SendResponse send) {
            send(node.endpoint, send.to(), send.response());
        } else if (decision instanceof DhtDecision.SendError send) {
            send(node.endpoint, send.to(), send.error());
        }
    }

    void send(Endpoint from, Endpoint to, KrpcMessage message) {
        byte[] packet = KrpcEncoder.encode(message);
        if (packet.length > KrpcEncoder.PACKET_LENGTH_BYTES_MAX) {
            throw new AssertionError("a datagram of " + packet.length + " bytes");
        }
        datagrams++;
        if (random.nextDouble() >= lossRate) {
            long delayNs = 5_000_000L + random.nextLong(195_000_000L);
            happenings.add(new Happening(timeNs + delayNs, nextNumber++, from, to, packet));
        }
    }

    void run(long durationNs) {
        long endNs = timeNs + durationNs;
        while (!happenings.isEmpty() && happenings.peek().timeNs() <= endNs) {
            Happening next = happenings.poll();
            timeNs = next.timeNs();
            Optional.ofNullable(byEndpoint.get(next.to())).filter(node -> node.conduct != Conduct.DEAD)
                    .ifPresent(node -> happen(node, next));
        }
        timeNs = endNs;
    }

    private void happen(Node node, Happening happening) {
        node.state.onTimePassed(timeNs);
        if (happening.packet() == null) {
            turn(node);
            return;
        }
        KrpcPacket packet = KrpcDecoder.decode(happening.packet());
        if (node.conduct == Conduct.LIAR && packet instanceof KrpcQuery query) {
            liar.answer(this, node, happening.from(), query);
            return;
        }
        receive(node, happening.from(), packet);
        turn(node);
    }

    private void receive(Node node, Endpoint from, KrpcPacket packet) {
        if (packet instanceof KrpcQuery query) {
            node.state.onQueryReceived(from, query, timeNs);
            node.answers.decide(from, query, timeNs, decision -> carryOut(node, decision));
        } else if (packet instanceof KrpcResponse response) {
            node.state.peersIn(from, response).ifPresent(peers ->
                    node.found.computeIfAbsent(peers.infoHash(), key -> new LinkedHashSet<>()).addAll(peers.peers()));
            node.state.onResponseReceived(from, response, timeNs);
        } else if (packet instanceof KrpcError error) {
            node.state.onErrorReceived(from, error, timeNs);
        } else if (packet instanceof KrpcFault fault) {
            node.state.onFaultReceived(from, fault, timeNs);
            node.answers.decide(from, fault, timeNs, decision -> carryOut(node, decision));
        }
    }

    ByteString randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }
}
