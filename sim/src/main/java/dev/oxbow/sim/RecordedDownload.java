package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * One real engine that downloads one torrent from scripted peers into a real journal, as fast as the machine goes: for tests and
 * benchmarks of what reads journals. The same arguments give the same journal, byte for byte.
 */
public final class RecordedDownload implements Closeable {
    private static final long START_NS = 1_782_000_000L * Timeline.SECOND_NS;
    private static final long DISK_NS = 300_000;
    private static final long HASH_NS = 2_000_000;
    private static final long NONE = 0;
    private static final int NOTICED = -1;
    private static final int WRITTEN_TOGETHER_MAX = 8;
    private static final int SPOILT_EVERY = 25;
    private static final int FLAPS = 100;
    private static final long FLAP_NS = 7 * Timeline.SECOND_NS;
    private static final long UNCHOKED_NS = 4 * Timeline.SECOND_NS;

    /** @param connectionId that it comes from; {@link #NONE} when from none */
    private record Due(long timeNs, long order, long connectionId, Event event) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return timeNs == other.timeNs ? Long.compare(order, other.order) : Long.compare(timeNs, other.timeNs);
        }
    }

    private final JournalWriter journal;
    private final TorrentSpec spec;
    private final List<ScriptedPeer> peers;
    private final SessionState state = new SessionState();
    private final SessionPolicy policy = new SessionPolicy(state, this::emit);
    private final PriorityQueue<Due> inbox = new PriorityQueue<>();
    private final Map<Long, ScriptedPeer> peerOf = new HashMap<>();
    private final Map<Long, Long> freeNs = new HashMap<>();
    private final Map<Long, Integer> blocksSent = new HashMap<>();
    private final Map<Long, Integer> blocksMade = new HashMap<>();
    private final Map<Endpoint, Integer> badPieceOf = new HashMap<>();
    /** What the disk works on, and which of those that are due reports it. */
    private StorageEvent.BlocksWritten writing;
    private long writingOrder = -1;
    /** What it has done meanwhile, to be reported after the event in hand. */
    private final ArrayDeque<Event> written = new ArrayDeque<>();
    private long nowNs;
    private long order;
    private int slot;
    private boolean stopped;

    private RecordedDownload(JournalWriter journal, TorrentSpec spec, List<ScriptedPeer> peers, long startNs) {
        this.journal = journal;
        this.spec = spec;
        this.peers = List.copyOf(peers);
        this.nowNs = startNs;
    }

    /** A torrent of one file, whose info hash follows from its name. */
    public static TorrentSpec spec(String name, int pieceCount, int pieceLengthBytes) {
        byte[] hash = new byte[InfoHash.LENGTH_BYTES];
        byte[] seed = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (i * 31 + seed[i % seed.length] * 7);
        }
        long length = (long) pieceCount * pieceLengthBytes;
        return new TorrentSpec(new InfoHash(ByteString.wrap(hash)), name, new PieceLayout(length, pieceLengthBytes), FileLayout.ofSingle(length),
                false, List.of());
    }

    /**
     * A process starts, in a new segment behind whatever the journal in the directory has; a torrent that it does not know is added, and
     * the peers become known.
     */
    public static RecordedDownload begin(Path sessionDirectory, TorrentSpec spec, List<ScriptedPeer> peers) throws IOException {
        SessionState before = new SessionState();
        JournalRecovery recovery = JournalRecovery.recover(sessionDirectory,
                record -> before.apply(record.sequence(), record.timeNs(), record.entry()));
        JournalWriter journal = JournalWriter.open(sessionDirectory, recovery);
        RecordedDownload out = new RecordedDownload(journal, spec, peers,
                Math.max(START_NS, recovery.lastTimeNs() + 60 * Timeline.SECOND_NS));
        for (CheckpointEvent entry : Checkpoint.entries(before, journal.segment())) {
            out.append(entry);
        }
        out.append(new CheckpointEvent.CheckpointCompleted(StateHash.of(out.state)));
        out.take(new SessionEvent.SettingsChanged("", 6881, 200, 100, 50));
        byte[] id = Arrays.copyOf("-OX0000-recorded-one".getBytes(StandardCharsets.US_ASCII), PeerId.LENGTH_BYTES);
        out.take(new SessionEvent.SessionStarted(42, "recorded", "boot", new PeerId(ByteString.wrap(id)), journal.segment()));
        if (out.state.torrent(spec.infoHash()).isEmpty()) {
            out.take(new UserEvent.AddTorrentRequested(1, spec, "/downloads", TorrentWish.DOWNLOAD));
        }
        for (ScriptedPeer peer : peers) {
            out.post(Timeline.MS_NS, new UserEvent.AddPeerRequested(2, spec.infoHash(), peer.endpoint()));
        }
        return out;
    }

    /** Goes on until the torrent is complete and safe, or the journal has so many entries. @return whether it is complete */
    public boolean run(long entriesMax) throws IOException {
        try {
            while (!isComplete() && state.sequence() + 1 < entriesMax && step()) {
                // each step is an event and what follows from it
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return isComplete();
    }

    private boolean isComplete() {
        return state.torrent(spec.infoHash()).filter(state::isSafelyComplete).isPresent();
    }

    /** Ends the process in good order. */
    public void stop() throws IOException {
        post(0, new SessionEvent.SessionStopRequested());
        while (!stopped && step()) {
            // until everything is synced and closed
        }
        append(new SessionEvent.SessionStopped());
        journal.sync();
    }

    /** What the engine knows now. Do not change it. */
    public SessionState state() {
        return state;
    }

    private boolean step() throws IOException {
        long due = Deadlines.earliestNs(state);
        Due next = inbox.peek();
        if (next == null && due == Long.MAX_VALUE) {
            return false;
        }
        if (next == null || due <= next.timeNs) {
            nowNs = Math.max(nowNs, due);
            take(new SessionEvent.ClockAdvanced());
        } else {
            inbox.poll();
            nowNs = Math.max(nowNs, next.timeNs);
            arrive(next);
        }
        return true;
    }

    private void arrive(Due due) throws IOException {
        long id = due.connectionId;
        ScriptedPeer peer = peerOf.get(id);
        if (id != NONE && (peer == null || state.connection(id).isEmpty())) {
            return; // it was said into a connection that is gone
        }
        boolean leaves = due.event instanceof PeerEvent.BlockReceived && blocksSent.merge(id, 1, Integer::sum) > peer.leavesAtBlock();
        if (leaves) {
            peerOf.remove(id);
            take(new ConnectionEvent.ConnectionClosed(id, "connection reset by peer"));
        } else if (due.event instanceof StorageEvent.BlocksWritten) {
            if (due.order == writingOrder) {
                writingOrder = -1;
                take(writing);
            }
        } else {
            take(due.event);
        }
    }

    private void take(Event event) throws IOException {
        append(event);
        policy.decide(event);
        while (!written.isEmpty()) {
            take(written.poll());
        }
    }

    private void append(Entry entry) throws IOException {
        state.apply(journal.append(nowNs, entry), nowNs, entry);
    }

    private void emit(Command command) {
        try {
            append(command);
            carryOut(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void post(long inNs, Event event) {
        inbox.add(new Due(nowNs + inNs, order++, NONE, event));
    }

    private void post(long connectionId, long inNs, Event event) {
        inbox.add(new Due(nowNs + inNs, order++, connectionId, event));
    }

    private void carryOut(Command command) {
        if (command instanceof PeerCommand it) {
            carryOut(it);
        } else if (command instanceof StorageCommand it) {
            carryOut(it);
        } else if (command instanceof ConnectionCommand it) {
            carryOut(it);
        } else if (command instanceof SessionCommand.SyncJournal it) {
            post(Timeline.MS_NS, new SessionEvent.JournalSynced(it.operationId()));
        } else if (command instanceof SessionCommand.StopSession) {
            stopped = true;
        }
    }

    private void carryOut(ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Listen) {
            post(Timeline.MS_NS, new SessionEvent.ListenSucceeded(Endpoint.of(new byte[] {10, 9, 9, 9}, 6881)));
        } else if (command instanceof ConnectionCommand.Connect it) {
            ScriptedPeer peer = peers.stream().filter(one -> one.endpoint().equals(it.endpoint())).findFirst().orElseThrow();
            peerOf.put(it.connectionId(), peer);
            post(it.connectionId(), peer.latencyNs(), new ConnectionEvent.ConnectionOpened(it.connectionId()));
        } else if (command instanceof ConnectionCommand.SendHandshake it) {
            byte[] id = Arrays.copyOf((peerOf.get(it.connectionId()).idPrefix() + peerOf.get(it.connectionId()).endpoint().host()).getBytes(StandardCharsets.US_ASCII),
                    PeerId.LENGTH_BYTES);
            post(it.connectionId(), latency(it.connectionId()), new ConnectionEvent.HandshakeReceived(it.connectionId(), it.infoHash(),
                    new PeerId(ByteString.wrap(id)), it.reservedBits()));
        } else if (command instanceof ConnectionCommand.LimitConnection it) {
            post(it.connectionId(), latency(it.connectionId()), new PeerEvent.ExtendedHandshakeReceived(it.connectionId(), peerOf.get(it.connectionId()).client(),
                    500, 0, 0, false, false));
            post(it.connectionId(), latency(it.connectionId()), new PeerEvent.HaveAllReceived(it.connectionId()));
        } else if (command instanceof ConnectionCommand.CloseConnection it) {
            peerOf.remove(it.connectionId());
            post(Timeline.MS_NS, new ConnectionEvent.ConnectionClosed(it.connectionId(), "closed by us"));
        }
    }

    private long latency(long connectionId) {
        ScriptedPeer peer = peerOf.get(connectionId);
        return peer == null ? Timeline.MS_NS : peer.latencyNs();
    }

    private void carryOut(PeerCommand command) {
        if (command instanceof PeerCommand.SendInterested it) {
            post(it.connectionId(), latency(it.connectionId()), new PeerEvent.UnchokeReceived(it.connectionId()));
            ScriptedPeer peer = peerOf.get(it.connectionId());
            if (peer != null && peer.habit() == ScriptedPeer.Habit.FLAPS) {
                flap(it.connectionId(), peer.latencyNs());
            }
        } else if (command instanceof PeerCommand.RequestBlocks it) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                sendBlock(it.connectionId(), it.pieceIndex(), block);
            }
        }
    }

    private void flap(long connectionId, long inNs) {
        for (int i = 0; i < FLAPS; i++) {
            post(connectionId, inNs + i * FLAP_NS + UNCHOKED_NS, new PeerEvent.ChokeReceived(connectionId));
            post(connectionId, inNs + (i + 1) * FLAP_NS, new PeerEvent.UnchokeReceived(connectionId));
        }
    }

    private void sendBlock(long connectionId, int piece, int block) {
        ScriptedPeer peer = peerOf.get(connectionId);
        if (peer == null) {
            return;
        }
        long from = Math.max(nowNs + peer.latencyNs(), freeNs.getOrDefault(connectionId, 0L));
        long until = from + spec.pieces().blockLengthBytes(piece, block) * Timeline.SECOND_NS / peer.bytesPerSec();
        freeNs.put(connectionId, until);
        boolean bad = peer.corrupts() && badPieceOf.computeIfAbsent(peer.endpoint(), unseen -> piece) == piece;
        boolean spoilt = peer.habit() == ScriptedPeer.Habit.SPOILS_BLOCKS && blocksMade.merge(connectionId, 1, Integer::sum) % SPOILT_EVERY == 0;
        int crc = rightCrc(piece, block) + (bad || spoilt ? 0x5bad0000 : 0);
        post(connectionId, until - nowNs, new PeerEvent.BlockReceived(connectionId, piece, block, slot++ & 0xfff, crc));
    }

    private static int rightCrc(int piece, int block) {
        return piece * 31 + block;
    }

    private boolean isSpoilt(StorageCommand.VerifyPiece command) {
        PiecePicker picker = state.torrent(command.torrentId()).orElseThrow().picker();
        if (!picker.isBegun(command.pieceIndex())) {
            return false; // what lay on disk
        }
        PieceProgress copy = picker.progress(command.pieceIndex());
        for (int block = 0; block < copy.blockCount(); block++) {
            if (copy.writtenBy(block) != PieceProgress.NOBODY && copy.crc(block) != rightCrc(command.pieceIndex(), block)) {
                return true;
            }
        }
        return false;
    }

    private void carryOut(StorageCommand command) {
        if (command instanceof StorageCommand.OpenFiles it) {
            post(DISK_NS, new StorageEvent.FilesOpened(it.torrentId(), List.of(stamp(it.torrentId())), 0));
        } else if (command instanceof StorageCommand.WriteBlock it) {
            write(it);
        } else if (command instanceof StorageCommand.VerifyPiece it) {
            boolean bad = badPieceOf.containsValue(it.pieceIndex()) || isSpoilt(it);
            badPieceOf.replaceAll((peer, piece) -> piece == it.pieceIndex() ? NOTICED : piece);
            post(HASH_NS, bad ? new StorageEvent.PieceHashMismatched(it.torrentId(), it.pieceIndex())
                    : new StorageEvent.PieceVerified(it.torrentId(), it.pieceIndex()));
        } else if (command instanceof StorageCommand.SyncFiles it) {
            post(10 * Timeline.MS_NS, new StorageEvent.FilesSynced(it.torrentId(), it.operationId(), List.of(written())));
        } else if (command instanceof StorageCommand.CloseFiles it) {
            post(DISK_NS, new StorageEvent.FilesClosed(it.torrentId()));
        }
    }

    /** As the last sync left it, or not there yet: nobody else touches it. */
    private FileStamp stamp(int torrentId) {
        return state.torrent(torrentId).flatMap(torrent -> torrent.disk().stamp(0)).orElse(FileStamp.missing(0));
    }

    private FileStamp written() {
        return new FileStamp(0, spec.pieces().totalLengthBytes(), nowNs, 7);
    }

    /** Neighbours that are written soon after each other are reported together, as the real disk does. */
    private void write(StorageCommand.WriteBlock command) {
        boolean busy = writingOrder >= 0;
        boolean neighbour = busy && writing.pieceIndex() == command.pieceIndex()
                && writing.firstBlock() + writing.blockCount() == command.blockIndex() && writing.blockCount() < WRITTEN_TOGETHER_MAX;
        if (neighbour) {
            writing = new StorageEvent.BlocksWritten(writing.torrentId(), writing.pieceIndex(), writing.firstBlock(), writing.blockCount() + 1);
            return;
        }
        if (busy) {
            written.add(writing);
        }
        writing = new StorageEvent.BlocksWritten(command.torrentId(), command.pieceIndex(), command.blockIndex(), 1);
        writingOrder = order;
        post(DISK_NS, writing);
    }

    /** Ends the process as SIGKILL would. */
    @Override
    public void close() throws IOException {
        journal.close();
    }
}
