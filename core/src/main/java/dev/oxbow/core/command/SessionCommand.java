package dev.oxbow.core.command;

/** What the conductor does itself. */
public sealed interface SessionCommand extends Command {
    void dispatch(SessionCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((SessionCommandHandler) handler);
    }

    /** Answers a user's request. */
    record CompleteRequest(long requestId, RequestOutcome outcome, String message) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onCompleteRequest(this);
        }
    }

    /** Make the journal durable up to here. */
    record SyncJournal(long operationId) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onSyncJournal(this);
        }
    }

    /** All is synced and told; end. */
    record StopSession(StopReason reason) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onStopSession(this);
        }
    }
}
