package dev.oxbow.client;

import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;
import java.nio.file.Path;
import java.util.List;
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

    /** Completes when everything that is wanted is there, verified and safe on disk. It is not undone when more is wanted later. */
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

    /**
     * Says which files are wanted; what is there of others stays, and files that are not there are not created.
     *
     * @param files a wish for each file, in the torrent's order, pads included; no element at all for every file
     */
    public void select(List<FileWish> files) throws OxbowException {
        session.request(id -> new UserEvent.FilesSelected(id, infoHash, FileWish.priorities(files)));
    }

    /** Fetches pieces from first to last, or the rarest first again. */
    public void sequential(boolean inOrder) throws OxbowException {
        session.request(id -> new UserEvent.PickOrderRequested(id, infoHash, inOrder));
    }

    /** Limits this torrent's traffic, beside what {@link Oxbow#limit} does to all; 0 is no limit. */
    public void limit(long downBytesPerSec, long upBytesPerSec) throws OxbowException {
        session.request(id -> new UserEvent.TorrentLimitsRequested(id, infoHash, downBytesPerSec, upBytesPerSec));
    }

    /** The torrent is paused once it has been seeded so much. */
    public void seedGoal(TorrentOptions.SeedGoal goal) throws OxbowException {
        session.request(id -> new UserEvent.SeedGoalRequested(id, infoHash, goal.permille(), goal.seconds()));
    }

    /**
     * Moves the torrent's files to another directory, on this volume or another; meanwhile it has no traffic. A crash loses nothing: the
     * next session goes on with it.
     *
     * @return completes when all lie there and the torrent is opened again; exceptionally, with the reason, when they stay where they are
     */
    public CompletableFuture<Void> moveTo(Path directory) throws OxbowException {
        return session.move(infoHash, directory.toAbsolutePath().normalize().toString());
    }

    void choose(TorrentOptions options) throws OxbowException {
        if (options.files().isPresent()) {
            select(options.files().get());
        }
        if (options.sequential().isPresent()) {
            sequential(options.sequential().get());
        }
        if (options.seedGoal().isPresent()) {
            seedGoal(options.seedGoal().get());
        }
    }

    public void remove(boolean withFiles) throws OxbowException {
        session.request(id -> new UserEvent.RemoveTorrentRequested(id, infoHash, withFiles));
    }
}
