package dev.oxbow.core.swarm;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What two connected peers have told each other of the swarm (BEP 11), and when. Only records. */
public final class PexLedger {
    /** Of each message, beside the flags: so many addresses may come, and as many may be taken back. */
    public static final int TOLD_MAX = 50;
    /** BEP 11: no more than a message a minute. */
    public static final long INTERVAL_SECONDS = 60;
    /** A peer whose clock is a little fast is forgiven. */
    private static final long HEARD_SECONDS = 45;
    private static final long NEVER = Long.MIN_VALUE;

    private boolean wanted;
    private final Set<Endpoint> told = new LinkedHashSet<>();
    private long lastToldNs = NEVER;
    private long lastHeardNs = NEVER;
    private int tooSoon;

    /** Whether the peer wants to hear of others. */
    public boolean isWanted() {
        return wanted;
    }

    /** Whether nothing has been told yet. */
    public boolean isNew() {
        return lastToldNs == NEVER;
    }

    /** Whether the last message is long enough ago for another. */
    public boolean mayTell(long timeNs) {
        return wanted && (isNew() || Deadline.after(lastToldNs, INTERVAL_SECONDS) <= timeNs);
    }

    /** Whether the peer believes, for all that we told it, that we are connected to this endpoint. */
    public boolean knows(Endpoint endpoint) {
        return told.contains(endpoint);
    }

    /** What was told, in that order. */
    public List<Endpoint> told() {
        return new ArrayList<>(told);
    }

    /** How many messages came sooner than they may. */
    public int tooSoon() {
        return tooSoon;
    }

    public void wanted(boolean now) {
        wanted = now;
    }

    public void told(List<Endpoint> added, List<Endpoint> dropped, long timeNs) {
        told.addAll(added);
        dropped.forEach(told::remove);
        lastToldNs = timeNs;
    }

    /** @return whether the message came no sooner than it may; else it does not count */
    public boolean heard(long timeNs) {
        boolean inTime = lastHeardNs == NEVER || Deadline.after(lastHeardNs, HEARD_SECONDS) <= timeNs;
        tooSoon += inTime ? 0 : 1;
        lastHeardNs = inTime ? timeNs : lastHeardNs;
        return inTime;
    }

    /** {@link Long#MIN_VALUE} for never. */
    public long lastToldNs() {
        return lastToldNs;
    }

    /** {@link Long#MIN_VALUE} for never. */
    public long lastHeardNs() {
        return lastHeardNs;
    }
}
