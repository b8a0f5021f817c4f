package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A whole DHT in memory: who announces is found, though many nodes are gone and some lie. */
class DhtNetworkTest {
    private static final int NODE_COUNT = 1000;
    private static final int TORRENT_COUNT = 10;
    private static final int ANNOUNCERS = 5;
    private static final int SEEKERS = 10;
    private static final int HOPS_MAX = 10; // log2(1000)

    private static SimulatedDht network(long seed, int nodeCount) {
        SimulatedDht network = new SimulatedDht(seed);
        for (int i = 0; i < nodeCount; i++) {
            SimulatedDht.Node node = network.add();
            List<Endpoint> routers = List.of(network.nodes.get(0).endpoint, network.nodes.get(i / 2).endpoint);
            node.state.onRoutersFound(i == 0 ? List.of() : routers, network.timeNs);
            network.turn(node);
            network.run(Deadline.SECOND_NS / 5);
        }
        network.run(2 * DhtTimes.MINUTE_NS);
        return network;
    }

    private static void spoil(SimulatedDht network) {
        for (int i = 0; i < network.nodes.size(); i++) {
            int dice = network.random.nextInt(100);
            network.nodes.get(i).conduct = dice < 20 ? SimulatedDht.Conduct.DEAD
                    : dice < 25 ? SimulatedDht.Conduct.LIAR : SimulatedDht.Conduct.HONEST;
        }
    }

    private static List<SimulatedDht.Node> someHonest(SimulatedDht network, int count) {
        Set<SimulatedDht.Node> chosen = new LinkedHashSet<>();
        while (chosen.size() < count) {
            SimulatedDht.Node node = network.nodes.get(network.random.nextInt(network.nodes.size()));
            if (node.conduct == SimulatedDht.Conduct.HONEST) {
                chosen.add(node);
            }
        }
        return new ArrayList<>(chosen);
    }

    private static void want(SimulatedDht network, SimulatedDht.Node node, InfoHash infoHash, int port) {
        node.state.onTorrentWanted(new Announcement(infoHash, port, false, false), network.timeNs);
        network.turn(node);
    }

    private static void seek(SimulatedDht network, SimulatedDht.Node seeker, InfoHash infoHash) {
        seeker.ended.clear();
        seeker.found.clear();
        want(network, seeker, infoHash, 0);
    }

    @Test
    void findsPeersAmongAThousandNodesOfWhichAFifthIsDeadAndSomeLie() {
        SimulatedDht network = network(5, NODE_COUNT);
        spoil(network);
        int found = 0;
        int sought = 0;
        int hopsMax = 0;
        int askedMax = 0;
        for (int torrent = 0; torrent < TORRENT_COUNT; torrent++) {
            InfoHash infoHash = new InfoHash(network.randomBytes(20));
            List<SimulatedDht.Node> announcers = someHonest(network, ANNOUNCERS);
            announcers.forEach(node -> want(network, node, infoHash, 6881));
            network.run(DhtTimes.MINUTE_NS / 2);
            Set<Endpoint> peers = announcers.stream().map(node -> new Endpoint(node.endpoint.address(), 6881)).collect(Collectors.toSet());
            List<SimulatedDht.Node> seekers = someHonest(network, SEEKERS);
            seekers.forEach(seeker -> seek(network, seeker, infoHash));
            network.run(DhtTimes.MINUTE_NS / 2);
            for (SimulatedDht.Node seeker : seekers) {
                Set<Endpoint> known = seeker.found.getOrDefault(infoHash, Set.of());
                sought += peers.size();
                found += peers.stream().filter(known::contains).count();
                Lookup lookup = seeker.ended.stream().filter(ended -> ended.target().equals(NodeId.of(infoHash))).findFirst().orElseThrow();
                hopsMax = Math.max(hopsMax, lookup.hops());
                askedMax = Math.max(askedMax, lookup.askedCount());
            }
        }
        assertEquals(sought, found);
        assertTrue(hopsMax <= HOPS_MAX, "hops: " + hopsMax);
        assertTrue(askedMax < Lookup.ASKED_MAX, "asked: " + askedMax);
        network.nodes.forEach(node -> node.state.table().checkInvariants());
    }

    @Test
    void findsPeersThoughDatagramsAreLostAndTheSeekerStartsFromWhatItKept() {
        for (int seed = 20; seed < 24; seed++) {
            SimulatedDht network = network(seed, 100);
            network.lossRate = 0.1;
            InfoHash infoHash = new InfoHash(network.randomBytes(20));
            SimulatedDht.Node announcer = someHonest(network, 1).get(0);
            want(network, announcer, infoHash, 6881);
            network.run(DhtTimes.MINUTE_NS);
            SimulatedDht.Node before = someHonest(network, 1).get(0);
            SimulatedDht.Node restarted = network.add();
            for (TableNode node : before.state.table().nodes()) {
                restarted.state.onNodeRestored(node.contact(), node.lastAnswerNs(), network.timeNs);
            }
            want(network, restarted, infoHash, 0);
            network.run(DhtTimes.MINUTE_NS);
            assertEquals(Set.of(new Endpoint(announcer.endpoint.address(), 6881)), restarted.found.get(infoHash), "seed " + seed);
        }
    }

    @Test
    void repeatsItselfFromTheSameSeed() {
        List<Long> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            SimulatedDht network = network(7, 60);
            spoil(network);
            InfoHash infoHash = new InfoHash(network.randomBytes(20));
            someHonest(network, 3).forEach(node -> want(network, node, infoHash, 6881));
            network.run(20 * DhtTimes.MINUTE_NS);
            long sum = network.datagrams;
            for (SimulatedDht.Node node : network.nodes) {
                for (TableNode known : node.state.table().nodes()) {
                    sum = sum * 31 + known.contact().hashCode() + known.lastAnswerNs();
                }
            }
            runs.add(sum);
        }
        assertEquals(runs.get(0), runs.get(1));
    }
}
