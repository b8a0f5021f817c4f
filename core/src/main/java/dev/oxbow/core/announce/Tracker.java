package dev.oxbow.core.announce;

import dev.oxbow.core.event.AnnounceEvent;

/** One tracker of a torrent and what it last said. */
public final class Tracker {
    /** Stands for no operation: ids begin at 1. */
    public static final long NO_OPERATION = 0;

    private final int index;
    private final int tier;
    private final String url;
    private long operationId = NO_OPERATION;
    private AnnounceEvent lastTold = AnnounceEvent.STOPPED;
    private boolean everAnswered;
    private boolean failed;
    private boolean dead;
    private int seedCount = -1;
    private int leecherCount = -1;
    private int peerCount;
    private String trackerId = "";
    private String message = "";
    private long lastAnswerNs;

    Tracker(int index, int tier, String url) {
        this.index = index;
        this.tier = tier;
        this.url = url;
    }

    /** Its place in the torrent's list, tiers one after another. */
    public int index() {
        return index;
    }

    public int tier() {
        return tier;
    }

    public String url() {
        return url;
    }

    public boolean isUnderWay() {
        return operationId != NO_OPERATION;
    }

    /** Whether it may know of us in this session: then it is to be told when we stop. */
    public boolean isStarted() {
        return lastTold != AnnounceEvent.STOPPED;
    }

    /** What it was told last, or is being told. */
    public AnnounceEvent lastTold() {
        return lastTold;
    }

    public boolean hasAnswered() {
        return everAnswered;
    }

    /** Whether its last announce failed. */
    public boolean isFailed() {
        return failed;
    }

    /** Whether it is never to be asked again in this session. */
    public boolean isDead() {
        return dead;
    }

    /** {@code complete}, or -1. */
    public int seedCount() {
        return seedCount;
    }

    /** {@code incomplete}, or -1. */
    public int leecherCount() {
        return leecherCount;
    }

    public int peerCount() {
        return peerCount;
    }

    /** What it wants to be told back; empty for nothing. */
    public String trackerId() {
        return trackerId;
    }

    /** Its last failure or warning, in its own words; empty when there was none. */
    public String message() {
        return message;
    }

    public long lastAnswerNs() {
        return lastAnswerNs;
    }

    void asked(long operation, AnnounceEvent event) {
        operationId = operation;
        lastTold = event;
    }

    void farewellAnswered() {
        operationId = NO_OPERATION;
    }

    boolean isAnsweredBy(long operation) {
        return operation != NO_OPERATION && operationId == operation;
    }

    void succeeded(int seeds, int leechers, int peers, String id, String warning, long timeNs) {
        operationId = NO_OPERATION;
        everAnswered = true;
        failed = false;
        seedCount = seeds;
        leecherCount = leechers;
        peerCount = peers;
        trackerId = id.isEmpty() ? trackerId : id;
        message = warning;
        lastAnswerNs = timeNs;
    }

    void failed(String reason, boolean forEver, long timeNs) {
        operationId = NO_OPERATION;
        failed = true;
        dead = forEver;
        message = reason;
        lastAnswerNs = timeNs;
    }

    void newRound() {
        failed = false;
    }
}
