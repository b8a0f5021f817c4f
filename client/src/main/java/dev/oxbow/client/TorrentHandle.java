package dev.oxbow.client;

import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One torrent of a running session. Any thread. Requests wait until the session has answered them. */
public final class TorrentHandle {
    private final Oxbow session;
    private final InfoHash infoHash;
    private final CompletableFuture<TorrentView> completion;

    TorrentHandle(Oxbow session, InfoHash infoHash, CompletableFuture<TorrentView> completion) {
        this.session = session;
        this.infoHash = infoHash;
        this.completion = completion;
    }

    public InfoHash infoHash() {
        return infoHash;
    }

    /** How it stands now; nothing once it is removed. */
    public Optional<TorrentView> view() {
        return session.view().torrent(infoHash);
    }

    /** Completes when everything is there, verified and safe on disk. */
    public CompletableFuture<TorrentView> completion() {
        return completion;
    }

    public void pause() throws OxbowException {
        session.request(id -> new UserEvent.PauseTorrentRequested(id, infoHash));
    }

    public void resume() throws OxbowException {
        session.request(id -> new UserEvent.ResumeTorrentRequested(id, infoHash));
    }

    /** Hashes all that is on disk. */
    public void recheck() throws OxbowException {
        session.request(id -> new UserEvent.RecheckRequested(id, infoHash));
    }

    public void announce() throws OxbowException {
        session.request(id -> new UserEvent.AnnounceRequested(id, infoHash));
    }

    public void addPeer(Endpoint endpoint) throws OxbowException {
        session.request(id -> new UserEvent.AddPeerRequested(id, infoHash, endpoint));
    }

    /** A web server that has the files (BEP 19), beside those that the torrent names. @param url of http or https */
    public void addWebSeed(String url) throws OxbowException {
        session.request(id -> new UserEvent.AddWebSeedRequested(id, infoHash, WebSeedStyle.GETRIGHT, url));
    }

    public void remove(boolean withFiles) throws OxbowException {
        session.request(id -> new UserEvent.RemoveTorrentRequested(id, infoHash, withFiles));
    }
}
