package dev.oxbow.core.session;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.dht.DhtDecision;
import dev.oxbow.core.dht.DhtEntries;
import dev.oxbow.core.dht.DhtPolicy;
import dev.oxbow.core.dht.DhtSink;
import dev.oxbow.core.dht.DhtState;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtEventHandler;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.Handshake;
import java.util.List;

/** Decides what our node in the DHT does: {@link DhtPolicy} says what, this says it to the session. */
final class DhtDecisions implements DhtEventHandler {
    private final Turn turn;
    private final Dialler dialler;

    DhtDecisions(Turn turn, Dialler dialler) {
        this.turn = turn;
        this.dialler = dialler;
    }

    /** Peers are listened for, or cannot be: UDP takes the same port if it can. */
    void openIfWanted() {
        if (turn.state.dht.on && !turn.state.isStopRequested()) {
            int port = turn.state.listening().map(Endpoint::port).orElse(turn.state.listenPort);
            turn.emit(new DhtCommand.OpenDhtSocket(turn.state.listenAddress, port));
        }
    }

    /** Does all that is due. */
    void advance() {
        if (!turn.state.isStopRequested()) {
            turn.state.dht.nodes().forEach(node -> DhtPolicy.decide(node, turn.nowNs(), sink(node)));
        }
    }

    private DhtSink sink(DhtState node) {
        boolean ipv6 = node.settings().ipv6();
        return decision -> {
            if (decision instanceof DhtDecision.FindRouters) {
                findRouters(ipv6);
            } else {
                turn.emit(DhtEntries.command(decision, ipv6));
            }
        };
    }

    private void findRouters(boolean ipv6) {
        turn.emit(new DhtCommand.ResolveHosts(ipv6, turn.state.dht.bootstrapHosts, true));
        findNamed(ipv6, turn.state.dht.namedHosts());
    }

    private void findNamed(boolean ipv6, List<String> hosts) {
        if (!hosts.isEmpty()) {
            turn.emit(new DhtCommand.ResolveHosts(ipv6, hosts, false));
        }
    }

    /** What we set in handshakes for the torrent (BEP 5, new protocol message). */
    long reservedBits(Swarm torrent) {
        return turn.state.dht.isRunning() && !torrent.isPrivate() ? Handshake.DHT_BIT : 0;
    }

    /** A peer that has a node as well is told where ours is. */
    void greet(PeerSession session) {
        if (session.isDht()) {
            turn.state.dht.listening().ifPresent(endpoint -> turn.emit(new PeerCommand.SendDhtPort(session.connectionId(), endpoint.port())));
        }
    }

    /** A peer says where its node is. */
    void meet(Torrent torrent, PeerSession session, PeerEvent.DhtPortReceived event) {
        if (event.port() != 0 && !torrent.spec().isPrivate() && !turn.state.isStopRequested()) {
            Endpoint endpoint = new Endpoint(session.endpoint().address(), event.port());
            turn.state.dht.node(endpoint.isIpv6()).ifPresent(node -> DhtPolicy.meet(node, endpoint, turn.nowNs(), sink(node)));
        }
    }

    @Override
    public void onDhtConfigured(DhtEvent.DhtConfigured event) {
        // Holds from the next start on.
    }

    @Override
    public void onDhtHostsNamed(DhtEvent.DhtHostsNamed event) {
        turn.state.dht.nodes().stream().filter(DhtState::isLonely).forEach(node -> findNamed(node.settings().ipv6(), event.hosts()));
    }

    @Override
    public void onDhtListenSucceeded(DhtEvent.DhtListenSucceeded event) {
        advance();
    }

    @Override
    public void onDhtListenFailed(DhtEvent.DhtListenFailed event) {
        // Nothing follows: trackers and others find peers as well.
    }

    @Override
    public void onDhtQueryReceived(DhtEvent.DhtQueryReceived event) {
        if (!turn.state.isStopRequested()) {
            turn.state.dht.node(event.from().isIpv6()).ifPresent(node -> turn.state.dht.answers(node)
                    .decide(event.from(), DhtEntries.query(event), turn.nowNs(), sink(node)));
        }
        goOn();
    }

    @Override
    public void onDhtResponseReceived(DhtEvent.DhtResponseReceived event) {
        goOn();
    }

    private void goOn() {
        turn.state.swarm(turn.state.dht.foundTorrentId).ifPresent(dialler::dialMore);
        advance();
    }

    @Override
    public void onDhtErrorReceived(DhtEvent.DhtErrorReceived event) {
        advance();
    }

    @Override
    public void onHostResolved(DhtEvent.HostResolved event) {
        advance();
    }

    @Override
    public void onHostResolveFailed(DhtEvent.HostResolveFailed event) {
        advance();
    }
}
