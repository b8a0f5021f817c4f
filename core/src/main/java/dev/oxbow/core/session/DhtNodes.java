package dev.oxbow.core.session;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.dht.Announcement;
import dev.oxbow.core.dht.DhtAnswers;
import dev.oxbow.core.dht.DhtDecision;
import dev.oxbow.core.dht.DhtEntries;
import dev.oxbow.core.dht.DhtSchedule;
import dev.oxbow.core.dht.DhtSettings;
import dev.oxbow.core.dht.DhtState;
import dev.oxbow.core.dht.NodeIds;
import dev.oxbow.core.dht.TableNode;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The session's part in the DHT: a node for each family of addresses (BEP 32) while there is a socket, and what is kept of them for the
 * next session. Only records.
 */
public final class DhtNodes {
    private static final int NAMED_HOSTS_MAX = 32;

    /**
     * A datagram to be sent.
     *
     * @param payload at most 1024 bytes
     */
    public record Datagram(Endpoint to, ByteString payload) {
    }

    boolean on;
    List<String> bootstrapHosts = List.of();
    Optional<Endpoint> listening = Optional.empty();
    /** The torrent of which the last datagram brought peers; 0 when it brought none. */
    int foundTorrentId;
    private final Set<String> namedHosts = new LinkedHashSet<>();
    private Optional<DhtState> ipv4 = Optional.empty();
    private Optional<DhtState> ipv6 = Optional.empty();
    private final List<Endpoint> routers = new ArrayList<>();
    private Optional<DhtEvent.DhtQueryReceived> queryInHand = Optional.empty();
    private final List<CheckpointEvent.DhtIdRestored> keptIds = new ArrayList<>();
    private final List<CheckpointEvent.DhtNodeRestored> keptNodes = new ArrayList<>();

    DhtNodes() {
    }

    /** Our node of one family, while there is one. */
    public Optional<DhtState> node(boolean ofIpv6) {
        return ofIpv6 ? ipv6 : ipv4;
    }

    /** Those that there are, IPv4 first. */
    public List<DhtState> nodes() {
        List<DhtState> out = new ArrayList<>();
        ipv4.ifPresent(out::add);
        ipv6.ifPresent(out::add);
        return out;
    }

    public boolean isRunning() {
        return ipv4.isPresent() || ipv6.isPresent();
    }

    /** Where other nodes reach us, while there is a socket. */
    public Optional<Endpoint> listening() {
        return listening;
    }

    /** How many nodes we know. */
    public int nodeCount() {
        return nodes().stream().mapToInt(node -> node.table().size()).sum();
    }

    /** What torrents named, as {@code host:port}. */
    List<String> namedHosts() {
        return List.copyOf(namedHosts);
    }

    /** When something is due; {@link Deadline#NONE} when nothing is ever. */
    long nextNs(long timeNs) {
        return nodes().stream().mapToLong(node -> DhtSchedule.earliestNs(node, timeNs)).min().orElse(Deadline.NONE);
    }

    DhtAnswers answers(DhtState node) {
        return new DhtAnswers(node, node(!node.settings().ipv6()));
    }

    /**
     * What a command that was applied just now sends; nothing for commands that send nothing.
     *
     * @param timeNs of the command
     */
    public Optional<Datagram> datagram(DhtCommand command, long timeNs) {
        if (command instanceof DhtCommand.SendDhtQuery send) {
            return node(send.to().isIpv6()).map(node -> datagram(send.to(), DhtEntries.query(node, send).query()));
        } else if (command instanceof DhtCommand.SendDhtResponse send) {
            return queryInHand.flatMap(query -> node(send.to().isIpv6()).flatMap(node -> response(node, query, timeNs)));
        } else if (command instanceof DhtCommand.SendDhtError send) {
            return Optional.of(datagram(send.to(), new KrpcError(send.transaction(), send.code(), send.text())));
        }
        return Optional.empty();
    }

    private Optional<Datagram> response(DhtState node, DhtEvent.DhtQueryReceived query, long timeNs) {
        DhtDecision reply = answers(node).reply(query.from(), DhtEntries.query(query), timeNs);
        return reply instanceof DhtDecision.SendResponse send ? Optional.of(datagram(send.to(), send.response())) : Optional.empty();
    }

    private static Datagram datagram(Endpoint to, KrpcMessage message) {
        return new Datagram(to, ByteString.wrap(KrpcEncoder.encode(message)));
    }

    /** What is to be kept of it, as entries that restore it. */
    List<CheckpointEvent> kept() {
        List<CheckpointEvent> out = new ArrayList<>();
        for (boolean family : new boolean[] {false, true}) {
            Optional<DhtState> node = node(family);
            if (node.isPresent()) {
                out.add(new CheckpointEvent.DhtIdRestored(family, node.get().ownId()));
                node.get().table().nodes().stream().map(DhtNodes::kept).forEach(out::add);
            } else {
                keptIds.stream().filter(id -> id.ipv6() == family).forEach(out::add);
                keptNodes.stream().filter(kept -> kept.endpoint().isIpv6() == family).forEach(out::add);
            }
        }
        return out;
    }

    private static CheckpointEvent.DhtNodeRestored kept(TableNode node) {
        return new CheckpointEvent.DhtNodeRestored(node.id(), node.endpoint(), node.lastAnswerNs());
    }

    /** Where the hosts to begin with are, as far as that is known. */
    List<Endpoint> routers() {
        return List.copyOf(routers);
    }

    // What follows records; only the fold calls it.

    void restored(CheckpointEvent.DhtIdRestored id) {
        keptIds.add(id);
    }

    void restored(CheckpointEvent.DhtNodeRestored node) {
        keptNodes.add(node);
    }

    void named(List<String> hosts) {
        hosts.stream().limit(NAMED_HOSTS_MAX - namedHosts.size()).forEach(namedHosts::add);
    }

    /** The socket is open: the nodes begin with what is kept of them. */
    void opened(DhtEvent.DhtListenSucceeded event, long seed, long timeNs) {
        listening = Optional.of(event.endpoint());
        boolean both = event.ipv4() && event.ipv6();
        ipv4 = event.ipv4() ? Optional.of(begin(new DhtSettings(seed, false, both, false, false), timeNs)) : Optional.empty();
        ipv6 = event.ipv6() ? Optional.of(begin(new DhtSettings(seed, true, both, false, false), timeNs)) : Optional.empty();
    }

    private DhtState begin(DhtSettings settings, long timeNs) {
        NodeId id = keptIds.stream().filter(kept -> kept.ipv6() == settings.ipv6()).map(CheckpointEvent.DhtIdRestored::nodeId).findFirst()
                .orElseGet(() -> NodeIds.random(settings.seed(), settings.ipv6() ? 1 : 0));
        DhtState node = new DhtState(settings, id, timeNs);
        keptNodes.stream().filter(kept -> kept.endpoint().isIpv6() == settings.ipv6())
                .forEach(kept -> node.onNodeRestored(kept.contact(), kept.lastAnswerNs(), timeNs));
        return node;
    }

    /** The process that had the socket is gone. */
    void closed() {
        List<CheckpointEvent> entries = kept();
        clear();
        for (CheckpointEvent entry : entries) {
            if (entry instanceof CheckpointEvent.DhtIdRestored id) {
                keptIds.add(id);
            } else if (entry instanceof CheckpointEvent.DhtNodeRestored node) {
                keptNodes.add(node);
            }
        }
    }

    /** But for whether it is to be on. */
    void clear() {
        listening = Optional.empty();
        foundTorrentId = 0;
        ipv4 = Optional.empty();
        ipv6 = Optional.empty();
        namedHosts.clear();
        routers.clear();
        queryInHand = Optional.empty();
        keptIds.clear();
        keptNodes.clear();
    }

    void inHand(DhtEvent.DhtQueryReceived query) {
        queryInHand = Optional.of(query);
    }

    void resolving(boolean ofIpv6) {
        routers.removeIf(router -> router.isIpv6() == ofIpv6);
    }

    void resolved(DhtEvent.HostResolved event, long timeNs) {
        event.endpoints().stream().filter(endpoint -> endpoint.isIpv6() == event.ipv6() && !routers.contains(endpoint))
                .limit(NAMED_HOSTS_MAX).forEach(routers::add);
        node(event.ipv6()).ifPresent(node -> node.onRoutersFound(routers, timeNs));
    }

    /** A torrent's peers are sought as long as it runs and is no private one (BEP 27). */
    void follow(Swarm torrent, int listenPort, long timeNs) {
        boolean wanted = torrent.isRunning() && !torrent.isPrivate();
        boolean seed = torrent instanceof Torrent known && known.picker().verified().isFull();
        for (DhtState node : nodes()) {
            if (wanted) {
                node.onTorrentWanted(new Announcement(torrent.infoHash(), listenPort, false, seed), timeNs);
            } else {
                node.onTorrentUnwanted(torrent.infoHash());
            }
        }
    }

    @Override
    public String toString() {
        return "DHT " + (on ? "on" : "off") + ", beginning with " + bootstrapHosts + " and " + namedHosts + " at " + routers + ", listening at "
                + listening + ", knowing " + nodeCount() + " nodes, keeping " + keptIds + " and " + keptNodes + ", found " + foundTorrentId
                + ", asked " + queryInHand;
    }
}
