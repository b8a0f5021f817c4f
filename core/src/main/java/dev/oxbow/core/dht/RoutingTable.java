package dev.oxbow.core.dht;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The nodes of one family that we know, many near our own id and few far from it (BEP 5, routing table). Bucket {@code i} has those with
 * exactly {@code i} leading bits in common with our id; the last bucket has those with as many or more, and it alone is split when it
 * is full. Only records.
 *
 * <p>Nodes enter when they have answered, not when others speak of them. A good node never makes way; a bad one does at once. One owner
 * gets few places ({@link AddressQuota}).
 */
public final class RoutingTable {
    private final NodeId ownId;
    private final boolean ipv6;
    private final List<Bucket> buckets = new ArrayList<>();
    private final Map<Endpoint, TableNode> byEndpoint = new HashMap<>();
    private final AddressQuota quota = new AddressQuota();

    public RoutingTable(NodeId ownId, boolean ipv6, long timeNs) {
        this.ownId = ownId;
        this.ipv6 = ipv6;
        buckets.add(new Bucket(timeNs));
    }

    public NodeId ownId() {
        return ownId;
    }

    public boolean isIpv6() {
        return ipv6;
    }

    /** Farthest first. Do not change it. */
    public List<Bucket> buckets() {
        return Collections.unmodifiableList(buckets);
    }

    /** How many nodes have a place. */
    public int size() {
        return buckets.stream().mapToInt(bucket -> bucket.nodes().size()).sum();
    }

    /** All nodes that have a place, bucket by bucket: {@code contact()} and {@code lastAnswerNs()} are to be kept for the next session. */
    public List<TableNode> nodes() {
        List<TableNode> nodes = new ArrayList<>();
        buckets.forEach(bucket -> nodes.addAll(bucket.nodes()));
        return nodes;
    }

    /** The node at the endpoint, with a place or waiting for one. */
    public Optional<TableNode> at(Endpoint endpoint) {
        return Optional.ofNullable(byEndpoint.get(endpoint));
    }

    /** The good nodes closest to the target, closest first: what others are told (BEP 5, find_node). */
    public List<NodeContact> closestGood(NodeId target, int countMax, long timeNs) {
        return nodes().stream().filter(node -> node.standing(timeNs) == NodeStanding.GOOD).map(TableNode::contact)
                .sorted(Comparator.comparing(NodeContact::id, Distance.to(target))).limit(countMax).toList();
    }

    /** Where a lookup begins: the closest nodes, closest first, bad ones only when there are too few others. */
    public List<NodeContact> closest(NodeId target, int countMax, long timeNs) {
        Comparator<TableNode> byDistance = Comparator.comparing(TableNode::id, Distance.to(target));
        Comparator<TableNode> badLast = Comparator.comparing(node -> node.standing(timeNs) == NodeStanding.BAD);
        return nodes().stream().sorted(badLast.thenComparing(byDistance)).limit(countMax).map(TableNode::contact).toList();
    }

    /** Whether it is worth asking an unknown node that queried us whether it answers as well. */
    public boolean wouldTake(NodeContact contact, long timeNs) {
        if (!isAcceptable(contact) || byEndpoint.containsKey(contact.endpoint()) || !quota.hasRoom(contact.endpoint().address())) {
            return false;
        }
        Bucket bucket = bucketOf(contact.id());
        boolean waitingRoom = bucket.replacements().size() < Bucket.REPLACEMENTS_MAX
                && bucket.nodes().stream().anyMatch(node -> node.standing(timeNs) != NodeStanding.GOOD);
        return bucket.find(contact.id()).isEmpty() && (!bucket.isFull() || canSplit(bucket) || waitingRoom);
    }

    /** The node answered a query of ours. */
    public void onAnswered(NodeContact contact, long timeNs) {
        TableNode known = byEndpoint.get(contact.endpoint());
        if (known != null && known.id().equals(contact.id())) {
            known.answered(timeNs);
            bucketOf(known.id()).changed(timeNs);
            return;
        }
        if (known != null) {
            remove(known, timeNs); // it goes by another id now
        }
        if (isAcceptable(contact)) {
            displace(contact, timeNs);
            insert(new TableNode(contact, timeNs), timeNs);
        }
    }

    /** A node of an earlier session, which answered last at {@code lastAnswerNs}. */
    public void onRestored(NodeContact contact, long lastAnswerNs, long timeNs) {
        boolean known = byEndpoint.containsKey(contact.endpoint()) || bucketOf(contact.id()).find(contact.id()).isPresent();
        if (!known && isAcceptable(contact)) {
            insert(new TableNode(contact, lastAnswerNs), timeNs);
        }
    }

    /** The node queried us; that keeps a known node good and makes no other known. */
    public void onQueried(NodeContact contact, long timeNs) {
        at(contact.endpoint()).filter(node -> node.id().equals(contact.id())).ifPresent(node -> node.queried(timeNs));
    }

    /** We queried the node. */
    public void onAsked(Endpoint endpoint, long timeNs) {
        at(endpoint).ifPresent(node -> node.asked(timeNs));
    }

    /** The node left a query unanswered. */
    public void onFailed(Endpoint endpoint, long timeNs) {
        at(endpoint).ifPresent(node -> {
            node.failed();
            Bucket bucket = bucketOf(node.id());
            boolean waiting = bucket.replacements().contains(node);
            boolean replaceable = node.failures() >= TableNode.FAILURES_BAD && !bucket.replacements().isEmpty();
            if (waiting || replaceable || node.failures() >= TableNode.FAILURES_MAX) {
                remove(node, timeNs);
            }
        });
    }

    /**
     * We have looked for our own neighbours, which fills the last bucket and leaves those far from us to chance (Kademlia, section 2.3:
     * who joins refreshes them as well).
     */
    public void onBootstrapped() {
        buckets.subList(0, buckets.size() - 1).forEach(Bucket::neglected);
    }

    /** The bucket is being refreshed: whatever comes of it, not again for a while. */
    public void onRefreshed(int bucketIndex, long timeNs) {
        if (bucketIndex < buckets.size()) {
            buckets.get(bucketIndex).refreshed(timeNs);
        }
    }

    void describe(LongConsumer out) {
        out.accept(buckets.size());
        for (Bucket bucket : buckets) {
            out.accept(bucket.refreshNs());
            out.accept(bucket.isNeglected() ? 1 : 0);
            bucket.nodes().forEach(node -> node.describe(out));
            out.accept(bucket.nodes().size());
            bucket.replacements().forEach(node -> node.describe(out));
        }
    }

    private boolean isAcceptable(NodeContact contact) {
        return !contact.id().equals(ownId) && contact.endpoint().isIpv6() == ipv6 && Addresses.isUsable(contact.endpoint());
    }

    Bucket bucketOf(NodeId id) {
        return buckets.get(Math.min(Distance.commonBits(ownId, id), buckets.size() - 1));
    }

    private boolean canSplit(Bucket bucket) {
        return bucket == buckets.get(buckets.size() - 1) && buckets.size() < Distance.BIT_COUNT;
    }

    /** Nodes that claim the same id or share the owner make way when they are no longer good: then they have probably moved. */
    private void displace(NodeContact contact, long timeNs) {
        Bucket bucket = bucketOf(contact.id());
        bucket.find(contact.id()).or(() -> bucket.findReplacement(contact.id()))
                .filter(node -> node.standing(timeNs) != NodeStanding.GOOD).ifPresent(node -> remove(node, timeNs));
        if (!quota.hasRoom(contact.endpoint().address())) {
            nodes().stream().filter(node -> node.standing(timeNs) == NodeStanding.BAD)
                    .filter(node -> Addresses.subnet(node.endpoint().address()).equals(Addresses.subnet(contact.endpoint().address())))
                    .findFirst().ifPresent(node -> remove(node, timeNs));
        }
    }

    private void insert(TableNode node, long timeNs) {
        Bucket bucket = bucketOf(node.id());
        boolean idTaken = bucket.find(node.id()).or(() -> bucket.findReplacement(node.id())).isPresent();
        if (idTaken || !quota.hasRoom(node.endpoint().address())) {
            return;
        }
        byEndpoint.put(node.endpoint(), node);
        quota.added(node.endpoint().address());
        place(node, timeNs);
    }

    private void place(TableNode node, long timeNs) {
        Bucket bucket = bucketOf(node.id());
        bucket.bad(timeNs).filter(bad -> bucket.isFull()).ifPresent(bad -> forget(bucket, bad));
        while (bucketOf(node.id()).isFull() && canSplit(bucketOf(node.id()))) {
            splitLast();
        }
        Bucket home = bucketOf(node.id());
        if (!home.isFull()) {
            home.add(node);
            home.changed(timeNs);
            return;
        }
        if (home.replacements().size() == Bucket.REPLACEMENTS_MAX) {
            home.oldestReplacement().ifPresent(oldest -> forget(home, oldest));
        }
        home.addReplacement(node);
    }

    private void splitLast() {
        int index = buckets.size() - 1;
        Bucket near = buckets.get(index);
        Bucket far = new Bucket(near.lastChangedNs());
        Bucket nearer = new Bucket(near.lastChangedNs());
        near.nodes().forEach(node -> (Distance.commonBits(ownId, node.id()) == index ? far : nearer).add(node));
        near.replacements().forEach(node -> (Distance.commonBits(ownId, node.id()) == index ? far : nearer).addReplacement(node));
        buckets.set(index, far);
        buckets.add(nearer);
    }

    private void remove(TableNode node, long timeNs) {
        Bucket bucket = bucketOf(node.id());
        forget(bucket, node);
        if (!bucket.isFull()) {
            bucket.newestReplacement().ifPresent(heir -> {
                bucket.removeReplacement(heir);
                bucket.add(heir);
                bucket.changed(timeNs);
            });
        }
    }

    private void forget(Bucket bucket, TableNode node) {
        bucket.remove(node);
        bucket.removeReplacement(node);
        byEndpoint.remove(node.endpoint());
        quota.removed(node.endpoint().address());
    }

    /** For tests: throws when the table is not what it says it is. */
    void checkInvariants() {
        int count = 0;
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            check(bucket.nodes().size() <= Bucket.CAPACITY, "a bucket overflows");
            check(bucket.replacements().size() <= Bucket.REPLACEMENTS_MAX, "too many wait");
            check(bucket.replacements().isEmpty() || bucket.isFull(), "a node waits beside a free place");
            List<TableNode> all = new ArrayList<>(bucket.nodes());
            all.addAll(bucket.replacements());
            for (TableNode node : all) {
                int bits = Distance.commonBits(ownId, node.id());
                check(bits == i || i == buckets.size() - 1 && bits >= i, "a node is in a bucket that is not its own");
                check(byEndpoint.get(node.endpoint()) == node, "a node is not found by its endpoint");
                check(isAcceptable(node.contact()), "a node that is not acceptable");
            }
            check(all.stream().map(TableNode::id).distinct().count() == all.size(), "an id is there twice");
            count += all.size();
        }
        check(count == byEndpoint.size(), "an endpoint leads nowhere");
        long strangers = byEndpoint.keySet().stream().filter(endpoint -> !Addresses.isLocal(endpoint.address())).count();
        long hosts = byEndpoint.keySet().stream().map(Endpoint::address).filter(address -> !Addresses.isLocal(address))
                .map(Addresses::host).distinct().count();
        check(strangers == quota.count() && strangers == hosts, "an owner has more than one place");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
