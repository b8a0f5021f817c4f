package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a node does of its own accord: whom to ask what, and when. Reads the state, which the sink changes with each decision.
 * What others ask is {@link DhtAnswers}' to decide.
 */
public final class DhtPolicy {
    private static final int TRANSACTION_LENGTH_BYTES = 4;

    private final DhtState state;
    private final long timeNs;
    private final DhtSink sink;

    private DhtPolicy(DhtState state, long timeNs, DhtSink sink) {
        this.state = state;
        this.timeNs = timeNs;
        this.sink = sink;
    }

    /** Everything that is to be done now. After any event. */
    public static void decide(DhtState state, long timeNs, DhtSink sink) {
        new DhtPolicy(state, timeNs, sink).decide();
    }

    /** A peer says that there is a node (BEP 5, PORT message), or somebody queried us: see whether it answers. */
    public static void meet(DhtState state, Endpoint endpoint, long timeNs, DhtSink sink) {
        DhtPolicy policy = new DhtPolicy(state, timeNs, sink);
        boolean known = state.table().at(endpoint).isPresent() || state.pending().isAsked(endpoint);
        boolean possible = endpoint.isIpv6() == state.settings().ipv6() && Addresses.isUsable(endpoint);
        if (!known && possible && state.pending().strangerCount() < DhtSchedule.STRANGERS_MAX && state.pending().hasRoom()) {
            policy.send(endpoint, Optional.empty(), PendingQuery.NO_LOOKUP, DhtMethod.PING);
        }
    }

    private void decide() {
        changeIdIfAgreed();
        do { // a lookup that ends makes room for another
            startLookups();
            checkNodes();
            for (Lookup lookup : List.copyOf(state.lookups())) {
                advance(lookup);
            }
        } while (DhtSchedule.startNs(state, timeNs) <= timeNs);
    }

    private void startLookups() {
        bootstrapIfDue();
        while (DhtSchedule.announceNs(state, timeNs) <= timeNs) {
            state.announcements().due(timeNs).ifPresent(announcement -> start(announcement.kind(), NodeId.of(announcement.infoHash())));
        }
        refreshIfDue();
    }

    /** BEP 42: one node's word is not enough. */
    private void changeIdIfAgreed() {
        state.votes().agreed().filter(address -> !NodeIds.belongs(state.ownId(), address)).ifPresent(address ->
                sink.emit(new DhtDecision.ChangeNodeId(NodeIds.derive(address, state.settings().seed(), state.idChanges() + 1))));
    }

    private void bootstrapIfDue() {
        if (DhtSchedule.bootstrapNs(state) > timeNs) {
            return;
        }
        boolean lonely = state.isLonely();
        if (lonely && state.bootstrap().needsRouters()) {
            sink.emit(new DhtDecision.FindRouters());
            return;
        }
        int lookupId = start(LookupKind.BOOTSTRAP, state.ownId());
        if (lonely || state.table().size() < Bucket.CAPACITY) {
            List<Endpoint> unknown = state.bootstrap().routers().stream().filter(router -> state.table().at(router).isEmpty()).toList();
            for (Endpoint router : unknown) {
                ask(lookupId, router, Optional.empty(), DhtMethod.FIND_NODE);
            }
        }
    }

    private void refreshIfDue() {
        if (DhtSchedule.refreshNs(state) <= timeNs) {
            int bucket = DhtSchedule.stalest(state);
            NodeId filler = NodeId.of(Secrets.draw(state.settings().seed(), Secrets.Use.REFRESH_TARGET, state.nextLookupId()));
            NodeId target = NodeIds.inBucket(state.ownId(), bucket, filler);
            sink.emit(new DhtDecision.StartLookup(state.nextLookupId(), LookupKind.REFRESH, target, bucket));
        }
    }

    /** BEP 5: questionable nodes are asked, those first of whom nothing was heard for the longest time. */
    private void checkNodes() {
        while (DhtSchedule.checkNs(state) <= timeNs) {
            TableNode next = null;
            for (Bucket bucket : state.table().buckets()) {
                for (TableNode node : bucket.nodes()) {
                    boolean due = node.checkNs(!bucket.replacements().isEmpty()) <= timeNs;
                    next = due && (next == null || node.lastHeardNs() < next.lastHeardNs()) ? node : next;
                }
            }
            send(next.endpoint(), Optional.of(next.id()), PendingQuery.NO_LOOKUP, DhtMethod.PING);
        }
    }

    private int start(LookupKind kind, NodeId target) {
        int lookupId = state.nextLookupId();
        sink.emit(new DhtDecision.StartLookup(lookupId, kind, target, DhtDecision.StartLookup.NO_BUCKET));
        return lookupId;
    }

    /** Asks whom the lookup wants asked; tells the closest when the search is over; ends it when all is said. */
    private void advance(Lookup lookup) {
        Optional<Announcement> wanted = lookup.kind().isForPeers() ? announcement(lookup) : Optional.empty();
        if (lookup.kind().isForPeers() && wanted.isEmpty()) {
            end(lookup);
            return;
        }
        Optional<LookupNode> next = lookup.next(timeNs);
        while (next.isPresent() && state.pending().hasRoom()) {
            NodeContact contact = next.get().contact();
            ask(lookup.lookupId(), contact.endpoint(), Optional.of(contact.id()),
                    lookup.kind().isForPeers() ? DhtMethod.GET_PEERS : DhtMethod.FIND_NODE);
            next = lookup.next(timeNs);
        }
        if (lookup.isSearched(timeNs)) {
            tell(lookup);
            end(lookup);
        }
    }

    private Optional<Announcement> announcement(Lookup lookup) {
        return state.announcements().find(new InfoHash(lookup.target().bytes()));
    }

    private void tell(Lookup lookup) {
        for (LookupNode node : lookup.toTell(timeNs)) {
            ask(lookup.lookupId(), node.contact().endpoint(), Optional.of(node.id()), DhtMethod.ANNOUNCE_PEER);
        }
    }

    private void end(Lookup lookup) {
        sink.emit(new DhtDecision.EndLookup(lookup.lookupId(), lookup.askedCount(), lookup.answeredCount(), lookup.toldCount(),
                lookup.hops()));
    }

    private void ask(int lookupId, Endpoint to, Optional<NodeId> nodeId, DhtMethod method) {
        if (state.pending().hasRoom()) {
            send(to, nodeId, lookupId, method);
        }
    }

    private void send(Endpoint to, Optional<NodeId> nodeId, int lookupId, DhtMethod method) {
        KrpcQuery query = new KrpcQuery(transaction(), state.ownId(), state.settings().readOnly(),
                Questions.of(state, lookupId, nodeId, method));
        sink.emit(new DhtDecision.SendQuery(to, nodeId, lookupId, query));
    }

    /** Not to be guessed, so that nobody else can answer in a node's name. */
    private ByteString transaction() {
        byte[] draw = Secrets.draw(state.settings().seed(), Secrets.Use.TRANSACTION, state.queriesSent());
        for (int at = 0; ; at++) {
            ByteString transaction = ByteString.copyOf(draw, at, TRANSACTION_LENGTH_BYTES);
            if (!state.pending().contains(transaction) || at == draw.length - TRANSACTION_LENGTH_BYTES) {
                return transaction;
            }
        }
    }
}
