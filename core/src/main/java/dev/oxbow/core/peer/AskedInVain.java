package dev.oxbow.core.peer;

import dev.oxbow.core.time.Deadline;

/**
 * How long a peer that lets us ask for blocks has sent none. One that refuses again and again is asked for one block now and then, is not
 * counted on for anything, and is given up in the end. Only records.
 */
public final class AskedInVain {
    /** Refusals in a row after which a peer is believed to refuse whatever it is asked. */
    static final int REFUSALS_MAX = 32;
    private static final long PAUSE_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 360;

    private int refusals;
    private long lastRefusedNs;
    private long sinceNs = Deadline.NONE;

    /** How often in a row the peer refused though it did not choke us. */
    public int refusals() {
        return refusals;
    }

    /** Whether it refuses whatever it is asked. */
    public boolean isRefusing() {
        return refusals >= REFUSALS_MAX;
    }

    /** When a peer that refuses is asked again. */
    public long askAgainNs() {
        return isRefusing() ? Deadline.after(lastRefusedNs, PAUSE_SECONDS) : 0;
    }

    /** Since when the peer has been asked and has sent nothing; {@link Deadline#NONE} when it is not so. */
    public long sinceNs() {
        return sinceNs;
    }

    /** When that has been so for too long. */
    public long tooLongNs() {
        return sinceNs == Deadline.NONE ? Deadline.NONE : Deadline.after(sinceNs, PATIENCE_SECONDS);
    }

    void asked(long timeNs) {
        sinceNs = sinceNs == Deadline.NONE ? timeNs : sinceNs;
    }

    void refused(long timeNs) {
        refusals++;
        lastRefusedNs = timeNs;
    }

    /** A block came. */
    void ended() {
        refusals = 0;
        sinceNs = Deadline.NONE;
    }

    /** It may not be asked, or is asked for nothing more: the time until it next is does not count. */
    void interrupted() {
        sinceNs = Deadline.NONE;
    }
}
