package dev.oxbow.core.swarm;

import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;

/** An address that may be a peer of the torrent, and how trying it went. */
public final class Candidate {
    private static final long BACK_OFF_FIRST_SECONDS = 3;
    private static final long BACK_OFF_MAX_SECONDS = 3600;
    /** Neither side needed the other, or it is connected by another way; that seldom changes. */
    private static final long REST_SECONDS = 1800;
    /** An address that never answered is tried seldom after so many tries, unless the user named it: it may have been our own network. */
    private static final int STRIKES = 6;

    private final Endpoint endpoint;
    private final long number;
    private CandidateSource source;
    private int failures;
    private long nextTryNs;
    private boolean connected;
    private boolean everConnected;
    private boolean barred;
    private boolean resting;
    private long bannedUntilNs;
    private long priority = PeerPriority.NONE;

    Candidate(Endpoint endpoint, long number, CandidateSource source, long timeNs) {
        this.endpoint = endpoint;
        this.number = number;
        this.source = source;
        this.nextTryNs = timeNs;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public CandidateSource source() {
        return source;
    }

    public int failures() {
        return failures;
    }

    public boolean everConnected() {
        return everConnected;
    }

    /** Whether it is dialled or connected now. */
    public boolean isConnected() {
        return connected;
    }

    /** Whether it is never to be dialled again. */
    public boolean isBarred() {
        return barred;
    }

    /** Whether it is left alone for a good while once it is gone. */
    public boolean isResting() {
        return resting;
    }

    /** When it may be tried again; {@link Deadline#NONE} while it is connected or barred. */
    public long nextTryNs() {
        return connected || barred ? Deadline.NONE : Math.max(nextTryNs, bannedUntilNs);
    }

    /** Counts the candidates of a torrent, in the order in which they were learned of. */
    long number() {
        return number;
    }

    /**
     * The lower the sooner it is tried among those whose time has come: whom the user named, then neighbours, then the others; each
     * failure puts it back, but for the one that the end of a good connection counts as.
     */
    int rank() {
        int base = source == CandidateSource.USER ? 0 : source == CandidateSource.LOCAL ? 1 : 2;
        return base + Math.max(0, failures - (everConnected ? 1 : 0));
    }

    /** What the connection would be worth to both ends (BEP 40), as it was last reckoned. */
    long priority() {
        return priority;
    }

    void priority(long now) {
        priority = now;
    }

    long bannedUntilNs() {
        return bannedUntilNs;
    }

    /** Whether the torrent's trackers or the user named it, as must be for a private torrent (BEP 27). */
    boolean isNamed() {
        return source == CandidateSource.USER || source == CandidateSource.TRACKER;
    }

    /** A user who names an address that is known already wants it tried now. */
    void namedBy(CandidateSource other, long timeNs) {
        if (other == CandidateSource.USER) {
            source = other;
            nextTryNs = Math.min(nextTryNs, timeNs);
        } else if (other == CandidateSource.TRACKER && source != CandidateSource.USER) {
            source = other;
        }
    }

    void dialling() {
        connected = true;
    }

    void proved() {
        everConnected = true;
    }

    /** Back-off doubles with every connection that brought nothing. */
    void gone(boolean useful, long timeNs) {
        connected = false;
        failures = useful ? 0 : failures;
        long seconds = resting ? REST_SECONDS : BACK_OFF_FIRST_SECONDS << Math.min(failures, 20);
        failures++;
        boolean hopeless = failures >= STRIKES && !everConnected && source != CandidateSource.USER;
        nextTryNs = Deadline.after(timeNs, hopeless ? BACK_OFF_MAX_SECONDS : Math.min(seconds, BACK_OFF_MAX_SECONDS));
        resting = false;
    }

    void bannedUntil(long timeNs) {
        bannedUntilNs = timeNs;
    }

    void neededAgain(long timeNs) {
        resting = false;
        if (everConnected && nextTryNs > timeNs) {
            nextTryNs = timeNs;
        }
    }

    void rest() {
        resting = true;
    }

    void bar() {
        barred = true;
    }
}
