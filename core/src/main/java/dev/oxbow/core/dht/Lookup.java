package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * One iterative lookup (Kademlia; BEP 5, overview): closer and closer nodes are asked, {@link #ALPHA} at a time, until the k closest
 * that are alive have answered. Only records, and tells whom to ask next.
 *
 * <p>A node that is silent for a second no longer holds up the others, but may still answer. What a node says of others is believed
 * within limits: few of them, each with an address a node can have, one for each owner. A lookup asks {@link #ASKED_MAX} nodes at most.
 */
public final class Lookup {
    static final int ALPHA = 4;
    /** No honest lookup needs so many; it bounds what liars can make us do. */
    static final int ASKED_MAX = 120;
    private static final int KNOWN_MAX = 400;
    private static final int PER_ANSWER_MAX = 16;

    private final int lookupId;
    private final LookupKind kind;
    private final NodeId target;
    private final NodeId ownId;
    private final boolean idsEnforced;
    private final TreeMap<NodeId, LookupNode> byDistance;
    private final AddressQuota quota = new AddressQuota();
    private int askedCount;
    private int answeredCount;
    private int underWay;
    private int peersNamed;
    private boolean telling;
    /** When the routers that were asked stop holding others up. */
    private long routersSlowNs = Deadline.NONE;

    Lookup(int lookupId, LookupKind kind, NodeId target, NodeId ownId, boolean idsEnforced) {
        this.lookupId = lookupId;
        this.kind = kind;
        this.target = target;
        this.ownId = ownId;
        this.idsEnforced = idsEnforced;
        this.byDistance = new TreeMap<>(Distance.to(target));
    }

    public int lookupId() {
        return lookupId;
    }

    public LookupKind kind() {
        return kind;
    }

    public NodeId target() {
        return target;
    }

    public int askedCount() {
        return askedCount;
    }

    /** How many nodes answered. */
    public int answeredCount() {
        return answeredCount;
    }

    /** How many peers the answers named, the same ones again included. */
    int peersNamed() {
        return peersNamed;
    }

    Optional<LookupNode> node(NodeId id) {
        return Optional.ofNullable(byDistance.get(id));
    }

    /** All nodes met, closest first. Do not change it. */
    public Collection<LookupNode> nodes() {
        return Collections.unmodifiableCollection(byDistance.values());
    }

    /** The closest nodes that answered, closest first, at most k. With enforcement only those whose ids are theirs (BEP 42). */
    public List<LookupNode> closestAnswered() {
        return byDistance.values().stream().filter(node -> node.progress() == LookupNode.Progress.ANSWERED && counts(node))
                .limit(Bucket.CAPACITY).toList();
    }

    /** How many answers it took to get to the closest nodes, at most. */
    public int hops() {
        return closestAnswered().stream().mapToInt(LookupNode::hops).max().orElse(0);
    }

    /** Whom to ask next: nothing while enough are asked, or when it is over. */
    public Optional<LookupNode> next(long timeNs) {
        if (telling) {
            return Optional.empty();
        }
        int awaited = 0;
        int answered = 0;
        LookupNode next = null;
        for (LookupNode node : byDistance.values()) {
            awaited += node.isAwaited(timeNs) ? 1 : 0;
            if (answered < Bucket.CAPACITY) {
                next = next == null && node.progress() == LookupNode.Progress.FRESH ? node : next;
                answered += node.progress() == LookupNode.Progress.ANSWERED && counts(node) ? 1 : 0;
            }
        }
        return awaited >= ALPHA || askedCount >= ASKED_MAX ? Optional.empty() : Optional.ofNullable(next);
    }

    /** Whether the k closest that are alive have answered, or no more will: there is nobody left to ask, and nobody to wait for. */
    public boolean isSearched(long timeNs) {
        if (telling) {
            return true;
        }
        boolean awaiting = byDistance.values().stream().anyMatch(node -> node.isAwaited(timeNs));
        return next(timeNs).isEmpty() && !awaiting && (underWay == 0 || closestAnswered().size() == Bucket.CAPACITY);
    }

    /** Whether it has somebody to ask, or waits for an answer that may come any moment: soon more will be known. */
    boolean isGettingOn(long timeNs) {
        return next(timeNs).isPresent() || isAwaitingRouters(timeNs) || byDistance.values().stream().anyMatch(node -> node.isAwaited(timeNs));
    }

    /** Before anybody has answered nobody waits for what a router might add. */
    private boolean isAwaitingRouters(long timeNs) {
        return answeredCount > 0 && underWay > 0 && routersSlowNs != Deadline.NONE && timeNs < routersSlowNs;
    }

    /** Who is to be sent announce_peer: the k closest that gave a token, once the search is over (BEP 5; BEP 33: with a token). */
    public List<LookupNode> toTell(long timeNs) {
        if (kind != LookupKind.ANNOUNCE || !isSearched(timeNs)) {
            return List.of();
        }
        return byDistance.values().stream().filter(node -> node.token().length() > 0 && counts(node)).limit(Bucket.CAPACITY)
                .filter(node -> !node.isTold()).toList();
    }

    /** How many nodes were sent announce_peer. */
    public int toldCount() {
        return (int) byDistance.values().stream().filter(LookupNode::isTold).count();
    }

    /** When something changes by time alone; {@link Deadline#NONE} while nobody holds us up. */
    long nextNs(long timeNs) {
        return Math.min(isAwaitingRouters(timeNs) ? routersSlowNs : Deadline.NONE, byDistance.values().stream()
                .filter(node -> node.isAwaited(timeNs)).mapToLong(LookupNode::slowNs).min().orElse(Deadline.NONE));
    }

    void describe(LongConsumer out) {
        out.accept(lookupId);
        out.accept(kind.ordinal());
        Digest.add(target.bytes(), out);
        out.accept(askedCount);
        out.accept(answeredCount);
        out.accept(underWay);
        out.accept(peersNamed);
        out.accept(telling ? 1 : 0);
        out.accept(routersSlowNs);
        byDistance.values().forEach(node -> node.describe(out));
    }

    private boolean counts(LookupNode node) {
        return !idsEnforced || NodeIds.belongs(node.id(), node.contact().endpoint().address());
    }

    void onSeeded(List<NodeContact> contacts) {
        contacts.forEach(contact -> add(contact, 0));
    }

    void onAsked(NodeId id, long timeNs) {
        underWay++;
        askedCount++;
        Optional.ofNullable(byDistance.get(id)).ifPresent(node -> node.asked(timeNs));
    }

    /** A node without a known id was asked: a router to begin with. */
    void onRouterAsked(long timeNs) {
        routersSlowNs = timeNs + DhtTimes.SLOW_NS;
        underWay++;
        askedCount++;
    }

    /** announce_peer was sent to the node: the search is over. */
    void onTold(NodeId id) {
        telling = true;
        Optional.ofNullable(byDistance.get(id)).ifPresent(LookupNode::told);
    }

    /** @param from who answered; a router's id becomes known with its answer */
    void onAnswered(NodeContact from, List<NodeContact> nodes, ByteString token) {
        underWay--;
        answeredCount++;
        LookupNode answering = byDistance.get(from.id());
        if (answering != null && answering.contact().equals(from)) {
            answering.answered(token);
        }
        int hops = answering == null ? 1 : answering.hops() + 1;
        nodes.stream().filter(node -> Addresses.isCredible(node.endpoint(), from.endpoint())).limit(PER_ANSWER_MAX)
                .forEach(node -> add(node, hops));
    }

    void onPeersNamed(int count) {
        peersNamed += count;
    }

    void onFailed(Optional<NodeId> id) {
        underWay--;
        id.map(byDistance::get).ifPresent(LookupNode::failed);
    }

    private void add(NodeContact contact, int hops) {
        boolean known = contact.id().equals(ownId) || byDistance.containsKey(contact.id());
        if (!known && byDistance.size() < KNOWN_MAX && quota.hasRoom(contact.endpoint().address())) {
            byDistance.put(contact.id(), new LookupNode(contact, hops));
            quota.added(contact.endpoint().address());
        }
    }
}
