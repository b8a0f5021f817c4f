package dev.oxbow.core.session;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.DhtCommandHandler;
import dev.oxbow.core.dht.DhtDecision;
import dev.oxbow.core.dht.DhtEntries;
import dev.oxbow.core.dht.DhtState;
import dev.oxbow.core.dht.PeersFound;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtEventHandler;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.TransportProtocol;
import java.util.List;
import java.util.Optional;

/** Records what happens at our node in the DHT. */
final class DhtFold implements DhtEventHandler, DhtCommandHandler {
    private final SessionState state;

    DhtFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onDhtConfigured(DhtEvent.DhtConfigured event) {
        state.dht.on = event.on();
        state.dht.bootstrapHosts = event.bootstrapHosts();
    }

    @Override
    public void onDhtHostsNamed(DhtEvent.DhtHostsNamed event) {
        state.dht.named(event.hosts());
    }

    @Override
    public void onDhtListenSucceeded(DhtEvent.DhtListenSucceeded event) {
        state.dht.opened(event, state.seed, state.timeNs());
        state.reach.listening(TransportProtocol.UDP, event.endpoint().port(), state.timeNs());
        state.swarms().forEach(this::follow);
    }

    void follow(Swarm torrent) {
        state.dht.follow(torrent, state.announcedPort(), state.timeNs());
    }

    @Override
    public void onDhtListenFailed(DhtEvent.DhtListenFailed event) {
        // Then there is no node.
    }

    private void found(Optional<PeersFound> found) {
        Optional<Swarm> torrent = found.flatMap(peers -> state.swarm(peers.infoHash()))
                .filter(it -> it.isRunning() && !it.isPrivate());
        torrent.ifPresent(it -> found.get().peers().forEach(peer -> state.learned(it, peer, CandidateSource.DHT)));
        state.dht.foundTorrentId = torrent.map(Swarm::torrentId).orElse(0);
    }

    @Override
    public void onDhtQueryReceived(DhtEvent.DhtQueryReceived event) {
        KrpcQuery query = DhtEntries.query(event);
        state.dht.inHand(event);
        state.dht.foundTorrentId = 0;
        state.dht.node(event.from().isIpv6()).ifPresent(node -> {
            node.onQueryReceived(event.from(), query, state.timeNs());
            found(node.peerIn(event.from(), query, state.timeNs())); // nobody else may know of it yet
        });
    }

    @Override
    public void onDhtResponseReceived(DhtEvent.DhtResponseReceived event) {
        KrpcResponse response = DhtEntries.response(event);
        boolean ipv6 = event.from().isIpv6();
        state.dht.foundTorrentId = 0;
        state.dht.node(ipv6).ifPresent(node -> {
            found(node.peersIn(event.from(), response));
            node.onResponseReceived(event.from(), response, state.timeNs());
        });
        List<Endpoint> others = DhtEntries.nodes(event, !ipv6).stream().map(NodeContact::endpoint).toList();
        if (!others.isEmpty()) {
            state.dht.node(!ipv6).filter(DhtState::isLonely).ifPresent(node -> node.onRoutersFound(others, state.timeNs()));
        }
    }

    @Override
    public void onDhtErrorReceived(DhtEvent.DhtErrorReceived event) {
        state.dht.node(event.from().isIpv6())
                .ifPresent(node -> node.onErrorReceived(event.from(), DhtEntries.error(event), state.timeNs()));
    }

    @Override
    public void onHostResolved(DhtEvent.HostResolved event) {
        state.dht.resolved(event, state.timeNs());
    }

    @Override
    public void onHostResolveFailed(DhtEvent.HostResolveFailed event) {
        // It is tried again when its time comes.
    }

    @Override
    public void onOpenDhtSocket(DhtCommand.OpenDhtSocket command) {
        // Answered by an event.
    }

    @Override
    public void onSendDhtQuery(DhtCommand.SendDhtQuery command) {
        state.dht.node(command.to().isIpv6()).ifPresent(node -> node.apply(DhtEntries.query(node, command), state.timeNs()));
    }

    @Override
    public void onSendDhtResponse(DhtCommand.SendDhtResponse command) {
        // Nothing follows from an answer.
    }

    @Override
    public void onSendDhtError(DhtCommand.SendDhtError command) {
        // Nothing follows from an answer.
    }

    @Override
    public void onResolveHosts(DhtCommand.ResolveHosts command) {
        if (command.trusted()) {
            state.dht.resolving(command.ipv6());
            apply(command.ipv6(), new DhtDecision.FindRouters());
        }
    }

    @Override
    public void onStartLookup(DhtCommand.StartLookup command) {
        apply(command.ipv6(), new DhtDecision.StartLookup(command.lookupId(), command.kind(), command.target(), command.bucketIndex()));
    }

    @Override
    public void onEndLookup(DhtCommand.EndLookup command) {
        apply(command.ipv6(), new DhtDecision.EndLookup(command.lookupId(), command.askedCount(), command.answeredCount(),
                command.toldCount(), command.hops()));
    }

    @Override
    public void onChangeNodeId(DhtCommand.ChangeNodeId command) {
        apply(command.ipv6(), new DhtDecision.ChangeNodeId(command.nodeId()));
    }

    private void apply(boolean ipv6, DhtDecision decision) {
        state.dht.node(ipv6).ifPresent(node -> node.apply(decision, state.timeNs()));
    }
}
