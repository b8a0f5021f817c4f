package dev.oxbow.core.peer;

import dev.oxbow.core.time.Deadline;

/** How much metadata a peer has had of us (BEP 9): nobody needs the whole of it more than twice. Only records. */
public final class MetadataQuota {
    private static final int COPIES_MAX = 2;
    private static final int SPARE_PIECES = 8;
    private static final long WINDOW_SECONDS = 10;
    /** 4 MiB in each window. */
    private static final int WINDOW_PIECES_MAX = 256;

    private int sent;
    private int sentInWindow;
    private long windowSinceNs = Long.MIN_VALUE;

    /** Whether one more piece may go, of metadata of so many. */
    public boolean allows(int pieceCount, long timeNs) {
        return sent < COPIES_MAX * pieceCount + SPARE_PIECES && (isWindowOver(timeNs) || sentInWindow < WINDOW_PIECES_MAX);
    }

    private boolean isWindowOver(long timeNs) {
        return windowSinceNs == Long.MIN_VALUE || Deadline.after(windowSinceNs, WINDOW_SECONDS) <= timeNs;
    }

    public int sent() {
        return sent;
    }

    public int sentInWindow() {
        return sentInWindow;
    }

    public void sent(long timeNs) {
        if (isWindowOver(timeNs)) {
            windowSinceNs = timeNs;
            sentInWindow = 0;
        }
        sent++;
        sentInWindow++;
    }
}
