package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.reach.PortMapping;
import dev.oxbow.core.reach.ReachState;
import dev.oxbow.core.swarm.BanList;
import dev.oxbow.core.swarm.BlameLedger;
import dev.oxbow.core.swarm.Crowd;
import dev.oxbow.core.swarm.DialRate;
import dev.oxbow.core.swarm.OwnEndpoints;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.core.webseed.Fetch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All that a session knows: the fold of its journal. {@link #apply} records one entry, event or command; it never decides and never
 * looks at anything but the entry. A host appends an entry to the journal, then applies it, then asks {@link SessionPolicy} what
 * follows from it; so the state at any point is the fold of the journal up to there.
 */
public final class SessionState {
    // What the folds share. Torrents and connections stand in lists in order of arrival; the maps are for look-up only.
    final List<Torrent> torrents = new ArrayList<>();
    final Int2ObjectHashMap<Torrent> torrentsById = new Int2ObjectHashMap<>();
    /** Those whose metadata is still to be fetched; their ids are of the same row as those of the others. */
    final List<MagnetTorrent> magnets = new ArrayList<>();
    final List<PeerSession> connections = new ArrayList<>();
    final Long2ObjectHashMap<PeerSession> connectionsById = new Long2ObjectHashMap<>();

    /** What web seeds are to send, in the order in which it was asked for. */
    final Map<Long, Fetch> fetches = new LinkedHashMap<>();

    int segment;
    int nextTorrentId;
    long nextConnectionId;
    long nextOperationId;
    long seed;
    String version;
    String bootId;
    boolean cleanStop;
    Optional<PeerId> peerId;
    String listenAddress;
    int listenPort;
    int connectionsMax;
    int connectionsPerTorrentMax;
    int halfOpenMax;
    Optional<Endpoint> listening;
    boolean stopRequested;
    long stopDeadlineNs;
    /** Of the last ClockAdvanced. */
    long clockNs;
    boolean stopped;
    boolean inCheckpoint;
    long journalSyncOperation;
    /** Not before this is the journal synced again after a failure. */
    long journalRetryNs;
    long syncsSinceJournalSync;
    /** What came from a peer last and is not all written or thrown away yet. */
    Optional<PeerEvent.BlocksReceived> blocksInHand;
    int blocksUnanswered;
    /** Of the piece whose hash failed last: whoever sent all of it, a web seed by its number. */
    long blamedConnection;
    /** The BlockReceived with its first block. */
    long blamedSequence;
    /** What the piece verified last proves about earlier copies of it. */
    List<BlameLedger.Proof> proofs;
    final BanList bans = new BanList();
    final TokenBucket downLimit = new TokenBucket(TokenBucket.UNLIMITED, 0);
    final TokenBucket upLimit = new TokenBucket(TokenBucket.UNLIMITED, 0);
    /** How many peers are unchoked at a time; 0 for as many as the uplink feeds. */
    int uploadSlots;
    long blocksInHandSequence;
    /** The torrent of the connection that went last. */
    int lostTorrentId;
    Optional<WebSeedFold.BlockInHand> fetchedBlock;
    /** The fetch that last brought a block or failed. */
    Optional<Fetch> lastFetch;
    boolean listenSettled;
    boolean stopSaid;
    final TorrentQueue queue = new TorrentQueue();
    final DhtNodes dht = new DhtNodes();
    final ReachState reach = new ReachState();
    DialRate dialRate;
    /** How many are being dialled and have neither answered nor been given up. */
    int halfOpenCount;
    final Crowd crowd = new Crowd();
    /** Whether peers may tell us of others, and we them. */
    boolean peerExchange;
    /** What the metadata that was put together last proves about other copies of it. */
    List<MetadataFetch.Lie> lies;

    private long sequence = -1;
    private long timeNs;

    private final SessionFold sessionFold = new SessionFold(this);
    private final CheckpointFold checkpointFold = new CheckpointFold(this);
    private final UserFold userFold = new UserFold(this);
    private final ConnectionFold connectionFold = new ConnectionFold(this);
    private final PeerFold peerFold = new PeerFold(this);
    private final PeerCommandFold peerCommandFold = new PeerCommandFold(this);
    private final StorageFold storageFold = new StorageFold(this);
    private final TrackerFold trackerFold = new TrackerFold(this);
    private final WebSeedFold webSeedFold = new WebSeedFold(this);
    final DhtFold dhtFold = new DhtFold(this);
    private final ReachFold reachFold = new ReachFold(this);

    public SessionState() {
        clear();
    }

    /**
     * Records one entry.
     *
     * @param entrySequence its place in the journal; one more than that of the entry before
     * @param entryTimeNs   when it was appended, in nanoseconds since 1970; never less than that of the entry before
     */
    public void apply(long entrySequence, long entryTimeNs, Entry entry) {
        sequence = entrySequence;
        timeNs = entryTimeNs;
        if (concernsQueue(entry)) {
            queue.touched(entrySequence);
        }
        if (entry instanceof PeerEvent event) {
            event.dispatch(peerFold);
        } else if (entry instanceof PeerCommand command) {
            command.dispatch(peerCommandFold);
        } else if (entry instanceof StorageEvent event) {
            event.dispatch(storageFold);
        } else if (entry instanceof StorageCommand command) {
            command.dispatch(storageFold);
        } else if (entry instanceof WebSeedEvent event) {
            event.dispatch(webSeedFold);
        } else if (entry instanceof WebSeedCommand command) {
            command.dispatch(webSeedFold);
        } else if (entry instanceof ConnectionEvent event) {
            event.dispatch(connectionFold);
        } else if (entry instanceof ConnectionCommand command) {
            command.dispatch(connectionFold);
        } else if (entry instanceof TrackerEvent event) {
            event.dispatch(trackerFold);
        } else if (entry instanceof TrackerCommand command) {
            command.dispatch(trackerFold);
        } else if (entry instanceof SessionEvent event) {
            event.dispatch(sessionFold);
        } else if (entry instanceof SessionCommand command) {
            command.dispatch(sessionFold);
        } else if (entry instanceof UserEvent event) {
            event.dispatch(userFold);
        } else if (entry instanceof CheckpointEvent event) {
            event.dispatch(checkpointFold);
        } else if (entry instanceof DhtEvent event) {
            event.dispatch(dhtFold);
        } else if (entry instanceof DhtCommand command) {
            command.dispatch(dhtFold);
        } else if (entry instanceof ReachEvent event) {
            event.dispatch(reachFold);
        } else if (entry instanceof ReachCommand command) {
            command.dispatch(reachFold);
        } else {
            throw new IllegalArgumentException("no fold for " + entry.getClass());
        }
    }

    /** Forgets everything: a segment begins from nothing, whoever reads it and whatever was read before. */
    void clear() {
        torrents.clear();
        torrentsById.clear();
        magnets.clear();
        peerExchange = true;
        lies = List.of();
        connections.clear();
        connectionsById.clear();
        fetches.clear();
        segment = 0;
        nextTorrentId = 1;
        nextConnectionId = 1;
        nextOperationId = 1;
        seed = 0;
        version = "";
        bootId = "";
        cleanStop = true;
        peerId = Optional.empty();
        settings("", 0, 200, 50, 50);
        listening = Optional.empty();
        listenSettled = false;
        stopRequested = false;
        stopDeadlineNs = Deadline.NONE;
        stopSaid = false;
        stopped = false;
        inCheckpoint = false;
        journalSyncOperation = 0;
        journalRetryNs = 0;
        syncsSinceJournalSync = 0;
        blocksInHand = Optional.empty();
        blocksUnanswered = 0;
        blamedConnection = 0;
        blamedSequence = -1;
        proofs = List.of();
        bans.clear();
        clockNs = 0;
        downLimit.limit(TokenBucket.UNLIMITED, 0);
        upLimit.limit(TokenBucket.UNLIMITED, 0);
        uploadSlots = 0;
        blocksInHandSequence = -1;
        lostTorrentId = 0;
        fetchedBlock = Optional.empty();
        lastFetch = Optional.empty();
        queue.clear();
        dht.clear();
        dht.on = false;
        dht.bootstrapHosts = List.of();
        reach.clear();
        halfOpenCount = 0;
        crowd.clear();
    }

    private static boolean concernsQueue(Entry entry) {
        return entry instanceof UserEvent || entry instanceof SessionCommand.ChangePhase || entry instanceof SessionCommand.ForgetTorrent
                || entry instanceof SessionEvent.QueueLimitsChanged; // and the piece that completes a torrent: StorageFold
    }

    void settings(String address, int port, int connections, int connectionsPerTorrent, int halfOpen) {
        listenAddress = address;
        listenPort = port;
        connectionsMax = connections;
        connectionsPerTorrentMax = connectionsPerTorrent;
        halfOpenMax = halfOpen;
        dialRate = new DialRate(DialRate.PER_SECOND, Math.max(1, halfOpen));
    }

    /** Of the entry applied last; -1 before the first. */
    public long sequence() {
        return sequence;
    }

    /** Of the entry applied last, in nanoseconds since 1970. */
    public long timeNs() {
        return timeNs;
    }

    /** In the order in which they were added. Do not change it. */
    public List<Torrent> torrents() {
        return Collections.unmodifiableList(torrents);
    }

    public Optional<Torrent> torrent(int torrentId) {
        return Optional.ofNullable(torrentsById.get(torrentId));
    }

    /** The torrents of which only a magnet link is known, in the order in which they were added. Do not change it. */
    public List<MagnetTorrent> magnets() {
        return Collections.unmodifiableList(magnets);
    }

    public Optional<MagnetTorrent> magnet(int torrentId) {
        return magnets.stream().filter(magnet -> magnet.torrentId() == torrentId).findFirst();
    }

    public Optional<MagnetTorrent> magnet(InfoHash infoHash) {
        return magnets.stream().filter(magnet -> magnet.infoHash().equals(infoHash)).findFirst();
    }

    /** All torrents, those whose metadata is still to be fetched after the others. */
    public List<Swarm> swarms() {
        List<Swarm> out = new ArrayList<>(torrents);
        out.addAll(magnets);
        return out;
    }

    public Optional<Swarm> swarm(int torrentId) {
        Swarm torrent = torrentsById.get(torrentId);
        return torrent != null ? Optional.of(torrent) : magnet(torrentId).map(Swarm.class::cast);
    }

    public Optional<Swarm> swarm(InfoHash infoHash) {
        return torrent(infoHash).map(Swarm.class::cast).or(() -> magnet(infoHash));
    }

    public Optional<Torrent> torrent(InfoHash infoHash) {
        return torrents.stream().filter(torrent -> torrent.spec().infoHash().equals(infoHash)).findFirst();
    }

    /** In the order in which they came. Do not change it. */
    public List<PeerSession> connections() {
        return Collections.unmodifiableList(connections);
    }

    /** What web seeds are to send, in the order in which it was asked for. Do not change it. */
    public Collection<Fetch> fetches() {
        return Collections.unmodifiableCollection(fetches.values());
    }

    public Optional<Fetch> fetch(long fetchId) {
        return Optional.ofNullable(fetches.get(fetchId));
    }

    public Optional<PeerSession> connection(long connectionId) {
        return Optional.ofNullable(connectionsById.get(connectionId));
    }

    void learned(Swarm torrent, Endpoint endpoint, CandidateSource source) {
        torrent.candidates.learned(endpoint, source, timeNs);
        if (torrent.isConnectedTo(endpoint)) {
            torrent.cameFrom(endpoint);
        }
        torrent.candidates.keepOut(endpoint, bans.of(endpoint, timeNs));
    }

    void keepOutBanned() {
        swarms().forEach(torrent -> torrent.candidates.all().forEach(candidate ->
                torrent.candidates.keepOut(candidate.endpoint(), bans.of(candidate.endpoint(), timeNs))));
    }

    /** What may be asked for now: the torrent's limit and the session's together. */
    public RateLimit downLimit(Torrent torrent) {
        return new RateLimit(torrent.downLimit, downLimit);
    }

    /** What may be sent now. */
    public RateLimit upLimit(Torrent torrent) {
        return new RateLimit(torrent.upLimit, upLimit);
    }

    /** Who waits for whom, when not all torrents may run at a time. Do not change it. */
    public TorrentQueue queue() {
        return queue;
    }

    /** Our part in the DHT. Do not change it. */
    public DhtNodes dht() {
        return dht;
    }

    /** Whom we have nothing to do with. Do not change it. */
    public BanList bans() {
        return bans;
    }

    public int segment() {
        return segment;
    }

    /** Greater than every connection id of this session so far, accepted ones included. */
    public long nextConnectionId() {
        return nextConnectionId;
    }

    public long seed() {
        return seed;
    }

    /** The program that last took the session over; empty before that. */
    public String version() {
        return version;
    }

    public String bootId() {
        return bootId;
    }

    /** What we call ourselves to peers in this session. */
    public Optional<PeerId> peerId() {
        return peerId;
    }

    /** Where peers reach us. */
    public Optional<Endpoint> listening() {
        return listening;
    }

    /** Where peers outside find us: the gateway's port while it forwards one, else the one that we listen on; 0 when nothing listens. */
    int announcedPort() {
        int own = listening.map(Endpoint::port).orElse(0);
        return reach.mapping(TransportProtocol.TCP).grant(timeNs).map(PortMapping.Grant::externalPort).orElse(own);
    }

    /** Where peers see us, as far as we know: the address that we listen on when it is a certain one, else what others say. */
    OwnEndpoints ownEndpoints() {
        return new OwnEndpoints(ownEndpoint(false), ownEndpoint(true));
    }

    /** Where peers on the Internet find us, as far as that is known; over IPv4 when there are both. */
    public Optional<Endpoint> external() {
        return ownEndpoint(false).or(() -> ownEndpoint(true));
    }

    private Optional<Endpoint> ownEndpoint(boolean ipv6) {
        Optional<Endpoint> certain = listening.filter(it -> it.isIpv6() == ipv6 && Addresses.isUsable(it) && !Addresses.isLocal(it.address()));
        return certain.or(() -> reach.addresses().best(ipv6).map(address -> new Endpoint(address, announcedPort())));
    }

    /** Whether there is another port to listen on, as somebody else has this one. */
    boolean hasAnotherPort(SessionEvent.ListenFailed event) {
        return event.portTaken() && event.port() < reach.listenPortLast();
    }

    /** What others say of how to reach us, and what gateways do for it. Do not change it. */
    public ReachState reach() {
        return reach;
    }

    /** Connections came or went. */
    void countConnections(Torrent torrent) {
        torrent.crowd.count(torrent.connections.size(), connectionsPerTorrentMax, timeNs);
        crowd.count(connections.size(), connectionsMax, timeNs);
    }

    public boolean isStopRequested() {
        return stopRequested;
    }

    /** Whether the session has ended, and cleanly. */
    public boolean isStopped() {
        return stopped;
    }

    /** Whether a checkpoint is being read: until it is whole nothing is decided. */
    public boolean isInCheckpoint() {
        return inCheckpoint;
    }

    /** Whether every completed sync of files is itself recorded on stable storage. */
    public boolean isJournalSafe() {
        return syncsSinceJournalSync == 0 && journalSyncOperation == 0;
    }

    /** All that is wanted is there, its files are as we left them, and neither a crash nor a power cut can take that back. */
    public boolean isSafelyComplete(Torrent torrent) {
        boolean looked = torrent.phase() == TorrentPhase.SEEDING || torrent.isAtRest() && torrent.isFilesOpen();
        return looked && torrent.isComplete() && !torrent.isChecking() && !torrent.disk().lacksEmptyFile()
                && torrent.picker().wanted().countNotIn(torrent.disk().durable()) == 0 && isJournalSafe();
    }
}
