package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.function.LongConsumer;

/** A node met by a lookup. Only records. */
public final class LookupNode {
    /** How far the lookup got with it. */
    public enum Progress { FRESH, ASKED, ANSWERED, FAILED }

    private final NodeContact contact;
    private final int hops;
    private Progress progress = Progress.FRESH;
    private long askedNs;
    private ByteString token = ByteString.EMPTY;
    private boolean told;

    LookupNode(NodeContact contact, int hops) {
        this.contact = contact;
        this.hops = hops;
    }

    public NodeContact contact() {
        return contact;
    }

    public NodeId id() {
        return contact.id();
    }

    /** How many answers led to it: 0 for a node of our own table. */
    public int hops() {
        return hops;
    }

    public Progress progress() {
        return progress;
    }

    /** What it wants back with announce_peer; empty for nothing. */
    public ByteString token() {
        return token;
    }

    /** Whether announce_peer was sent to it. */
    public boolean isTold() {
        return told;
    }

    /** Whether we wait for it, and it may hold us up. */
    boolean isAwaited(long timeNs) {
        return progress == Progress.ASKED && timeNs - askedNs < DhtTimes.SLOW_NS;
    }

    /** When it stops holding us up. */
    long slowNs() {
        return askedNs + DhtTimes.SLOW_NS;
    }

    void describe(LongConsumer out) {
        Digest.add(contact, out);
        out.accept(hops);
        out.accept(progress.ordinal());
        out.accept(askedNs);
        Digest.add(token, out);
        out.accept(told ? 1 : 0);
    }

    void asked(long timeNs) {
        progress = Progress.ASKED;
        askedNs = timeNs;
    }

    void answered(ByteString itsToken) {
        progress = Progress.ANSWERED;
        token = itsToken;
    }

    void failed() {
        if (progress != Progress.ANSWERED) {
            progress = Progress.FAILED;
        }
    }

    void told() {
        told = true;
    }
}
