package dev.oxbow.core.session;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.webseed.WebSeed;
import java.util.List;

/**
 * When each thing in the state is next due. Nothing is armed or disarmed: a deadline follows from what is recorded, so it cannot be
 * forgotten. {@link Timers} acts on the same figures when {@code ClockAdvanced} comes.
 */
public final class Deadlines {
    static final long HANDSHAKE_SECONDS = 10;
    static final long SILENCE_SECONDS = 120;
    static final long KEEP_ALIVE_SECONDS = 60;
    /** A peer that was asked and has sent no block for so long is snubbed. */
    static final long SNUB_SECONDS = 20;
    static final long SYNC_SECONDS = 2;
    static final long SPACE_PROBE_SECONDS = 10;

    private Deadlines() {
    }

    /** The earliest of all; {@link Deadline#NONE} when nothing is due ever. */
    public static long earliestNs(SessionState state) {
        long earliest = Math.min(Math.min(Math.min(state.stopDeadlineNs, state.reach.stopWaitNs()), journalSyncNs(state)), dhtNs(state));
        if (!state.isStopRequested()) {
            earliest = Math.min(earliest, Math.min(PortKeeper.dueNs(state), Turnover.dueNs(state)));
        }
        for (PeerSession session : state.connections()) {
            earliest = Math.min(earliest, of(session));
        }
        for (Torrent torrent : state.torrents()) {
            earliest = Math.min(earliest, of(state, torrent));
        }
        for (MagnetTorrent magnet : state.magnets()) {
            earliest = Math.min(earliest, of(state, magnet));
        }
        return earliest;
    }

    private static long of(PeerSession session) {
        return switch (session.phase()) {
            case DIALLING, CLOSING -> Deadline.NONE; // the network answers in any case
            case SHAKING_HANDS -> handshakeNs(session);
            case METADATA, ACTIVE -> Math.min(Math.min(silenceNs(session), keepAliveNs(session)), Math.min(snubNs(session), giveUpNs(session)));
        };
    }

    private static long of(SessionState state, Torrent torrent) {
        long earliest = Math.min(syncNs(torrent), spaceProbeNs(torrent));
        if (!state.isStopRequested()) {
            earliest = Math.min(earliest, Math.min(torrent.rechokeNs(), torrent.seedEndNs()));
            earliest = Math.min(earliest, Math.min(uploadNs(state, torrent), requestNs(state, torrent)));
            earliest = Math.min(earliest, Math.min(raceNs(state, torrent), askAgainNs(state, torrent)));
            earliest = Math.min(earliest, announceNs(state, torrent));
            earliest = Math.min(earliest, Math.min(Dialler.dueNs(state, torrent), LocalAnnouncer.dueNs(state, torrent)));
            earliest = Math.min(earliest, Math.min(Turnover.dueNs(state, torrent), Turnover.noInterestNs(state, torrent)));
            earliest = Math.min(earliest, Math.min(webSeedNs(torrent), SuperSeeder.dueNs(torrent)));
            earliest = Math.min(earliest, pexNs(state, torrent));
        }
        return earliest;
    }

    private static long of(SessionState state, MagnetTorrent magnet) {
        if (state.isStopRequested()) {
            return Deadline.NONE;
        }
        long earliest = Math.min(magnet.fetch().nextNs(), announceNs(state, magnet));
        return Math.min(earliest, Math.min(Dialler.dueNs(state, magnet), LocalAnnouncer.dueNs(state, magnet)));
    }

    /** When peers are next told of others. */
    static long pexNs(SessionState state, Swarm torrent) {
        return state.peerExchange ? torrent.pexNs() : Deadline.NONE;
    }

    static long handshakeNs(PeerSession session) {
        return Deadline.after(session.lastReceivedNs(), HANDSHAKE_SECONDS);
    }

    static long silenceNs(PeerSession session) {
        return Deadline.after(session.lastReceivedNs(), SILENCE_SECONDS);
    }

    static long keepAliveNs(PeerSession session) {
        return Deadline.after(session.lastSentNs(), KEEP_ALIVE_SECONDS);
    }

    static long snubNs(PeerSession session) {
        long waiting = session.requests().waitingSinceNs();
        return waiting == Deadline.NONE ? Deadline.NONE : Deadline.after(waiting, SNUB_SECONDS);
    }

    /** When a peer that lets us ask and sends nothing is given up, unless it wants something of us. */
    static long giveUpNs(PeerSession session) {
        boolean inVain = session.isActive() && !session.isReliable() && !session.peerChoking() && !session.peerInterested();
        return inVain ? session.askedInVain().tooLongNs() : Deadline.NONE;
    }

    /** When a peer that refuses is next asked, unless the clock has come since: then it has had its turn. */
    static long askAgainNs(SessionState state, Torrent torrent) {
        long earliest = Deadline.NONE;
        for (PeerSession session : torrent.connections()) {
            if (session.askedInVain().isRefusing() && session.requests().size() == 0 && Requester.canAsk(state, torrent, session)) {
                long again = session.askedInVain().askAgainNs();
                earliest = state.clockNs < again ? Math.min(earliest, again) : earliest;
            }
        }
        return earliest;
    }

    static long dhtNs(SessionState state) {
        return state.isStopRequested() ? Deadline.NONE : state.dht().nextNs(state.timeNs());
    }

    static long announceNs(SessionState state, Swarm torrent) {
        return torrent.isRunning() && state.listenSettled ? torrent.announces().nextAnnounceNs() : Deadline.NONE;
    }

    /** When a web seed that was left alone may be asked again. That it is over is recorded with ClockAdvanced. */
    static long webSeedNs(Torrent torrent) {
        long earliest = Deadline.NONE;
        for (WebSeed webSeed : torrent.isFetching() ? torrent.webSeeds() : List.<WebSeed>of()) {
            if (webSeed.isLeftAlone()) {
                earliest = Math.min(earliest, webSeed.notBeforeNs());
            }
        }
        return earliest;
    }

    /** When a limit lets the next blocks go; {@link Deadline#NONE} when none waits for that. */
    static long uploadNs(SessionState state, Torrent torrent) {
        long ready = readyNs(state, state.upLimit(torrent));
        boolean waiting = ready != Deadline.NONE
                && torrent.connections().stream().anyMatch(session -> session.isActive() && session.uploads().hasNext());
        return waiting ? ready : Deadline.NONE;
    }

    /** When a limit lets more be asked for; {@link Deadline#NONE} when nobody could be asked anyhow. */
    static long requestNs(SessionState state, Torrent torrent) {
        long ready = readyNs(state, state.downLimit(torrent));
        boolean waiting = ready != Deadline.NONE && torrent.isFetching() && (Fetcher.canAsk(state, torrent)
                || torrent.connections().stream().anyMatch(session -> Requester.canAsk(state, torrent, session)));
        return waiting ? ready : Deadline.NONE;
    }

    /**
     * When there is enough again for it to be worth while, unless the clock has come since: then whoever wanted some has had his turn. It
     * does not depend on the time of the last event, which may be any.
     */
    private static long readyNs(SessionState state, RateLimit limit) {
        if (limit.bytesPerSec() == TokenBucket.UNLIMITED) {
            return Deadline.NONE;
        }
        long ready = limit.holdsNs(limit.portionBytes(PieceLayout.BLOCK_LENGTH_BYTES));
        return state.clockNs < ready ? ready : Deadline.NONE;
    }

    /** When, near the end, a peer's next block will be late, so that others are asked for what it holds; {@link Deadline#NONE} else. */
    static long raceNs(SessionState state, Torrent torrent) {
        if (!torrent.isFetching() || !torrent.picker().isEverythingAsked()) {
            return Deadline.NONE;
        }
        long earliest = Deadline.NONE;
        boolean othersIdle = false;
        for (PeerSession session : torrent.connections()) {
            if (session.isActive()) {
                long late = session.requests().lateNs();
                earliest = late > state.timeNs() ? Math.min(earliest, late) : earliest;
                othersIdle |= session.requests().size() == 0 && Requester.canAsk(state, torrent, session);
            }
        }
        return othersIdle ? earliest : Deadline.NONE;
    }

    /** Payload was synced, and the journal that says so was not: at once, or a while after a failure. */
    static long journalSyncNs(SessionState state) {
        return state.syncsSinceJournalSync > 0 && state.journalSyncOperation == 0 ? state.journalRetryNs : Deadline.NONE;
    }

    static long syncNs(Torrent torrent) {
        boolean possible = (torrent.isRunning() || torrent.isAtRest()) && torrent.isFilesOpen() && !torrent.isClosingFiles();
        boolean waiting = possible && torrent.disk().dirtySinceNs() != Deadline.NONE && !torrent.disk().isSyncing();
        return waiting ? Deadline.after(torrent.disk().dirtySinceNs(), SYNC_SECONDS) : Deadline.NONE;
    }

    static long spaceProbeNs(Torrent torrent) {
        boolean waiting = torrent.phase() == TorrentPhase.WAITING_FOR_SPACE;
        return waiting ? Deadline.after(torrent.faultNs(), SPACE_PROBE_SECONDS) : Deadline.NONE;
    }
}
