package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.WebSeedId;
import java.util.Optional;

/**
 * Something people like to be told, derived from the entries of the journal: never journaled itself, and the same whether the journal is
 * being written or replayed.
 */
public sealed interface Notice {

    /** A torrent entered another phase. */
    record PhaseChanged(InfoHash infoHash, TorrentPhase phase, String why) implements Notice {
    }

    /** A piece is there and right. */
    record PieceCompleted(InfoHash infoHash, int pieceIndex) implements Notice {
    }

    /** A piece did not have its hash. */
    record PieceFailed(InfoHash infoHash, int pieceIndex) implements Notice {
    }

    /** A torrent's files lie in another directory now. */
    record FilesMoved(InfoHash infoHash, String directory) implements Notice {
    }

    /** A torrent's files could not be moved. */
    record FilesNotMoved(InfoHash infoHash, String reason) implements Notice {
    }

    /** A tracker gave no answer, or a refusal. */
    record TrackerFailed(InfoHash infoHash, String url, String reason) implements Notice {
    }

    /** A tracker answered with a warning. */
    record TrackerWarned(InfoHash infoHash, String url, String warning) implements Notice {
    }

    /** No peer can connect to us. */
    record ListenFailed(int port, String reason) implements Notice {
    }

    /** The gateway forwards a port to us. */
    record PortMapped(MappingMethod method, int externalPort) implements Notice {
    }

    /** The gateway forwards no port to us, or there is none. */
    record PortMapFailed(String reason) implements Notice {
    }

    /** We hung up on a peer, and why. */
    record PeerDropped(Endpoint endpoint, CloseReason reason, String detail) implements Notice {
    }

    /** A web seed did not send what it was asked for, or sent wrong data. */
    record WebSeedFailed(InfoHash infoHash, String url, String reason) implements Notice {
    }

    /** We cannot take part in the DHT. */
    record DhtUnavailable(String reason) implements Notice {
    }

    /** What the entry means to people, seen from the state that it has been applied to. */
    static Optional<Notice> of(SessionState state, Entry entry) {
        if (entry instanceof StorageEvent.PieceVerified event) {
            return state.torrent(event.torrentId()).map(torrent -> new PieceCompleted(torrent.spec().infoHash(), event.pieceIndex()));
        }
        if (entry instanceof StorageEvent.PieceHashMismatched event) {
            return state.torrent(event.torrentId()).map(torrent -> new PieceFailed(torrent.spec().infoHash(), event.pieceIndex()));
        }
        if (entry instanceof StorageEvent.FilesMoved event) {
            return state.torrent(event.torrentId()).map(torrent -> new FilesMoved(torrent.spec().infoHash(), event.directory()));
        }
        if (entry instanceof StorageEvent.FilesMoveFailed event) {
            return state.torrent(event.torrentId()).map(torrent -> new FilesNotMoved(torrent.spec().infoHash(), event.detail()));
        }
        if (entry instanceof TrackerEvent event) {
            return ofTracker(state, event);
        }
        if (entry instanceof SessionEvent.ListenFailed event && !state.hasAnotherPort(event)) {
            return Optional.of(new ListenFailed(event.port(), event.reason()));
        }
        if (entry instanceof ReachEvent event) {
            return ofReach(event);
        }
        if (entry instanceof WebSeedEvent.WebSeedFailed event && !event.fault().isOurs()) {
            return ofWebSeed(state, event.detail());
        }
        if (entry instanceof DhtEvent.DhtListenFailed event) {
            return Optional.of(new DhtUnavailable(event.reason()));
        }
        return entry instanceof Command command ? ofCommand(state, command) : Optional.empty();
    }

    private static Optional<Notice> ofTracker(SessionState state, TrackerEvent entry) {
        if (entry instanceof TrackerEvent.AnnounceFailed event) {
            return state.torrent(event.torrentId()).map(torrent -> new TrackerFailed(torrent.spec().infoHash(),
                    torrent.announces().trackers().get(event.trackerIndex()).url(), event.reason()));
        }
        if (entry instanceof TrackerEvent.AnnounceSucceeded event && !event.warning().isEmpty()) {
            return state.torrent(event.torrentId()).map(torrent -> new TrackerWarned(torrent.spec().infoHash(),
                    torrent.announces().trackers().get(event.trackerIndex()).url(), event.warning()));
        }
        return Optional.empty();
    }

    private static Optional<Notice> ofReach(ReachEvent entry) {
        if (entry instanceof ReachEvent.PortMapped event) {
            return Optional.of(new PortMapped(event.method(), event.externalPort()));
        }
        return entry instanceof ReachEvent.PortMapFailed event ? Optional.of(new PortMapFailed(event.reason())) : Optional.empty();
    }

    private static Optional<Notice> ofWebSeed(SessionState state, String reason) {
        return state.lastFetch.flatMap(fetch -> state.torrent(fetch.torrentId()).map(torrent -> new WebSeedFailed(torrent.spec().infoHash(),
                torrent.webSeed(fetch.webSeed()).url(), reason)));
    }

    private static Optional<Notice> ofCommand(SessionState state, Command entry) {
        if (entry instanceof SessionCommand.ChangePhase command) {
            return state.torrent(command.torrentId())
                    .map(torrent -> new PhaseChanged(torrent.spec().infoHash(), command.phase(), command.why()));
        }
        if (entry instanceof ConnectionCommand.CloseConnection command) {
            return state.connection(command.connectionId())
                    .map(session -> new PeerDropped(session.endpoint(), command.reason(), command.detail()));
        }
        if (entry instanceof WebSeedCommand.DistrustWebSeed command) {
            return state.torrent(command.torrentId()).map(torrent -> new WebSeedFailed(torrent.spec().infoHash(),
                    torrent.webSeed(new WebSeedId(command.webSeedIndex())).url(), command.detail()));
        }
        return Optional.empty();
    }
}
