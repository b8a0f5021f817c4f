package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The nodes that have a certain number of leading bits in common with our own id, at most {@link #CAPACITY}, and others that answered and
 * wait for a place, newest last. Only records.
 */
public final class Bucket {
    /** Kademlia's k. */
    public static final int CAPACITY = 8;
    static final int REPLACEMENTS_MAX = 8;
    /** With fewer nodes a bucket that others could fill leads lookups astray: its few may be gone, or lie. */
    static final int THIN_BELOW = 4;

    private final List<TableNode> nodes = new ArrayList<>();
    private final List<TableNode> replacements = new ArrayList<>();
    private long lastChangedNs;
    private boolean neglected;

    Bucket(long lastChangedNs) {
        this.lastChangedNs = lastChangedNs;
    }

    /** Those longest in the bucket first. Do not change it. */
    public List<TableNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Who waits for a place, newest last. Do not change it. */
    public List<TableNode> replacements() {
        return Collections.unmodifiableList(replacements);
    }

    /** When a node was added, replaced, or answered (BEP 5). */
    public long lastChangedNs() {
        return lastChangedNs;
    }

    /** When to ask the first of the nodes whether it is still there. */
    long earliestCheckNs() {
        long earliest = Deadline.NONE;
        for (TableNode node : nodes) {
            earliest = Math.min(earliest, node.checkNs(!replacements.isEmpty()));
        }
        return earliest;
    }

    /** Whether it is thin and was not refreshed since we looked for our own neighbours. */
    boolean isNeglected() {
        return neglected && nodes.size() < THIN_BELOW;
    }

    /** When to refresh it. */
    long refreshNs() {
        return isNeglected() ? lastChangedNs : lastChangedNs + DhtTimes.QUIET_NS;
    }

    void neglected() {
        neglected = true;
    }

    void refreshed(long timeNs) {
        neglected = false;
        changed(timeNs);
    }

    boolean isFull() {
        return nodes.size() >= CAPACITY;
    }

    Optional<TableNode> bad(long timeNs) {
        return nodes.stream().filter(node -> node.standing(timeNs) == NodeStanding.BAD).findFirst();
    }

    Optional<TableNode> find(NodeId id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    Optional<TableNode> findReplacement(NodeId id) {
        return replacements.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    void changed(long timeNs) {
        lastChangedNs = Math.max(lastChangedNs, timeNs);
    }

    void add(TableNode node) {
        nodes.add(node);
    }

    void remove(TableNode node) {
        nodes.remove(node);
    }

    void addReplacement(TableNode node) {
        replacements.add(node);
    }

    void removeReplacement(TableNode node) {
        replacements.remove(node);
    }

    Optional<TableNode> newestReplacement() {
        return replacements.isEmpty() ? Optional.empty() : Optional.of(replacements.get(replacements.size() - 1));
    }

    Optional<TableNode> oldestReplacement() {
        return replacements.isEmpty() ? Optional.empty() : Optional.of(replacements.get(0));
    }
}
