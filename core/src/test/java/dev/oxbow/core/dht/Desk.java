package dev.oxbow.core.dht;

import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** One node on a desk: the test plays everybody else, and sees each decision. */
final class Desk {
    final SplittableRandom random = new SplittableRandom(11);
    final DhtState state;
    final DhtAnswers answers;
    final List<DhtDecision> decisions = new ArrayList<>();
    long timeNs = SimulatedDht.START_NS;

    Desk(DhtSettings settings) {
        this(settings, Optional.empty());
    }

    Desk(DhtSettings settings, Optional<DhtState> other) {
        state = new DhtState(settings, NodeIds.random(1, 0), timeNs);
        answers = new DhtAnswers(state, other);
    }

    static Desk ipv4() {
        return new Desk(DhtSettings.ipv4(1));
    }

    void emit(DhtDecision decision) {
        state.apply(decision, timeNs);
        decisions.add(decision);
    }

    /** Lets time pass and the node decide; the decisions of before are forgotten. */
    Desk after(long durationNs) {
        timeNs += durationNs;
        decisions.clear();
        state.onTimePassed(timeNs);
        DhtPolicy.decide(state, timeNs, this::emit);
        return this;
    }

    <T extends DhtDecision> List<T> decided(Class<T> kind) {
        return decisions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Queries decided on, of one method. */
    List<DhtDecision.SendQuery> queries(String method) {
        return decided(DhtDecision.SendQuery.class).stream().filter(send -> send.query().question().method().equals(method)).toList();
    }

    /** Makes a node known as if it had just answered. */
    NodeContact know() {
        NodeContact contact = RandomNodes.contact(random);
        state.table().onAnswered(contact, timeNs);
        return contact;
    }

    void knowMany(int count) {
        for (int i = 0; i < count; i++) {
            know();
        }
    }

    /** The node asked answers with these nodes. */
    void answer(DhtDecision.SendQuery send, NodeId id, List<NodeContact> nodes, String token) {
        answer(send.to(), send.query().transaction(), id, nodes, token);
    }

    void answer(Endpoint from, ByteString transaction, NodeId id, List<NodeContact> nodes, String token) {
        answer(from, new KrpcResponse(transaction, id, Optional.of(nodes), Optional.empty(), List.of(), ByteString.ofUtf8(token),
                Optional.empty(), Optional.empty()));
    }

    void answer(Endpoint from, KrpcResponse response) {
        state.onResponseReceived(from, response, timeNs);
        decisions.clear();
        DhtPolicy.decide(state, timeNs, this::emit);
    }

    /** Somebody asks us. */
    void asked(Endpoint from, Question question) {
        asked(from, new KrpcQuery(ByteString.ofUtf8("tt"), RandomNodes.contact(random).id(), false, question));
    }

    void asked(Endpoint from, KrpcQuery query) {
        decisions.clear();
        state.onQueryReceived(from, query, timeNs);
        answers.decide(from, query, timeNs, this::emit);
    }
}
