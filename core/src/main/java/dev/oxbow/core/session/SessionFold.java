package dev.oxbow.core.session;

import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.SessionCommandHandler;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.SessionEventHandler;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Optional;

/** Records what happens to the session as a whole. */
final class SessionFold implements SessionEventHandler, SessionCommandHandler {
    private static final long STOP_SECONDS = 6;
    private static final long JOURNAL_RETRY_SECONDS = 5;

    private final SessionState state;

    SessionFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onSessionStarted(SessionEvent.SessionStarted event) {
        if (!state.cleanStop && !state.bootId.equals(event.bootId())) {
            state.torrents.forEach(Torrent::machineWentDown);
        }
        state.bootId = event.bootId();
        state.cleanStop = false;
        state.seed = event.seed();
        state.version = event.version();
        state.peerId = Optional.of(event.peerId());
        state.stopRequested = false;
        state.stopped = false;
        state.stopSaid = false;
        state.listenSettled = false;
        state.stopDeadlineNs = Deadline.NONE;
        state.dht.closed();
    }

    @Override
    public void onSettingsChanged(SessionEvent.SettingsChanged event) {
        state.settings(event.listenAddress(), event.listenPort(), event.connectionsMax(), event.connectionsPerTorrentMax(),
                event.halfOpenMax());
    }

    @Override
    public void onClockAdvanced(SessionEvent.ClockAdvanced event) {
        state.clockNs = state.timeNs();
        state.torrents.forEach(torrent -> torrent.clock(state.timeNs()));
        state.dht.nodes().forEach(node -> node.onTimePassed(state.timeNs()));
        state.reach.clock(state.timeNs());
        state.swarms().forEach(swarm -> swarm.pexClock(state.timeNs()));
        state.magnets.forEach(magnet -> magnet.fetch().clock(state.timeNs()));
    }

    @Override
    public void onListenSucceeded(SessionEvent.ListenSucceeded event) {
        state.listening = Optional.of(event.endpoint());
        state.reach.listening(TransportProtocol.TCP, event.endpoint().port(), state.timeNs());
        state.listenSettled = true;
    }

    @Override
    public void onListenFailed(SessionEvent.ListenFailed event) {
        state.listening = Optional.empty();
        state.reach.notListening(TransportProtocol.TCP, state.timeNs());
        state.listenSettled = true;
    }

    @Override
    public void onSessionStopRequested(SessionEvent.SessionStopRequested event) {
        if (!state.stopRequested) {
            state.stopRequested = true;
            state.reach.stopping(state.timeNs());
            state.stopDeadlineNs = Deadline.after(state.timeNs(), STOP_SECONDS);
        }
    }

    @Override
    public void onSessionStopped(SessionEvent.SessionStopped event) {
        state.stopped = true;
        state.cleanStop = state.torrents.stream().noneMatch(torrent -> torrent.isFilesOpen() || Syncer.needsSync(torrent));
    }

    @Override
    public void onJournalSynced(SessionEvent.JournalSynced event) {
        if (event.operationId() == state.journalSyncOperation) {
            state.journalSyncOperation = 0;
        }
    }

    @Override
    public void onJournalSyncFailed(SessionEvent.JournalSyncFailed event) {
        if (event.operationId() == state.journalSyncOperation) {
            state.journalSyncOperation = 0;
            state.syncsSinceJournalSync++;
            state.journalRetryNs = Deadline.after(state.timeNs(), JOURNAL_RETRY_SECONDS);
        }
    }

    @Override
    public void onJournalRepaired(SessionEvent.JournalRepaired event) {
        state.torrents.forEach(Torrent::historyLost);
    }

    @Override
    public void onCompleteRequest(SessionCommand.CompleteRequest command) {
        // For the user only.
    }

    @Override
    public void onSyncJournal(SessionCommand.SyncJournal command) {
        state.nextOperationId = Math.max(state.nextOperationId, command.operationId() + 1);
        state.journalSyncOperation = command.operationId();
        state.syncsSinceJournalSync = 0;
    }

    @Override
    public void onStopSession(SessionCommand.StopSession command) {
        state.stopDeadlineNs = Deadline.NONE;
        state.stopSaid = true;
    }

    @Override
    public void onChangePhase(SessionCommand.ChangePhase command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> {
            torrent.phase(command.phase(), command.why(), state.timeNs());
            state.dhtFold.follow(torrent);
        });
        state.magnet(command.torrentId()).ifPresent(magnet -> {
            magnet.phase(command.phase(), command.why(), state.timeNs());
            state.dhtFold.follow(magnet);
        });
    }

    @Override
    public void onDistrustPieces(SessionCommand.DistrustPieces command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> {
            Bitfield pieces = Bitfield.fromWire(command.pieces(), torrent.layout().pieceCount());
            for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
                torrent.distrusted(piece, command.reason());
            }
        });
    }

    @Override
    public void onForgetTorrent(SessionCommand.ForgetTorrent command) {
        state.torrents.remove(state.torrentsById.remove(command.torrentId()));
        state.magnets.removeIf(magnet -> magnet.torrentId() == command.torrentId());
    }

    @Override
    public void onPeerExchangeSwitched(SessionEvent.PeerExchangeSwitched event) {
        state.peerExchange = event.on();
    }
}
