package dev.oxbow.core.session;

import dev.oxbow.core.announce.AnnounceSchedule;
import dev.oxbow.core.choke.Choker;
import dev.oxbow.core.choke.SuperSeeding;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.swarm.BlameLedger;
import dev.oxbow.core.swarm.Candidates;
import dev.oxbow.core.swarm.Crowd;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.time.RateMeter;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.core.webseed.WebSeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One torrent of the session: what is had of it, who is connected, and where it stands. Only records; its phase changes by the
 * ChangePhase and OpenFiles commands alone.
 */
public final class Torrent extends Swarm {
    private static final int WEB_SEEDS_MAX = 64;

    private final TorrentSpec spec;
    private String directory;
    private Optional<String> movingTo = Optional.empty();
    private boolean moveBegun;
    private final long seed;
    private TorrentWish wish;
    private TorrentPhase phase = TorrentPhase.OPENING;
    private String phaseReason = "";
    private long phaseSinceNs;
    private Optional<StorageFault> fault = Optional.empty();
    private String faultDetail = "";
    private long faultNs;
    private long freeSpaceBytes;

    final PiecePicker picker;
    final DiskLedger disk;
    final TokenBucket downLimit = new TokenBucket(TokenBucket.UNLIMITED, 0);
    final TokenBucket upLimit = new TokenBucket(TokenBucket.UNLIMITED, 0);
    /** When slots change hands next, if anybody wants one; and whether that is now. */
    private long rechokeNs;
    private ByteString priorities = ByteString.EMPTY;
    private long seedRatioPermille = -1;
    private long seedSeconds = -1;
    private long seedingSinceNs;
    private boolean rechokeDue;
    private boolean superSeedWished;
    private Optional<SuperSeeding> superSeeding = Optional.empty();
    final BlameLedger blame = new BlameLedger();
    final Crowd crowd = new Crowd();
    private final List<WebSeed> webSeeds = new ArrayList<>();
    private final RateMeter down = new RateMeter();
    private final RateMeter up = new RateMeter();

    private final Checklist checklist;
    private long bytesRehashed;
    private long bytesDownloaded;
    private long bytesUploaded;
    private long bytesWasted;
    private long downloadedBefore;
    private long uploadedBefore;
    private boolean announcedComplete;
    private boolean machineWentDown;
    private boolean historyLost;
    private boolean filesOpen;
    private boolean closingFiles;
    private Optional<Long> removalRequest = Optional.empty();
    private boolean removeFiles;

    Torrent(int torrentId, TorrentSpec spec, String directory, TorrentWish wish, long seed) {
        this(torrentId, spec, directory, wish, seed, new Candidates(), new AnnounceSchedule(spec.trackerTiers(), seed, torrentId),
                new ArrayList<>());
    }

    /** The torrent of a magnet link, now that its metadata is there: with the same peers, and the same trackers if it names the same. */
    Torrent(MagnetTorrent magnet, TorrentSpec spec, long seed) {
        this(magnet.torrentId(), spec, magnet.directory(), magnet.wish(), seed, magnet.candidates,
                spec.trackerTiers().equals(magnet.link().tiers()) ? magnet.announces
                        : new AnnounceSchedule(spec.trackerTiers(), seed, magnet.torrentId()),
                magnet.connections);
        announcedLocally(magnet.announcedLocallyNs());
    }

    private Torrent(int torrentId, TorrentSpec spec, String directory, TorrentWish wish, long seed, Candidates candidates,
            AnnounceSchedule announces, List<PeerSession> connections) {
        super(torrentId, candidates, announces, connections);
        this.spec = spec;
        this.directory = directory;
        this.wish = wish;
        this.seed = seed;
        this.picker = new PiecePicker(spec.pieces(), seed, torrentId);
        this.disk = new DiskLedger(spec.pieces(), spec.files());
        this.checklist = new Checklist(spec.pieces().pieceCount());
    }

    public TorrentSpec spec() {
        return spec;
    }

    @Override
    public InfoHash infoHash() {
        return spec.infoHash();
    }

    @Override
    public boolean isPrivate() {
        return spec.isPrivate();
    }

    @Override
    boolean isTelling() {
        return isRunning() && !isPrivate();
    }

    @Override
    boolean isCompletionUntold() {
        return !announcedComplete && bytesDownloaded > 0 && picker.verified().isFull();
    }

    public PieceLayout layout() {
        return spec.pieces();
    }

    public String directory() {
        return directory;
    }

    /** Where its files are on their way to; they may lie there already, or still in {@link #directory}. */
    public Optional<String> movingTo() {
        return movingTo;
    }

    /** Whether its files lie there, or are on their way there. */
    boolean isAt(String other) {
        return directory.equals(other) || movingTo.filter(other::equals).isPresent();
    }

    /** Whether storage has been told. */
    boolean isMoveBegun() {
        return moveBegun;
    }

    public long seed() {
        return seed;
    }

    public TorrentWish wish() {
        return wish;
    }

    public TorrentPhase phase() {
        return phase;
    }

    /** Why it stands there, for people. */
    public String phaseReason() {
        return phaseReason;
    }

    /** When it got there. */
    long phaseSinceNs() {
        return phaseSinceNs;
    }

    /** Whether it has no traffic and its files are as it left them: it is paused, or waits for its turn. */
    boolean isAtRest() {
        return phase == TorrentPhase.PAUSED || phase == TorrentPhase.QUEUED;
    }

    /** What the disk last refused, if the torrent waits for that. */
    public Optional<StorageFault> fault() {
        return fault;
    }

    public String faultDetail() {
        return faultDetail;
    }

    public PiecePicker picker() {
        return picker;
    }

    public BlameLedger blame() {
        return blame;
    }

    /** A byte for each file, pads included: 0 unwanted, 1 wanted, 2 wanted before others; none at all when everything is wanted. */
    public ByteString priorities() {
        return priorities;
    }

    public boolean isWanted(int fileIndex) {
        return priorities.length() == 0 || priorities.byteAt(fileIndex) > Selection.UNWANTED;
    }

    /** Seeding ends when a thousandth of this times the torrent's size is uploaded; -1 for never. */
    public long seedRatioPermille() {
        return seedRatioPermille;
    }

    /** Seeding ends after so long; -1 for never. */
    public long seedSeconds() {
        return seedSeconds;
    }

    /** When it will have been seeded as long, or was seeded as much, as the user wishes; {@link Deadline#NONE} when that does not matter now. */
    long seedEndNs() {
        if (phase != TorrentPhase.SEEDING || !isComplete()) {
            return Deadline.NONE;
        }
        if (seedRatioPermille >= 0 && bytesUploaded >= permille(bytesWanted(), seedRatioPermille)) {
            return seedingSinceNs;
        }
        return seedSeconds >= 0 ? Deadline.after(seedingSinceNs, seedSeconds) : Deadline.NONE;
    }

    /** Whether it has been seeded as much, or as long, as the user wishes. */
    public boolean isSeedGoalReached(long timeNs) {
        return seedEndNs() <= timeNs;
    }

    private static long permille(long amount, long thousandths) {
        long exact = amount / 1000 * thousandths + amount % 1000 * thousandths / 1000;
        return Math.multiplyHigh(amount / 1000, thousandths) == 0 && exact >= 0 ? exact : Long.MAX_VALUE;
    }

    /** Whether it is to be super-seeded (BEP 16) when it is complete and as long as nobody else is. */
    public boolean isSuperSeedWished() {
        return superSeedWished;
    }

    /** What is shown to whom, while we pretend to have nothing (BEP 16). Do not change it. */
    public Optional<SuperSeeding> superSeeding() {
        return superSeeding;
    }

    /** Whether the peer may know that we have the piece, if we have it. */
    boolean isShown(long connectionId, int pieceIndex) {
        return superSeeding.isEmpty() || superSeeding.get().wasShown(connectionId, pieceIndex);
    }

    /** When slots change hands next; {@link Deadline#NONE} while nobody wants or has one. */
    long rechokeNs() {
        boolean wanted = isRunning() && connections.stream().anyMatch(it -> it.isActive() && (it.peerInterested() || !it.amChoking()));
        return wanted ? rechokeNs : Deadline.NONE;
    }

    /** Whether the clock has just come to it. */
    boolean isRechokeDue() {
        return rechokeDue;
    }

    void select(ByteString wanted) {
        priorities = wanted;
        disk.wanted(Selection.files(spec, wanted));
        picker.select(Selection.pieces(spec, wanted, Selection.WANTED), wanted.length() == 0 ? new Bitfield(layout().pieceCount())
                : Selection.pieces(spec, wanted, Selection.PREFERRED));
    }

    void seedGoal(long ratioPermille, long seconds) {
        seedRatioPermille = ratioPermille;
        seedSeconds = seconds;
    }

    void superSeedWished(boolean on) {
        superSeedWished = on;
    }

    void superSeedingStarted() {
        SuperSeeding started = new SuperSeeding(layout().pieceCount(), seed);
        for (PeerSession session : connections) {
            if (session.isActive()) {
                started.joined(session.connectionId());
                started.has(session.connectionId(), new Bitfield(layout().pieceCount()), session.pieces());
            }
        }
        superSeeding = Optional.of(started);
    }

    void superSeedingEnded() {
        superSeedWished = false;
        superSeeding = Optional.empty();
    }

    void slotGiven(long timeNs) {
        if (rechokeNs <= timeNs) {
            rechokeNs = timeNs + Choker.INTERVAL_NS;
        }
    }

    void clock(long timeNs) {
        webSeeds.forEach(webSeed -> webSeed.onClock(timeNs));
        connections.stream().filter(session -> SuperSeeder.patienceEndsNs(this, session) <= timeNs)
                .forEach(session -> superSeeding.get().givenUp(session.connectionId()));
        rechokeDue = rechokeNs() <= timeNs;
        if (rechokeDue) {
            rechokeNs = timeNs + Choker.INTERVAL_NS;
        }
    }

    public DiskLedger disk() {
        return disk;
    }

    /** In the order in which they were named. Do not change it. */
    public List<WebSeed> webSeeds() {
        return Collections.unmodifiableList(webSeeds);
    }

    public WebSeed webSeed(WebSeedId id) {
        return webSeeds.get(id.index());
    }

    /** Whether it is one of the torrent's web seeds. */
    public boolean hasWebSeed(WebSeedStyle style, String url) {
        return webSeeds.stream().anyMatch(known -> known.style() == style && known.url().equals(url));
    }

    public boolean isComplete() {
        return picker.isComplete();
    }

    @Override
    public boolean isRunning() {
        return phase == TorrentPhase.DOWNLOADING || phase == TorrentPhase.SEEDING || phase == TorrentPhase.WAITING_FOR_SPACE;
    }

    /** Whether blocks are wanted now. */
    public boolean isFetching() {
        return phase == TorrentPhase.DOWNLOADING && wish == TorrentWish.DOWNLOAD && !picker.isComplete();
    }

    /** The pieces that must be hashed before anything is believed of them. Do not change it. */
    public Bitfield toCheck() {
        return checklist.waiting();
    }

    /** The next of them to be hashed, or {@link Bitfield#NONE}. */
    int nextToCheck() {
        return checklist.next();
    }

    public VerifyReason checkReason() {
        return checklist.reason();
    }

    /** The pieces being hashed for such a reason. Do not change it. */
    public Bitfield checking() {
        return checklist.underWay();
    }

    public boolean isChecking() {
        return !checklist.isEmpty();
    }

    /** Bytes hashed in this session though they had been hashed, or found, before. */
    public long bytesRehashed() {
        return bytesRehashed;
    }

    /** Over all sessions, what was discarded and what failed its hash included. */
    public long bytesDownloaded() {
        return bytesDownloaded;
    }

    public long bytesUploaded() {
        return bytesUploaded;
    }

    public long bytesWasted() {
        return bytesWasted;
    }

    @Override
    public long bytesDownloadedNow() {
        return bytesDownloaded - downloadedBefore;
    }

    @Override
    public long bytesUploadedNow() {
        return bytesUploaded - uploadedBefore;
    }

    public long bytesVerified() {
        return bytesOf(picker.verified().count(), picker.verified());
    }

    /** Of the pieces that are wanted. */
    public long bytesWanted() {
        return bytesOf(picker.wanted().count(), picker.wanted());
    }

    /** Of the pieces that are wanted and verified. */
    public long bytesWantedVerified() {
        int last = layout().pieceCount() - 1;
        boolean lastOne = last >= 0 && picker.wanted().contains(last) && picker.verified().contains(last);
        return bytesOf(picker.wanted().count() - picker.wantedMissing(), lastOne);
    }

    private long bytesOf(int pieceCount, Bitfield pieces) {
        int last = layout().pieceCount() - 1;
        return bytesOf(pieceCount, last >= 0 && pieces.contains(last));
    }

    /** The last piece may be shorter than the others. */
    private long bytesOf(int pieceCount, boolean lastOne) {
        long out = (long) pieceCount * layout().pieceLengthBytes();
        return lastOne ? out - layout().pieceLengthBytes() + layout().pieceLengthBytes(layout().pieceCount() - 1) : out;
    }

    @Override
    public long bytesLeft() {
        return layout().totalLengthBytes() - bytesVerified();
    }

    public long downBytesPerSec(long timeNs) {
        return down.bytesPerSec(timeNs);
    }

    public long upBytesPerSec(long timeNs) {
        return up.bytesPerSec(timeNs);
    }

    /** Whether a tracker has answered that it knows of the completion. */
    public boolean isAnnouncedComplete() {
        return announcedComplete;
    }

    public boolean isFilesOpen() {
        return filesOpen;
    }

    /** Whether storage was told to close its files, and has not answered. */
    public boolean isClosingFiles() {
        return closingFiles;
    }

    /** Whether the machine went down and it is not yet settled what must be hashed for that. */
    public boolean isMachineWentDown() {
        return machineWentDown;
    }

    /** Whether a part of the journal was lost and it is not yet settled what must be hashed for that. */
    public boolean isHistoryLost() {
        return historyLost;
    }

    /** The pieces that must be hashed before they are believed, whether or not that has been said in so many entries. */
    public Bitfield inDoubt() {
        Bitfield out = toCheck().copy();
        out.addAll(checking());
        if (machineWentDown) {
            out.addAll(Checker.unsynced(this));
        }
        if (historyLost) {
            out.addAll(Checker.notVerified(this));
        }
        out.addAll(Checker.changed(this));
        out.addAll(Checker.found(this));
        return out;
    }

    /** The request to remove it, when there is one. */
    public Optional<Long> removalRequest() {
        return removalRequest;
    }

    public boolean isRemoveFiles() {
        return removeFiles;
    }

    /** When the disk last refused, or was last asked whether it has room again. */
    public long faultNs() {
        return faultNs;
    }

    /** The room on its volume when that was last asked. */
    public long freeSpaceBytes() {
        return freeSpaceBytes;
    }

    // What follows records; only the fold calls it.

    void wish(TorrentWish next) {
        wish = next;
    }

    void phase(TorrentPhase next, String why, long timeNs) {
        boolean wasRunning = isRunning();
        seedingSinceNs = next == TorrentPhase.SEEDING && phase != next ? timeNs : seedingSinceNs;
        phase = next;
        phaseReason = why;
        phaseSinceNs = timeNs;
        superSeeding = phase == TorrentPhase.SEEDING ? superSeeding : Optional.empty();
        if (phase != TorrentPhase.FAILED && phase != TorrentPhase.REMOVING && phase != TorrentPhase.MOVING) {
            machineWentDown = false; // what is in doubt has been distrusted by now, entry by entry
            historyLost = false;
            disk.settled();
        }
        if (phase == TorrentPhase.DOWNLOADING || phase == TorrentPhase.SEEDING) {
            fault = Optional.empty();
            faultDetail = "";
        }
        if (isRunning() && !wasRunning) {
            announces.activated(timeNs);
        } else if (wasRunning && !isRunning()) {
            announces.deactivated();
        } else if (wasRunning && next == TorrentPhase.SEEDING && isCompletionUntold()) {
            announces.completed(timeNs);
        }
    }

    /** Nothing happens when it is known, cannot be asked for anything, or there are too many. */
    void webSeed(WebSeedStyle style, String url) {
        if (WebSeed.isSupported(url) && webSeeds.size() < WEB_SEEDS_MAX && !hasWebSeed(style, url)) {
            webSeeds.add(new WebSeed(url, style, spec.pieces(), spec.files()));
        }
    }

    void machineWentDown() {
        machineWentDown = true;
    }

    void historyLost() {
        historyLost = true;
    }

    void opening() {
        phase = TorrentPhase.OPENING;
        phaseReason = "";
        filesOpen = true;
    }

    void opened(List<FileStamp> stamps, long lastOwnWriteNs) {
        disk.observed(stamps, lastOwnWriteNs, machineWentDown);
    }

    void closingFiles() {
        closingFiles = true;
    }

    void filesClosed() {
        filesOpen = false;
        closingFiles = false;
    }

    void moving(String to) {
        movingTo = Optional.of(to);
    }

    void moveBegun() {
        moveBegun = true;
        closingFiles = true;
    }

    void moved(String to, List<FileStamp> stamps) {
        directory = to;
        disk.moved(stamps);
        moveEnded();
    }

    void moveEnded() {
        movingTo = Optional.empty();
        moveBegun = false;
        filesClosed();
    }

    void fault(StorageFault what, String detail, long timeNs) {
        fault = Optional.of(what);
        faultDetail = detail;
        faultNs = timeNs;
    }

    void probingSpace(long timeNs) {
        faultNs = timeNs;
    }

    void spaceProbed(long freeBytes, long timeNs) {
        freeSpaceBytes = freeBytes;
        faultNs = timeNs;
    }

    void counters(long downloaded, long uploaded, long wasted, boolean announced) {
        bytesDownloaded = downloaded;
        bytesUploaded = uploaded;
        bytesWasted = wasted;
        downloadedBefore = downloaded;
        uploadedBefore = uploaded;
        announcedComplete = announced;
    }

    void downloaded(int lengthBytes, long timeNs) {
        bytesDownloaded += lengthBytes;
        down.add(timeNs, lengthBytes);
    }

    void uploaded(int lengthBytes, long timeNs) {
        bytesUploaded += lengthBytes;
        up.add(timeNs, lengthBytes);
    }

    void wasted(int lengthBytes) {
        bytesWasted += lengthBytes;
    }

    void distrusted(int pieceIndex, VerifyReason reason) {
        boolean had = picker.verified().contains(pieceIndex);
        picker.forget(pieceIndex);
        disk.distrusted(pieceIndex);
        checklist.add(pieceIndex, reason);
        if (had) {
            connections.forEach(connection -> connection.weLost(pieceIndex));
        }
    }

    void check(int pieceIndex) {
        checklist.begin(pieceIndex);
        bytesRehashed += layout().pieceLengthBytes(pieceIndex);
    }

    void pieceVerified(int pieceIndex) {
        checklist.end(pieceIndex);
        if (!picker.verified().contains(pieceIndex)) {
            picker.verified(pieceIndex);
            connections.forEach(connection -> connection.weGot(pieceIndex));
        }
    }

    /** @return whether its blocks came from peers */
    boolean pieceNotVerified(int pieceIndex) {
        checklist.end(pieceIndex);
        boolean downloaded = picker.isBegun(pieceIndex);
        boolean had = picker.verified().contains(pieceIndex);
        picker.forget(pieceIndex);
        disk.distrusted(pieceIndex);
        if (had) {
            connections.forEach(connection -> connection.weLost(pieceIndex));
        }
        return downloaded;
    }

    /** The disk would not say what the piece holds: it is still to be hashed. */
    void pieceNotRead(int pieceIndex) {
        checklist.putBack(pieceIndex);
        picker.notVerifying(pieceIndex);
    }

    void announcedComplete() {
        announcedComplete = true;
    }

    void removal(long requestId, boolean withFiles) {
        removalRequest = Optional.of(requestId);
        removeFiles = withFiles;
    }
}
