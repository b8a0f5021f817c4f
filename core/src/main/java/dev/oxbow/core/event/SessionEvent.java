package dev.oxbow.core.event;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;

/** What happens to the session as a whole. */
public sealed interface SessionEvent extends Event {
    void dispatch(SessionEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((SessionEventHandler) handler);
    }

    /**
     * A process took the session over. Every connection and every operation of an earlier process is gone.
     *
     * @param seed    what all of the session's random choices are drawn from
     * @param version of the program
     * @param bootId  of the operating system; another one than before means that unsynced pages may be lost
     */
    record SessionStarted(long seed, String version, String bootId, PeerId peerId, long processId) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onSessionStarted(this);
        }
    }

    /**
     * What the policy keeps to from now on.
     *
     * @param listenAddress numeric; empty for all addresses
     * @param listenPort    0 lets the system choose
     */
    record SettingsChanged(
            String listenAddress, int listenPort, int connectionsMax, int connectionsPerTorrentMax, int halfOpenMax)
            implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onSettingsChanged(this);
        }
    }

    /** The earliest deadline is due. Its time is the entry's own; nothing but this fires timers. */
    record ClockAdvanced() implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onClockAdvanced(this);
        }
    }

    /** The listener is open, with the port that was really taken. */
    record ListenSucceeded(Endpoint endpoint) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onListenSucceeded(this);
        }
    }

    /**
     * Nothing listens; dialling out still works.
     *
     * @param portTaken whether another program listens there: another port may do
     */
    record ListenFailed(String address, int port, String reason, boolean portTaken) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onListenFailed(this);
        }
    }

    /** The user, or a signal, wants the session to end. */
    record SessionStopRequested() implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onSessionStopRequested(this);
        }
    }

    /** The last entry of a session that was stopped. The stop was a clean one when by then all files were synced and closed. */
    record SessionStopped() implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onSessionStopped(this);
        }
    }

    /** All entries up to the matching SyncJournal are on stable storage. */
    record JournalSynced(long operationId) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onJournalSynced(this);
        }
    }

    /** The journal could not be made durable. */
    record JournalSyncFailed(long operationId, String reason) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onJournalSyncFailed(this);
        }
    }

    /**
     * The journal before this entry was damaged; what was whole was kept and a new segment begun.
     *
     * @param entriesLost how many entries are known to be missing, 0 when that cannot be told
     * @param damage      one sentence for people
     */
    record JournalRepaired(long firstLostSequence, long entriesLost, String damage) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onJournalRepaired(this);
        }
    }

    /** Whether peers may tell us of others, and we them (BEP 11). */
    record PeerExchangeSwitched(boolean on) implements SessionEvent {
        @Override
        public void dispatch(SessionEventHandler handler) {
            handler.onPeerExchangeSwitched(this);
        }
    }
}
