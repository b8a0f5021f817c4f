package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;

/** When our own side was at fault lately: what is late or bunched then is nobody else's fault. */
final class OwnSide {
    /** What has waited comes within so long after. */
    private static final long BACKLOG_NS = 5 * Deadline.SECOND_NS;
    private static final long NEVER = Long.MIN_VALUE;

    private long stoodStillNs = NEVER;
    private long slowDiskNs = NEVER;

    /** @param timeNs when it ended */
    void stoodStill(long timeNs) {
        stoodStillNs = Math.max(stoodStillNs, timeNs + BACKLOG_NS);
    }

    /** @param timeNs when it was last seen to be slow */
    void slowDisk(long timeNs) {
        slowDiskNs = Math.max(slowDiskNs, timeNs + BACKLOG_NS);
    }

    /** Whether we stood still at any time since. */
    boolean stoodStillSince(long timeNs) {
        return stoodStillNs >= timeNs;
    }

    /** Whether that, or the disk, was slow at any time since. */
    boolean isExcuseSince(long timeNs) {
        return stoodStillSince(timeNs) || slowDiskNs >= timeNs;
    }
}
