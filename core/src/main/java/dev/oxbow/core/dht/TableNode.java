package dev.oxbow.core.dht;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.function.LongConsumer;

/** A node in the routing table, and how it behaved. It has answered us at least once, in this session or an earlier one. Only records. */
public final class TableNode {
    /** So many unanswered queries in a row make a node bad: another takes its place. */
    static final int FAILURES_BAD = 3;
    /** So many make it go even when nobody waits for its place. */
    static final int FAILURES_MAX = 20;
    private static final long NEVER = Long.MIN_VALUE;

    private final NodeContact contact;
    private long lastAnswerNs;
    private long lastQueryNs = NEVER;
    private long lastAskedNs = NEVER;
    private int failures;

    TableNode(NodeContact contact, long lastAnswerNs) {
        this.contact = contact;
        this.lastAnswerNs = lastAnswerNs;
    }

    public NodeContact contact() {
        return contact;
    }

    public NodeId id() {
        return contact.id();
    }

    public Endpoint endpoint() {
        return contact.endpoint();
    }

    /** When it last answered a query of ours. */
    public long lastAnswerNs() {
        return lastAnswerNs;
    }

    /** When it last answered or asked. */
    public long lastHeardNs() {
        return Math.max(lastAnswerNs, lastQueryNs);
    }

    /** How many queries in a row it has left unanswered. */
    public int failures() {
        return failures;
    }

    public NodeStanding standing(long timeNs) {
        if (failures >= FAILURES_BAD) {
            return NodeStanding.BAD;
        }
        return timeNs - lastHeardNs() < DhtTimes.QUIET_NS ? NodeStanding.GOOD : NodeStanding.QUESTIONABLE;
    }

    /** When to ask it whether it is still there; {@code pressed}: another node waits for its place. */
    long checkNs(boolean pressed) {
        long quietNs = lastHeardNs() + DhtTimes.QUIET_NS;
        boolean asked = lastAskedNs != NEVER && lastAskedNs > lastHeardNs();
        long againNs = asked ? lastAskedNs + (pressed ? DhtTimes.RECHECK_PRESSED_NS : DhtTimes.RECHECK_NS) : quietNs;
        return Math.max(quietNs, againNs);
    }

    void describe(LongConsumer out) {
        Digest.add(contact, out);
        out.accept(lastAnswerNs);
        out.accept(lastQueryNs);
        out.accept(lastAskedNs);
        out.accept(failures);
    }

    void answered(long timeNs) {
        lastAnswerNs = Math.max(lastAnswerNs, timeNs);
        failures = 0;
    }

    void queried(long timeNs) {
        lastQueryNs = timeNs;
    }

    void asked(long timeNs) {
        lastAskedNs = timeNs;
    }

    void failed() {
        failures++;
    }
}
