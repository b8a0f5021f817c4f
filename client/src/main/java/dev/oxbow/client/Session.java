package dev.oxbow.client;

import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.journal.BootId;
import dev.oxbow.journal.JournalWriter;
import dev.oxbow.journal.SessionLock;
import dev.oxbow.net.dht.DhtSocket;
import dev.oxbow.net.fetch.HttpFetch;
import dev.oxbow.net.peer.PeerNetwork;
import dev.oxbow.net.reach.ReachEdge;
import dev.oxbow.net.tracker.Trackers;
import dev.oxbow.net.webseed.WebSeedNetwork;
import dev.oxbow.storage.BlockPool;
import dev.oxbow.storage.Storage;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/** The parts of a running session, wired: lock, journal, state, edges and conductor. Built in the order in which they need each other. */
final class Session implements AutoCloseable {
    private static final int RECEIVE_SLOTS = 1024;
    private static final int HALF_OPEN_MAX = 50;
    private static final Duration DETAIL_KEPT = Duration.ofDays(7);
    private static final long DETAIL_MAX_BYTES = 256L << 20;

    private final SessionLock lock;
    private final Optional<String> repaired;
    private final Map<InfoHash, String> resumed;
    private final MetainfoStore metainfos;
    private final EventInbox inbox;
    private final Vertx vertx;
    private final Edges edges;
    private final Conductor conductor;
    private final DhtOptions dht;
    private final AgentRunner runner;
    private boolean closed;

    private Session(OxbowOptions options, SessionLock lock, Conductor.Listener listener) throws IOException {
        this.lock = lock;
        this.dht = options.dht();
        Path directory = options.stateDirectory();
        OpenedJournal opened = OpenedJournal.open(directory);
        repaired = opened.repaired();
        SessionState state = opened.state();
        JournalWriter.prune(directory, DETAIL_KEPT, DETAIL_MAX_BYTES);

        metainfos = new MetainfoStore(directory, options.naming());
        inbox = new EventInbox();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(2)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false))); // no temporary files
        BlockPool pool = new BlockPool(RECEIVE_SLOTS);
        MetadataDesk metadata = new MetadataDesk(inbox, metainfos);
        PeerNetwork network = new PeerNetwork(vertx, inbox, pool, options.bindAddress(), state.nextConnectionId(), metadata);
        HttpFetch fetch = new HttpFetch(vertx, "Oxbow/" + Oxbow.VERSION, options.bindAddress());
        int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
        Storage storage = new Storage(inbox, pool, metainfos::find, network, directory, threads, options.allocation());
        resumed = state.torrents().stream().collect(Collectors.toUnmodifiableMap(torrent -> torrent.spec().infoHash(), Torrent::directory));
        storage.forgetAllBut(resumed.keySet());
        ReachEdge reach = new ReachEdge(vertx, inbox, options.reach().surroundings(options.bindAddress()), "Oxbow/" + Oxbow.VERSION,
                options.bindAddress());
        WebSeedNetwork webSeeds = new WebSeedNetwork(vertx, inbox, pool, infoHash -> metainfos.find(infoHash).map(WebSeedLayout::of),
                "Oxbow/" + Oxbow.VERSION, options.bindAddress());
        edges = new Edges(network, new Trackers(vertx, inbox, fetch, options.bindAddress()), webSeeds, storage,
                new DhtSocket(vertx, inbox), reach, metadata);
        conductor = new Conductor(inbox, opened.journal(), state, edges, listener, opened.clock());
        runner = new AgentRunner(new Idle(inbox, conductor), error -> { }, null, conductor);
        inbox.offer(new SessionEvent.SettingsChanged(options.bindAddress(), options.listenPort(), options.connectionsMax(),
                options.connectionsPerTorrentMax(), HALF_OPEN_MAX));
        inbox.offer(new DhtEvent.DhtConfigured(options.dht().on(), options.dht().bootstrapHosts()));
        inbox.offer(options.reach().settings(options.bindAddress()));
        inbox.offer(new SessionEvent.PeerExchangeSwitched(options.peerExchange()));
        inbox.offer(new SessionEvent.QueueLimitsChanged(options.queue().activeDownloadsMax(), options.queue().activeSeedsMax()));
        inbox.offer(started());
        AgentRunner.startOnThread(runner);
    }

    static Session start(OxbowOptions options, Conductor.Listener listener) throws OxbowException {
        BindAddress.check(options.bindAddress());
        SessionLock lock = null;
        try {
            lock = SessionLock.acquire(options.stateDirectory());
            return new Session(options, lock, listener);
        } catch (SessionLock.SessionHeldException e) {
            throw new OxbowException(OxbowException.Kind.HELD, e.getMessage() + "; stop it, or use another --state directory", e);
        } catch (IOException e) {
            close(lock);
            throw OxbowException.ofState(options.stateDirectory(), e);
        }
    }

    private static SessionEvent.SessionStarted started() {
        SecureRandom random = new SecureRandom();
        byte[] id = new byte[PeerId.LENGTH_BYTES];
        random.nextBytes(id);
        byte[] prefix = "-OX0100-".getBytes(StandardCharsets.US_ASCII); // BEP 20
        System.arraycopy(prefix, 0, id, 0, prefix.length);
        return new SessionEvent.SessionStarted(random.nextLong(), Oxbow.VERSION, BootId.current(), new PeerId(ByteString.wrap(id)),
                ProcessHandle.current().pid());
    }

    Optional<String> repaired() {
        return repaired;
    }

    /** The torrents of earlier sessions, with their directories. */
    Map<InfoHash, String> resumed() {
        return resumed;
    }

    DhtOptions dht() {
        return dht;
    }

    MetainfoStore metainfos() {
        return metainfos;
    }

    EventInbox inbox() {
        return inbox;
    }

    CompletableFuture<String> ended() {
        return conductor.ended();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            runner.close();
            edges.network().close();
            edges.trackers().close();
            edges.webSeeds().close();
            edges.dht().close();
            edges.reach().close();
            edges.storage().close();
            edges.metadata().close();
            vertx.close();
            close(lock);
        }
    }

    private static void close(SessionLock lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the lock cannot be released", e);
        }
    }

    /** Sleeps until an event comes or the conductor has something to do. */
    private record Idle(EventInbox inbox, Conductor conductor) implements IdleStrategy {
        @Override
        public void idle(int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            inbox.await(conductor.sleepNs());
        }

        @Override
        public void reset() {
            // it keeps no state
        }
    }
}
