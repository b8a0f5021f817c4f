package dev.oxbow.client;

import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.session.Notice;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.core.webseed.WebSeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A running session: the way in for programs that embed Oxbow, and for the command line. Opening it takes the state directory's lock,
 * resumes every torrent of earlier sessions from the journal, and starts listening; closing it tells the trackers, makes everything safe
 * and ends the journal. Any thread may use it.
 */
public final class Oxbow implements AutoCloseable {
    /** The program's version, as trackers, peers and the journal are told. */
    public static final String VERSION = "0.1.0";
    private static final long REQUEST_SECONDS = 60;
    private static final long STOP_SECONDS = 20;
    /** Of each kind, of those that a torrent file names. */
    private static final int WEB_SEEDS_MAX = 24;
    private static final long INBOX_FULL_PARK_NS = 1_000_000;

    private final Session session;
    private final AtomicLong nextRequestId = new AtomicLong(1);
    private final Map<Long, CompletableFuture<SessionCommand.CompleteRequest>> requests = new ConcurrentHashMap<>();
    private final Map<InfoHash, CompletableFuture<TorrentView>> completions = new ConcurrentHashMap<>();
    private final Map<InfoHash, CompletableFuture<Void>> moves = new ConcurrentHashMap<>();
    private final List<Consumer<Notice>> noticeListeners = new CopyOnWriteArrayList<>();
    private volatile SessionView view = SessionView.NOTHING;

    private Oxbow(OxbowOptions options) throws OxbowException {
        this.session = Session.start(options, new Conductor.Listener() {
            @Override
            public void onRequestCompleted(SessionCommand.CompleteRequest answer) {
                Optional.ofNullable(requests.remove(answer.requestId())).ifPresent(request -> request.complete(answer));
            }

            @Override
            public void onNotice(Notice notice) {
                noteMove(notice);
                noticeListeners.forEach(listener -> listener.accept(notice));
            }

            @Override
            public void onView(SessionView next) {
                publish(next);
            }
        });
    }

    /** @throws OxbowException when another process holds the state directory, or it cannot be used */
    public static Oxbow open(OxbowOptions options) throws OxbowException {
        return new Oxbow(options);
    }

    private void publish(SessionView next) {
        view = next;
        for (TorrentView torrent : next.torrents()) {
            if (torrent.safelyComplete()) {
                completions.computeIfAbsent(torrent.infoHash(), unseen -> new CompletableFuture<>()).complete(torrent);
            }
        }
    }

    /** The newest published view: a fraction of a second old at most. */
    public SessionView view() {
        return view;
    }

    /** What was wrong with the journal of the session before, in a sentence; nothing when it was whole. */
    public Optional<String> repaired() {
        return session.repaired();
    }

    /** Is told what happens, on the conductor's thread: it must not wait. */
    public void onNotice(Consumer<Notice> listener) {
        noticeListeners.add(listener);
    }

    /**
     * Takes up a torrent from the bytes of its torrent file, or resumes it.
     *
     * @param directory where its files lie or are to lie
     */
    public TorrentHandle add(byte[] torrentFile, Path directory, TorrentWish wish) throws OxbowException, MetainfoException {
        return add(torrentFile, directory, wish, TorrentOptions.NONE);
    }

    /** The same; what is chosen holds before anything is looked at, created or fetched. */
    public TorrentHandle add(byte[] torrentFile, Path directory, TorrentWish wish, TorrentOptions options) throws OxbowException, MetainfoException {
        return add(MetainfoParser.parse(torrentFile, session.metainfos().naming()), torrentFile, directory, wish, options);
    }

    /**
     * The same, of a torrent file that has been parsed already.
     *
     * @param metainfo what the parser made of it, by this session's rules for names ({@link OxbowOptions#naming})
     */
    public TorrentHandle add(Metainfo metainfo, byte[] torrentFile, Path directory, TorrentWish wish, TorrentOptions options) throws OxbowException {
        try {
            session.metainfos().keep(metainfo, torrentFile);
        } catch (IOException e) {
            throw new OxbowException(OxbowException.Kind.STATE, "the torrent cannot be kept in the state directory: " + e.getMessage(), e);
        }
        String where = directory.toAbsolutePath().normalize().toString();
        TorrentHandle torrent = torrent(metainfo.infoHash());
        Optional<String> known = directoryOf(metainfo.infoHash());
        if (!options.equals(TorrentOptions.NONE) && known.filter(other -> !other.equals(where)).isEmpty()) {
            TorrentOptions unusual = known.isEmpty() ? options.unusual(metainfo.files().size()) : options;
            if (known.isEmpty() && !unusual.equals(TorrentOptions.NONE)) { // so that nothing begins before all is chosen
                request(id -> new UserEvent.AddTorrentRequested(id, metainfo.spec(), where, TorrentWish.PAUSE));
            }
            torrent.choose(unusual);
        }
        request(id -> new UserEvent.AddTorrentRequested(id, metainfo.spec(), where, wish));
        addWebSeeds(metainfo.infoHash(), WebSeedStyle.GETRIGHT, metainfo.webSeeds());
        addWebSeeds(metainfo.infoHash(), WebSeedStyle.HOFFMAN, metainfo.httpSeeds());
        List<String> hosts = session.dht().on() && !metainfo.isPrivate() ? metainfo.dhtNodes() : List.of();
        if (!hosts.isEmpty()) {
            post(new DhtEvent.DhtHostsNamed(hosts));
        }
        return torrent;
    }

    @SuppressWarnings("ReferenceEquality") // the one that stands for none yet
    private Optional<String> directoryOf(InfoHash infoHash) {
        SessionView now = view;
        return now == SessionView.NOTHING ? Optional.ofNullable(session.resumed().get(infoHash)) : now.torrent(infoHash).map(TorrentView::directory);
    }

    /** Limits the traffic of all torrents together, for this session; 0 is no limit. */
    public void limit(long downBytesPerSec, long upBytesPerSec) throws OxbowException {
        request(id -> new UserEvent.SessionLimitsRequested(id, downBytesPerSec, upBytesPerSec));
    }

    /** Changes how many torrents run at a time, for this session. Those that began last go back when there are too many. */
    public void queue(QueueLimits limits) {
        post(new SessionEvent.QueueLimitsChanged(limits.activeDownloadsMax(), limits.activeSeedsMax()));
    }

    /** Those that the torrent file names and that cannot be used are passed over: the others may do. */
    private void addWebSeeds(InfoHash infoHash, WebSeedStyle style, List<String> urls) throws OxbowException {
        for (String url : urls.stream().filter(WebSeed::isSupported).limit(WEB_SEEDS_MAX).toList()) {
            try {
                request(id -> new UserEvent.AddWebSeedRequested(id, infoHash, style, url));
            } catch (OxbowException e) {
                if (e.kind() != OxbowException.Kind.REFUSED) {
                    throw e;
                }
            }
        }
    }

    /**
     * Takes up a torrent from a magnet link, or resumes it. Its metadata is asked of peers (BEP 9), unless this session has kept it.
     *
     * @param directory where its files lie or are to lie
     * @throws OxbowException when the link names a v2-only torrent, too
     */
    public TorrentHandle add(MagnetUri magnet, Path directory, TorrentWish wish) throws OxbowException {
        InfoHash infoHash = magnet.infoHashV1().orElseThrow(() -> new OxbowException(OxbowException.Kind.REFUSED,
                "the magnet link is of a BitTorrent v2-only torrent, which is not supported yet"));
        String where = directory.toAbsolutePath().normalize().toString();
        MagnetLink link = new MagnetLink(magnet);
        request(id -> link.request(id, where, wish));
        Optional<Metainfo> kept = metainfo(infoHash);
        boolean unknown = view().torrent(infoHash).filter(torrent -> torrent.pieceCount() == 0).isPresent();
        if (kept.isPresent() && unknown) { // by a session whose journal did not get to say so, or before the torrent was removed
            request(id -> new UserEvent.AddTorrentRequested(id, kept.get().spec(), where, wish));
        }
        return torrent(infoHash);
    }

    /** What is known of a torrent's files, when its torrent file was added or its metadata has come. */
    public Optional<Metainfo> metainfo(InfoHash infoHash) {
        return session.metainfos().find(infoHash);
    }

    /** A torrent of this session. */
    public TorrentHandle torrent(InfoHash infoHash) {
        return new TorrentHandle(this, infoHash, completions.computeIfAbsent(infoHash, unseen -> new CompletableFuture<>()));
    }

    void request(LongFunction<UserEvent> event) throws OxbowException {
        long id = nextRequestId.getAndIncrement();
        CompletableFuture<SessionCommand.CompleteRequest> answer = new CompletableFuture<>();
        requests.put(id, answer);
        post(event.apply(id));
        try {
            CompletableFuture.anyOf(answer, session.ended()).get(REQUEST_SECONDS, TimeUnit.SECONDS);
            if (!answer.isDone()) {
                throw new OxbowException(OxbowException.Kind.REFUSED, "the session has ended");
            }
            if (answer.get().outcome() == RequestOutcome.REFUSED) {
                throw new OxbowException(OxbowException.Kind.REFUSED, answer.get().message());
            }
        } catch (ExecutionException e) {
            throw fault(e);
        } catch (TimeoutException e) {
            throw new OxbowException(OxbowException.Kind.INTERNAL, "the session did not answer within " + REQUEST_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OxbowException(OxbowException.Kind.REFUSED, "interrupted", e);
        } finally {
            requests.remove(id);
        }
    }

    CompletableFuture<Void> move(InfoHash infoHash, String directory) throws OxbowException {
        CompletableFuture<Void> moved = new CompletableFuture<>();
        if (moves.putIfAbsent(infoHash, moved) != null) {
            throw new OxbowException(OxbowException.Kind.REFUSED, "the torrent's files are being moved already");
        }
        try {
            request(id -> new UserEvent.MoveTorrentRequested(id, infoHash, directory));
        } catch (OxbowException e) {
            moves.remove(infoHash, moved);
            throw e;
        }
        return moved;
    }

    private void noteMove(Notice notice) {
        if (notice instanceof Notice.FilesMoved it) {
            Optional.ofNullable(moves.remove(it.infoHash())).ifPresent(moved -> moved.complete(null));
        } else if (notice instanceof Notice.FilesNotMoved it) {
            Optional.ofNullable(moves.remove(it.infoHash()))
                    .ifPresent(moved -> moved.completeExceptionally(new OxbowException(OxbowException.Kind.REFUSED, it.reason())));
        }
    }

    private void post(Event event) {
        while (!session.inbox().offer(event) && !session.ended().isDone()) {
            LockSupport.parkNanos(INBOX_FULL_PARK_NS);
        }
    }

    private static OxbowException fault(ExecutionException e) {
        return e.getCause() instanceof OxbowException known ? known
                : new OxbowException(OxbowException.Kind.INTERNAL, "a fault in Oxbow: " + e.getCause(), e.getCause());
    }

    /** Completes with the last state's hash once the session has ended, or exceptionally when it had to. */
    public CompletableFuture<String> ended() {
        return session.ended();
    }

    /** Ends the session politely. @return the hash of its last state, as {@code oxbow replay at end} gives it */
    public String stop() throws OxbowException {
        post(new SessionEvent.SessionStopRequested());
        try {
            return session.ended().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw fault(e);
        } catch (TimeoutException e) {
            throw new OxbowException(OxbowException.Kind.INTERNAL, "the session did not stop within " + STOP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OxbowException(OxbowException.Kind.REFUSED, "interrupted", e);
        } finally {
            session.close();
        }
    }

    @Override
    public void close() throws OxbowException {
        if (!session.ended().isDone()) {
            stop();
        } else {
            session.close();
        }
    }
}
