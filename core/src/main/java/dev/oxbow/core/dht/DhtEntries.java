package dev.oxbow.core.dht;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.krpc.Want;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages and decisions as entries of the journal, and back. */
public final class DhtEntries {
    /** No lookup believes more of one answer; the rest need not be kept. */
    private static final int NODES_MAX = 16;

    private DhtEntries() {
    }

    /** What is to be recorded of a message. */
    public static DhtEvent received(Endpoint from, KrpcMessage message) {
        if (message instanceof KrpcQuery query) {
            return queryReceived(from, query);
        } else if (message instanceof KrpcResponse response) {
            List<NodeContact> nodes = new ArrayList<>();
            response.nodes().ifPresent(some -> some.stream().limit(NODES_MAX).forEach(nodes::add));
            response.nodes6().ifPresent(some -> some.stream().limit(NODES_MAX).forEach(nodes::add));
            return new DhtEvent.DhtResponseReceived(from, response.transaction(), response.id(), nodes, response.values(),
                    response.token(), response.yourEndpoint().map(Endpoint::address).orElse(ByteString.EMPTY));
        }
        KrpcError error = (KrpcError) message;
        return new DhtEvent.DhtErrorReceived(from, error.transaction(), error.code(), error.text());
    }

    private static DhtEvent queryReceived(Endpoint from, KrpcQuery query) {
        Question question = query.question();
        ByteString target = ByteString.EMPTY;
        Want want = Want.UNSAID;
        Question.AnnouncePeer announce = new Question.AnnouncePeer(new InfoHash(query.id().bytes()), 0, false, false, ByteString.EMPTY);
        boolean noSeed = false;
        boolean scrape = false;
        if (question instanceof Question.FindNode findNode) {
            target = findNode.target().bytes();
            want = findNode.want();
        } else if (question instanceof Question.GetPeers getPeers) {
            target = getPeers.infoHash().bytes();
            want = getPeers.want();
            noSeed = getPeers.noSeed();
            scrape = getPeers.scrape();
        } else if (question instanceof Question.AnnouncePeer said) {
            target = said.infoHash().bytes();
            announce = said;
        }
        return new DhtEvent.DhtQueryReceived(from, query.transaction(), query.id(), Questions.method(question), target, announce.port(),
                announce.token(), query.readOnly(), announce.impliedPort(), announce.seed(), noSeed, scrape, want.nodes4(), want.nodes6());
    }

    public static KrpcQuery query(DhtEvent.DhtQueryReceived event) {
        Want want = new Want(event.wantsIpv4(), event.wantsIpv6());
        Question question = switch (event.method()) {
            case PING -> new Question.Ping();
            case FIND_NODE -> new Question.FindNode(new NodeId(event.target()), want);
            case GET_PEERS -> new Question.GetPeers(new InfoHash(event.target()), want, event.noSeed(), event.scrape());
            case ANNOUNCE_PEER -> new Question.AnnouncePeer(new InfoHash(event.target()), event.port(), event.impliedPort(), event.seed(),
                    event.token());
        };
        return new KrpcQuery(event.transaction(), event.nodeId(), event.readOnly(), question);
    }

    public static KrpcResponse response(DhtEvent.DhtResponseReceived event) {
        Optional<Endpoint> seen = event.ownAddress().length() == 0 ? Optional.empty() : Optional.of(new Endpoint(event.ownAddress(), 0));
        return new KrpcResponse(event.transaction(), event.nodeId(), Optional.of(nodes(event, false)), Optional.of(nodes(event, true)),
                event.peers(), event.token(), Optional.empty(), seen);
    }

    /** The nodes of one family that a response names. */
    public static List<NodeContact> nodes(DhtEvent.DhtResponseReceived event, boolean ipv6) {
        return event.nodes().stream().filter(node -> node.endpoint().isIpv6() == ipv6).toList();
    }

    public static KrpcError error(DhtEvent.DhtErrorReceived event) {
        return new KrpcError(event.transaction(), event.code(), event.text());
    }

    /** The command for a decision of the node of this family, but for {@link DhtDecision.FindRouters}, which is the host's to word. */
    public static DhtCommand command(DhtDecision decision, boolean ipv6) {
        if (decision instanceof DhtDecision.SendQuery send) {
            DhtMethod method = Questions.method(send.query().question());
            ByteString nodeId = send.nodeId().map(NodeId::bytes).orElse(ByteString.EMPTY);
            return new DhtCommand.SendDhtQuery(send.to(), send.query().transaction(), nodeId, send.lookupId(), method);
        } else if (decision instanceof DhtDecision.SendResponse send) {
            int nodes = send.response().nodes().map(List::size).orElse(0) + send.response().nodes6().map(List::size).orElse(0);
            return new DhtCommand.SendDhtResponse(send.to(), send.response().transaction(), nodes, send.response().values().size());
        } else if (decision instanceof DhtDecision.SendError send) {
            return new DhtCommand.SendDhtError(send.to(), send.error().transaction(), send.error().code(), send.error().text());
        } else if (decision instanceof DhtDecision.StartLookup start) {
            return new DhtCommand.StartLookup(ipv6, start.lookupId(), start.kind(), start.target(), start.bucketIndex());
        } else if (decision instanceof DhtDecision.EndLookup end) {
            return new DhtCommand.EndLookup(ipv6, end.lookupId(), end.askedCount(), end.answeredCount(), end.toldCount(), end.hops());
        } else if (decision instanceof DhtDecision.ChangeNodeId change) {
            return new DhtCommand.ChangeNodeId(ipv6, change.id());
        }
        throw new IllegalArgumentException("no single command for " + decision);
    }

    /** The decision that a recorded query stands for: what it asks follows from the state. */
    public static DhtDecision.SendQuery query(DhtState state, DhtCommand.SendDhtQuery command) {
        Optional<NodeId> nodeId = command.nodeId().length() == 0 ? Optional.empty() : Optional.of(new NodeId(command.nodeId()));
        Question question = Questions.of(state, command.lookupId(), nodeId, command.method());
        KrpcQuery query = new KrpcQuery(command.transaction(), state.ownId(), state.settings().readOnly(), question);
        return new DhtDecision.SendQuery(command.to(), nodeId, command.lookupId(), query);
    }
}
