package dev.oxbow.core.event;

/** One method for each record of {@link SessionEvent}. */
public interface SessionEventHandler {
    void onSessionStarted(SessionEvent.SessionStarted event);

    void onSettingsChanged(SessionEvent.SettingsChanged event);

    void onClockAdvanced(SessionEvent.ClockAdvanced event);

    void onListenSucceeded(SessionEvent.ListenSucceeded event);

    void onListenFailed(SessionEvent.ListenFailed event);

    void onSessionStopRequested(SessionEvent.SessionStopRequested event);

    void onSessionStopped(SessionEvent.SessionStopped event);

    void onJournalSynced(SessionEvent.JournalSynced event);

    void onJournalSyncFailed(SessionEvent.JournalSyncFailed event);

    void onJournalRepaired(SessionEvent.JournalRepaired event);

    void onPeerExchangeSwitched(SessionEvent.PeerExchangeSwitched event);
}
