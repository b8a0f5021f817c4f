package dev.oxbow.core.command;

import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;

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

    /** A torrent enters another phase. Recorded only. */
    record ChangePhase(int torrentId, TorrentPhase phase, String why) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onChangePhase(this);
        }
    }

    /**
     * What was believed of these pieces is void until they are hashed. Recorded only.
     *
     * @param pieces as in a bitfield message
     */
    record DistrustPieces(int torrentId, ByteString pieces, VerifyReason reason) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onDistrustPieces(this);
        }
    }

    /** The torrent leaves the session. Recorded only. */
    record ForgetTorrent(int torrentId) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onForgetTorrent(this);
        }
    }

    /** From now on peers are told that we have nothing, but for what is revealed to them (BEP 16). Recorded only. */
    record StartSuperSeeding(int torrentId) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onStartSuperSeeding(this);
        }
    }

    /** Peers may know everything again, and the wish to super-seed is over. Recorded only. */
    record EndSuperSeeding(int torrentId, String why) implements SessionCommand {
        @Override
        public void dispatch(SessionCommandHandler handler) {
            handler.onEndSuperSeeding(this);
        }
    }
}
