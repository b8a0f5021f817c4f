package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcFault;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A node in one of the two DHTs (BEP 32): whom it knows, what it asks, what it keeps for others. Only records: its {@code on…} methods
 * take what was observed, and {@link #apply} what {@link DhtPolicy} decided. Times never run backwards.
 */
public final class DhtState {
    private final DhtSettings settings;
    private final Tokens tokens;
    private final PeerStore store;
    private final FloodGuard floodGuard = new FloodGuard();
    private final AddressVotes votes = new AddressVotes();
    private final PendingQueries pending = new PendingQueries();
    private final Map<Integer, Lookup> lookups = new LinkedHashMap<>();
    private final Announcements announcements;
    private final Bootstrap bootstrap;
    private RoutingTable table;
    private int lastLookupId;
    private long queriesSent;
    private long idChanges;

    /** @param ownId of an earlier session, or {@link NodeIds#random} */
    public DhtState(DhtSettings settings, NodeId ownId, long timeNs) {
        this.settings = settings;
        this.tokens = new Tokens(settings.seed());
        this.store = new PeerStore(settings.seed());
        this.announcements = new Announcements(settings.seed());
        this.bootstrap = new Bootstrap(timeNs);
        this.table = new RoutingTable(ownId, settings.ipv6(), timeNs);
    }

    public DhtSettings settings() {
        return settings;
    }

    public NodeId ownId() {
        return table.ownId();
    }

    public RoutingTable table() {
        return table;
    }

    public PeerStore store() {
        return store;
    }

    public Tokens tokens() {
        return tokens;
    }

    public FloodGuard floodGuard() {
        return floodGuard;
    }

    public Announcements announcements() {
        return announcements;
    }

    /** Those under way, oldest first. Do not change it. */
    public Collection<Lookup> lookups() {
        return Collections.unmodifiableCollection(lookups.values());
    }

    /** How many queries have neither been answered nor failed. */
    public int pendingCount() {
        return pending.size();
    }

    PendingQueries pending() {
        return pending;
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    AddressVotes votes() {
        return votes;
    }

    long queriesSent() {
        return queriesSent;
    }

    long idChanges() {
        return idChanges;
    }

    int nextLookupId() {
        return lastLookupId + 1;
    }

    Optional<Lookup> lookup(int lookupId) {
        return Optional.ofNullable(lookups.get(lookupId));
    }

    /** Whether we know nobody, or nobody of those we know answered when we last looked for our neighbours. */
    public boolean isLonely() {
        return table.size() == 0 || bootstrap.isInVain();
    }

    boolean isRunning(LookupKind kind) {
        return lookups.values().stream().anyMatch(lookup -> lookup.kind() == kind);
    }

    /**
     * The peers that this response brings, if it answers a get_peers of ours. To be asked before {@link #onResponseReceived}, which ends
     * the waiting for it.
     */
    public Optional<PeersFound> peersIn(Endpoint from, KrpcResponse response) {
        Optional<Question> question = answered(from, response).map(PendingQuery::question);
        List<Endpoint> peers = response.values().stream().filter(peer -> Addresses.isCredible(peer, from)).distinct().toList();
        return question.filter(asked -> asked instanceof Question.GetPeers && !peers.isEmpty())
                .map(asked -> new PeersFound(((Question.GetPeers) asked).infoHash(), peers));
    }

    /** The peer that this query announces to us with a token of ours. To be asked after {@link #onQueryReceived}. */
    public Optional<PeersFound> peerIn(Endpoint from, KrpcQuery query, long timeNs) {
        boolean heard = !settings.readOnly() && !floodGuard.isIgnored(from.address(), timeNs);
        if (!heard || !(query.question() instanceof Question.AnnouncePeer announce)
                || !tokens.isValid(announce.token(), from.address(), timeNs)) {
            return Optional.empty();
        }
        Endpoint peer = new Endpoint(from.address(), announce.impliedPort() ? from.port() : announce.port());
        return Addresses.isUsable(peer) ? Optional.of(new PeersFound(announce.infoHash(), List.of(peer))) : Optional.empty();
    }

    private Optional<PendingQuery> answered(Endpoint from, KrpcResponse response) {
        return pending.find(response.transaction(), from)
                .filter(query -> query.nodeId().isEmpty() || query.nodeId().get().equals(response.id()));
    }

    /** Gives everything that a decision could depend on, as numbers, always in the same order. */
    public void describe(LongConsumer out) {
        out.accept(lastLookupId);
        out.accept(queriesSent);
        out.accept(idChanges);
        Digest.add(ownId().bytes(), out);
        table.describe(out);
        pending.describe(out);
        lookups.values().forEach(lookup -> lookup.describe(out));
        announcements.describe(out);
        bootstrap.describe(out);
        votes.describe(out);
        store.describe(out);
        floodGuard.describe(out);
    }

    // What was observed.

    /** A node kept from an earlier session. */
    public void onNodeRestored(NodeContact contact, long lastAnswerNs, long timeNs) {
        table.onRestored(contact, lastAnswerNs, timeNs);
    }

    /** Where the routers are, or whatever other endpoints to begin with; in answer to {@link DhtDecision.FindRouters} or unasked. */
    public void onRoutersFound(List<Endpoint> endpoints, long timeNs) {
        bootstrap.onRoutersFound(endpoints.stream().filter(endpoint -> endpoint.isIpv6() == settings.ipv6()).toList(), timeNs);
    }

    /** The peers of this torrent are wanted; private torrents must never get here. Again when what is to be said has changed. */
    public void onTorrentWanted(Announcement announcement, long timeNs) {
        announcements.onWanted(announcement, timeNs);
    }

    public void onTorrentUnwanted(InfoHash infoHash) {
        announcements.onUnwanted(infoHash);
    }

    /** Time has passed: queries that took too long have failed. */
    public void onTimePassed(long timeNs) {
        for (PendingQuery query : pending.timedOut(timeNs)) {
            pending.onOver(query);
            table.onFailed(query.to(), timeNs);
            failed(query);
        }
    }

    public void onQueryReceived(Endpoint from, KrpcQuery query, long timeNs) {
        floodGuard.onMessage(from.address(), timeNs);
        if (floodGuard.isIgnored(from.address(), timeNs) || settings.readOnly()) {
            return;
        }
        if (!query.readOnly()) {
            table.onQueried(new NodeContact(query.id(), from), timeNs);
        }
        if (query.question() instanceof Question.AnnouncePeer announce && tokens.isValid(announce.token(), from.address(), timeNs)) {
            int port = announce.impliedPort() ? from.port() : announce.port();
            store.onAnnounced(announce.infoHash(), new Endpoint(from.address(), port), announce.seed(), timeNs);
        }
    }

    /** A response, whether we asked for it or not; what nobody asked for changes nothing but the count of messages. */
    public void onResponseReceived(Endpoint from, KrpcResponse response, long timeNs) {
        floodGuard.onMessage(from.address(), timeNs);
        pending.find(response.transaction(), from).ifPresent(query -> {
            pending.onOver(query);
            bootstrap.onAnswered();
            boolean wasEmpty = table.size() == 0;
            NodeContact contact = new NodeContact(response.id(), from);
            table.onAnswered(contact, timeNs);
            if (wasEmpty && table.size() > 0 && !isRunning(LookupKind.BOOTSTRAP)) {
                bootstrap.onFirstNode(timeNs);
            }
            response.yourEndpoint().ifPresent(seen -> votes.onVote(from, seen));
            if (query.nodeId().isPresent() && !query.nodeId().get().equals(response.id())) {
                failed(query); // somebody else answered
            } else if (!query.isAnnounce()) {
                Optional<List<NodeContact>> nodes = settings.ipv6() ? response.nodes6() : response.nodes();
                lookup(query).ifPresent(lookup -> {
                    lookup.onAnswered(contact, nodes.orElse(List.of()), response.token());
                    lookup.onPeersNamed(response.values().size());
                });
            }
        });
    }

    /** A refusal: the node lives, but the lookup goes on without it. */
    public void onErrorReceived(Endpoint from, KrpcError error, long timeNs) {
        floodGuard.onMessage(from.address(), timeNs);
        pending.find(error.transaction(), from).ifPresent(query -> {
            pending.onOver(query);
            failed(query);
        });
    }

    /** A datagram that is no message. */
    public void onFaultReceived(Endpoint from, KrpcFault fault, long timeNs) {
        floodGuard.onMessage(from.address(), timeNs);
    }

    private Optional<Lookup> lookup(PendingQuery query) {
        return lookup(query.lookupId());
    }

    private void failed(PendingQuery query) {
        if (!query.isAnnounce()) {
            lookup(query).ifPresent(lookup -> lookup.onFailed(query.nodeId()));
        }
    }

    // What was decided.

    public void apply(DhtDecision decision, long timeNs) {
        if (decision instanceof DhtDecision.SendQuery send) {
            onSendQuery(send, timeNs);
        } else if (decision instanceof DhtDecision.StartLookup start) {
            onStartLookup(start, timeNs);
        } else if (decision instanceof DhtDecision.EndLookup end) {
            onEndLookup(end, timeNs);
        } else if (decision instanceof DhtDecision.FindRouters) {
            bootstrap.onRoutersSought(timeNs);
        } else if (decision instanceof DhtDecision.ChangeNodeId change) {
            onChangeNodeId(change.id(), timeNs);
        }
    }

    private void onSendQuery(DhtDecision.SendQuery send, long timeNs) {
        queriesSent++;
        Question question = send.query().question();
        ByteString transaction = send.query().transaction();
        PendingQuery query = new PendingQuery(transaction, send.to(), send.nodeId(), send.lookupId(), question, timeNs);
        pending.onSent(query);
        table.onAsked(send.to(), timeNs);
        Optional<Lookup> asking = lookup(query);
        asking.ifPresent(lookup -> {
            if (query.isAnnounce()) {
                send.nodeId().ifPresent(lookup::onTold);
            } else {
                send.nodeId().ifPresentOrElse(id -> lookup.onAsked(id, timeNs), () -> lookup.onRouterAsked(timeNs));
            }
        });
    }

    private void onStartLookup(DhtDecision.StartLookup start, long timeNs) {
        lastLookupId = start.lookupId();
        Lookup lookup = new Lookup(start.lookupId(), start.kind(), start.target(), ownId(), settings.idsEnforced());
        lookup.onSeeded(table.closest(start.target(), 2 * Bucket.CAPACITY, timeNs));
        lookups.put(start.lookupId(), lookup);
        if (start.kind() == LookupKind.BOOTSTRAP) {
            bootstrap.onStarted(table.size() == 0, timeNs);
        } else if (start.kind() == LookupKind.REFRESH) {
            table.onRefreshed(start.bucketIndex(), timeNs);
        } else {
            announcements.onStarted(new InfoHash(start.target().bytes()));
        }
    }

    private void onEndLookup(DhtDecision.EndLookup end, long timeNs) {
        Optional<Lookup> ended = Optional.ofNullable(lookups.remove(end.lookupId()));
        ended.filter(lookup -> lookup.kind().isForPeers())
                .ifPresent(lookup -> announcements.onEnded(new InfoHash(lookup.target().bytes()), lookup.answeredCount() > 0,
                        lookup.peersNamed() > 0, timeNs));
        ended.filter(lookup -> lookup.kind() == LookupKind.BOOTSTRAP).ifPresent(lookup -> {
            bootstrap.onEnded(lookup.answeredCount() > 0);
            if (lookup.answeredCount() > 0) {
                table.onBootstrapped();
            }
        });
    }

    private void onChangeNodeId(NodeId id, long timeNs) {
        idChanges++;
        RoutingTable moved = new RoutingTable(id, settings.ipv6(), timeNs);
        table.nodes().forEach(node -> moved.onRestored(node.contact(), node.lastAnswerNs(), timeNs));
        table = moved;
        bootstrap.onFirstNode(timeNs);
    }
}
