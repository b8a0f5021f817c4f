package dev.oxbow.core.dht;

import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcFault;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.krpc.SwarmFilters;
import dev.oxbow.core.krpc.Want;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Decides what other nodes are answered (BEP 5, 32, 33, 42). No answer goes to whoever floods us, none at all when we are read-only
 * (BEP 43), and none is longer than {@link KrpcEncoder#PACKET_LENGTH_BYTES_MAX}.
 */
public final class DhtAnswers {
    static final int VALUES_MAX = 50;
    private static final int VALUES_FRAME_BYTES = "6:valueslee".length();
    private static final int VALUE4_LENGTH_BYTES = "6:".length() + 6;
    private static final int VALUE6_LENGTH_BYTES = "18:".length() + 18;

    private final DhtState state;
    private final Optional<DhtState> otherFamily;

    /** @param otherFamily our node in the other DHT, to answer those who ask for both (BEP 32) */
    public DhtAnswers(DhtState state, Optional<DhtState> otherFamily) {
        this.state = state;
        this.otherFamily = otherFamily;
    }

    /** A query was received, and {@link DhtState#onQueryReceived} has recorded it. */
    public void decide(Endpoint from, KrpcQuery query, long timeNs, DhtSink sink) {
        if (!isAnswered(from, timeNs) || query.id().equals(state.ownId())) {
            return;
        }
        sink.emit(reply(from, query, timeNs));
        if (!query.readOnly() && state.table().wouldTake(new NodeContact(query.id(), from), timeNs)) {
            DhtPolicy.meet(state, from, timeNs, sink);
        }
    }

    /** A datagram was received that is no message, and {@link DhtState#onFaultReceived} has recorded it. */
    public void decide(Endpoint from, KrpcFault fault, long timeNs, DhtSink sink) {
        if (isAnswered(from, timeNs) && fault.isAnswerable()) {
            sink.emit(new DhtDecision.SendError(from, fault.refusal()));
        }
    }

    private boolean isAnswered(Endpoint from, long timeNs) {
        return !state.settings().readOnly() && from.port() != 0 && !state.floodGuard().isIgnored(from.address(), timeNs);
    }

    /** What is said to a query that is answered at all: a response or an error. */
    public DhtDecision reply(Endpoint from, KrpcQuery query, long timeNs) {
        Question question = query.question();
        if (question instanceof Question.AnnouncePeer announce && !state.tokens().isValid(announce.token(), from.address(), timeNs)) {
            return new DhtDecision.SendError(from, new KrpcError(query.transaction(), KrpcError.PROTOCOL, "bad token"));
        }
        KrpcResponse response = KrpcResponse.plain(query.transaction(), state.ownId(), Optional.of(from));
        if (question instanceof Question.FindNode findNode) {
            response = nodes(from, query, findNode.target(), findNode.want(), timeNs);
        } else if (question instanceof Question.GetPeers getPeers) {
            response = peers(from, query, getPeers, timeNs);
        }
        return new DhtDecision.SendResponse(from, response);
    }

    private KrpcResponse nodes(Endpoint from, KrpcQuery query, NodeId target, Want want, long timeNs) {
        return new KrpcResponse(query.transaction(), state.ownId(), closest(false, target, want, timeNs),
                closest(true, target, want, timeNs), List.of(), ByteString.EMPTY, Optional.empty(), Optional.of(from));
    }

    /** BEP 32: what was asked for; of the family by which the query came when nothing was said. */
    private Optional<List<NodeContact>> closest(boolean ipv6, NodeId target, Want want, long timeNs) {
        boolean own = ipv6 == state.settings().ipv6();
        boolean wanted = want.isSaid() ? ipv6 ? want.nodes6() : want.nodes4() : own;
        if (!wanted) {
            return Optional.empty();
        }
        Optional<DhtState> source = own ? Optional.of(state) : otherFamily;
        return source.map(node -> node.table().closestGood(target, Bucket.CAPACITY, timeNs));
    }

    private KrpcResponse peers(Endpoint from, KrpcQuery query, Question.GetPeers question, long timeNs) {
        InfoHash infoHash = question.infoHash();
        Optional<SwarmFilters> filters = question.scrape() ? state.store().filters(infoHash, timeNs) : Optional.empty();
        // BEP 33: with filters there is room for the mandatory nodes only. Without a token, no announce.
        Want want = filters.isPresent() ? Want.UNSAID : question.want();
        NodeId target = NodeId.of(infoHash);
        ByteString token = state.store().hasRoom(infoHash, timeNs) ? state.tokens().tokenFor(from.address(), timeNs) : ByteString.EMPTY;
        KrpcResponse bare = new KrpcResponse(query.transaction(), state.ownId(), closest(false, target, want, timeNs),
                closest(true, target, want, timeNs), List.of(), token, filters, Optional.of(from));
        int roomBytes = KrpcEncoder.PACKET_LENGTH_BYTES_MAX - KrpcEncoder.encode(bare).length - VALUES_FRAME_BYTES;
        int countMax = Math.max(0, roomBytes) / (state.settings().ipv6() ? VALUE6_LENGTH_BYTES : VALUE4_LENGTH_BYTES);
        return bare.withValues(state.store().sample(infoHash, Math.min(VALUES_MAX, countMax), question.noSeed(), timeNs, timeNs));
    }
}
