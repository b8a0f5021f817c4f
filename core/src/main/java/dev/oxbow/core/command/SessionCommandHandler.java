package dev.oxbow.core.command;

/** One method for each record of {@link SessionCommand}. */
public interface SessionCommandHandler {
    void onCompleteRequest(SessionCommand.CompleteRequest command);

    void onSyncJournal(SessionCommand.SyncJournal command);

    void onStopSession(SessionCommand.StopSession command);

    void onChangePhase(SessionCommand.ChangePhase command);

    void onDistrustPieces(SessionCommand.DistrustPieces command);

    void onForgetTorrent(SessionCommand.ForgetTorrent command);

    void onStartSuperSeeding(SessionCommand.StartSuperSeeding command);

    void onEndSuperSeeding(SessionCommand.EndSuperSeeding command);
}
