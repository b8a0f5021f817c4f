package dev.oxbow.core.session;

import dev.oxbow.core.announce.AnnounceSchedule;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.Candidates;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The peers of one torrent: whom we know, who is connected, and when trackers are asked for more. The same for a torrent whose metadata
 * is still to be fetched as for one that has it. Only records.
 */
public abstract sealed class Swarm permits Torrent, MagnetTorrent {
    private static final long PEX_SECONDS = 60;

    private final int torrentId;
    final Candidates candidates;
    final AnnounceSchedule announces;
    /** In the order in which they joined. */
    final List<PeerSession> connections;
    /** When peers are next told of others, if there is anybody to tell; and whether that is now. */
    private long pexNs;
    private boolean pexDue;
    private long announcedLocallyNs = Deadline.NONE;

    Swarm(int torrentId, Candidates candidates, AnnounceSchedule announces, List<PeerSession> connections) {
        this.torrentId = torrentId;
        this.candidates = candidates;
        this.announces = announces;
        this.connections = connections;
    }

    Swarm(int torrentId, AnnounceSchedule announces) {
        this(torrentId, new Candidates(), announces, new ArrayList<>());
    }

    public int torrentId() {
        return torrentId;
    }

    public abstract InfoHash infoHash();

    /** Whether peers may connect. */
    public abstract boolean isRunning();

    /** Whether other sources of peers than its trackers and the user must not be used (BEP 27), as far as that is known. */
    public abstract boolean isPrivate();

    /** Whether peers may be told who else is here. */
    abstract boolean isTelling();

    /** In this session only. */
    public abstract long bytesUploadedNow();

    /** In this session only. */
    public abstract long bytesDownloadedNow();

    /** What trackers are told is missing. */
    public abstract long bytesLeft();

    /** Whether it was downloaded whole, in this session or an earlier one, and no tracker has answered to {@code completed} yet. */
    abstract boolean isCompletionUntold();

    /** Whether it is none of those that a private torrent may have to do with: named by its trackers, or by the user. */
    boolean isStranger(PeerSession session) {
        return isPrivate() && !candidates.names(session.endpoint().address());
    }

    public Candidates candidates() {
        return candidates;
    }

    public AnnounceSchedule announces() {
        return announces;
    }

    /** Do not change it. */
    public List<PeerSession> connections() {
        return Collections.unmodifiableList(connections);
    }

    /** When peers are next told of others; {@link Deadline#NONE} while there is nobody to tell. */
    long pexNs() {
        boolean wanted = isTelling() && connections.stream().anyMatch(session -> session.isActive() && session.pex().isWanted());
        return wanted ? pexNs : Deadline.NONE;
    }

    /** Whether the clock has just come to it. */
    boolean isPexDue() {
        return pexDue;
    }

    /** When neighbours were last told of it; {@link Deadline#NONE} for never. */
    long announcedLocallyNs() {
        return announcedLocallyNs;
    }

    /** Whether one of its peers can be dialled there, as that peer says or as we did. */
    boolean isConnectedTo(Endpoint endpoint) {
        return connections.stream().anyMatch(session -> session.identity().equals(endpoint));
    }

    // What follows records; only the fold calls it.

    /** A peer that dialled us has said where it can be dialled: it need not be. */
    void cameFrom(Endpoint endpoint) {
        candidates.dialling(endpoint);
    }

    /** A connection is gone; there may be another to the same peer. */
    void gone(Endpoint endpoint, boolean useful, long timeNs) {
        if (!isConnectedTo(endpoint)) {
            candidates.gone(endpoint, useful, timeNs);
        }
    }

    void announcedLocally(long timeNs) {
        announcedLocallyNs = timeNs;
    }

    void pexAfter(long timeNs) {
        if (pexNs <= timeNs) {
            pexNs = Deadline.after(timeNs, PEX_SECONDS);
        }
    }

    void pexClock(long timeNs) {
        pexDue = pexNs() <= timeNs;
        if (pexDue) {
            pexNs = Deadline.after(timeNs, PEX_SECONDS);
        }
    }
}
