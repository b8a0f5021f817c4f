package dev.oxbow.replay;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeed;
import java.util.Optional;

/** What the numbers in entries stand for: torrents by info hash, connections by address. */
public final class Names {
    private final SessionState state;

    public Names(SessionState state) {
        this.state = state;
    }

    public Optional<Long> connectionId(Entry entry) {
        return Components.get(entry, "connectionId").map(Long.class::cast);
    }

    private Optional<PeerSession> connection(Entry entry) {
        return connectionId(entry).flatMap(state::connection);
    }

    /** The session with the peer that the entry concerns, while there is one. */
    public Optional<PeerSession> session(Entry entry) {
        return connection(entry);
    }

    /** The torrent that the entry concerns, while it is known. */
    Optional<Torrent> torrentOf(Entry entry) {
        String infoHash = torrent(entry);
        return infoHash == null ? Optional.empty()
                : state.torrents().stream().filter(torrent -> torrent.spec().infoHash().toString().equals(infoHash)).findFirst();
    }

    SessionState state() {
        return state;
    }

    /** The peer's address, or null when the entry concerns none. */
    public String peer(Entry entry) {
        Optional<Endpoint> own = Optional.empty();
        if (entry instanceof ConnectionEvent.ConnectionAccepted event) {
            own = Optional.of(event.endpoint());
        } else if (entry instanceof ConnectionCommand.Connect command) {
            own = Optional.of(command.endpoint());
        } else if (entry instanceof ConnectionCommand.BanPeer command) {
            own = Optional.of(command.endpoint());
        } else if (entry instanceof UserEvent.AddPeerRequested event) {
            own = Optional.of(event.endpoint());
        } else if (entry instanceof ReachEvent.LocalPeerDiscovered event) {
            own = Optional.of(event.endpoint());
        } else if (entry instanceof DhtEvent || entry instanceof DhtCommand) {
            own = Components.get(entry, "from").or(() -> Components.get(entry, "to")).map(Endpoint.class::cast);
        }
        return own.or(() -> connection(entry).map(PeerSession::endpoint)).map(Endpoint::toString).orElse(null);
    }

    private Optional<Fetch> fetch(Entry entry) {
        boolean ofWebSeed = entry instanceof WebSeedEvent || entry instanceof WebSeedCommand;
        return ofWebSeed ? Components.get(entry, "fetchId").map(Long.class::cast).flatMap(state::fetch) : Optional.empty();
    }

    /** The web seed's URL, or nothing when the entry concerns none or says itself which. */
    Optional<String> webSeed(Entry entry) {
        if (entry instanceof WebSeedCommand.DistrustWebSeed command) {
            return state.torrent(command.torrentId()).map(torrent -> torrent.webSeed(new WebSeedId(command.webSeedIndex()))).map(WebSeed::url);
        }
        return fetch(entry).flatMap(fetch -> state.torrent(fetch.torrentId()).map(torrent -> torrent.webSeed(fetch.webSeed()))).map(WebSeed::url);
    }

    /** The torrent's info hash, or null when the entry concerns none, or no single one. */
    public String torrent(Entry entry) {
        if (entry instanceof UserEvent.AddTorrentRequested event) {
            return event.spec().infoHash().toString();
        }
        if (entry instanceof CheckpointEvent.TorrentRestored event) {
            return event.spec().infoHash().toString();
        }
        Optional<InfoHash> named = Components.get(entry, "infoHash").map(InfoHash.class::cast);
        Optional<Integer> id = Components.get(entry, "torrentId").map(Integer.class::cast)
                .or(() -> connection(entry).map(PeerSession::torrentId)).or(() -> fetch(entry).map(Fetch::torrentId));
        return named.or(() -> id.flatMap(state::swarm).map(Swarm::infoHash)).map(InfoHash::toString).orElse(null);
    }
}
