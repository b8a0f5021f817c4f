package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.peer.ArrivedRun;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.Bitfield;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Real journals for tests: the real policy and the real journal, and a world of a few lines that answers each command at once. Two seeds,
 * of which one sends a bad copy of a piece, and one leecher that dials us.
 */
public final class RecordedSession {
    public static final InfoHash INFO_HASH = InfoHash.ofHex("d5ba335bdbae90e571c6642f089bbd91dd83fb7f");
    public static final String NAME = "holiday-video.mkv";
    public static final String DIRECTORY = "/home/alice/Downloads";
    public static final String TRACKER = "http://tracker.example.org:8080/passkey-1f2e3d/announce";
    public static final Endpoint GOOD = Endpoint.parse("203.0.113.7:51413");
    public static final Endpoint BAD = Endpoint.parse("198.51.100.23:6881");
    public static final Endpoint LEECHER = Endpoint.parse("[2001:db8:17::5]:40000");
    public static final PeerId LEECHER_ID = PeerId.of("-qB4650-leecherABCDE".getBytes(StandardCharsets.US_ASCII));
    private static final long MS_NS = 1_000_000;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final int PIECE_LENGTH = 32 * 1024;
    private static final int STEPS_MAX = 200_000;

    private final Path directory;
    private final PieceLayout layout;
    private final Map<Class<?>, Consumer<Command>> answers = new HashMap<>();
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private final Map<Integer, Boolean> badBlocks = new HashMap<>();
    private JournalWriter writer;
    private SessionState state;
    private SessionPolicy policy;
    private long timeNs;
    private long nextSlot;
    private boolean stopping;
    private boolean added;

    private RecordedSession(Path directory, int pieceCount) {
        this.directory = directory;
        this.layout = new PieceLayout((long) pieceCount * PIECE_LENGTH - 1000, PIECE_LENGTH);
        timeNs = START_NS;
        prepareAnswers();
    }

    /** Downloads, in so many processes one after the other, each with a segment of its own; the last one completes. */
    public static void record(Path directory, int pieceCount, int processes) throws IOException {
        RecordedSession session = new RecordedSession(directory, pieceCount);
        for (int process = 1; process <= processes; process++) {
            session.run(process == processes ? STEPS_MAX : pieceCount * 10 / processes);
        }
    }

    private void run(int steps) throws IOException {
        SessionState before = new SessionState();
        JournalRecovery recovered = JournalRecovery.recover(directory, it -> before.apply(it.sequence(), it.timeNs(), it.entry()));
        state = new SessionState();
        policy = new SessionPolicy(state, this::emit);
        stopping = false;
        inbox.clear();
        try (JournalWriter opened = JournalWriter.open(directory, recovered)) {
            writer = opened;
            for (CheckpointEvent entry : Checkpoint.entries(before, opened.segment())) {
                record(entry);
            }
            record(new CheckpointEvent.CheckpointCompleted(StateHash.of(state)));
            inbox.add(new SessionEvent.SettingsChanged("", 6881, 200, 50, 50));
            inbox.add(new SessionEvent.SessionStarted(42, "0.1.0", "boot",
                    PeerId.of("-OX0100-ABCDEFGHIJKL".getBytes(StandardCharsets.US_ASCII)), 4711));
            if (!added) {
                added = true;
                inbox.add(new UserEvent.AddTorrentRequested(1, spec(), DIRECTORY, TorrentWish.DOWNLOAD));
            }
            int done = 0;
            while (done++ < steps && !stopping && next()) {
                // one event at a time
            }
            if (steps == STEPS_MAX) {
                step(new SessionEvent.SessionStopRequested());
                for (int i = 0; i < 1000 && !stopping && next(); i++) {
                    // its trackers and files
                }
                step(new SessionEvent.SessionStopped());
            }
            opened.sync();
        }
    }

    private TorrentSpec spec() {
        return new TorrentSpec(INFO_HASH, NAME, layout, FileLayout.ofSingle(layout.totalLengthBytes()), true, List.of(List.of(TRACKER)));
    }

    private boolean next() throws IOException {
        if (!inbox.isEmpty()) {
            step(inbox.poll());
            return true;
        }
        boolean complete = state.torrents().stream().allMatch(state::isSafelyComplete);
        long dueNs = Deadlines.earliestNs(state);
        if (complete && timeNs > START_NS + 120_000 * MS_NS || dueNs == Long.MAX_VALUE) {
            return false;
        }
        timeNs = Math.max(timeNs, dueNs);
        step(new SessionEvent.ClockAdvanced());
        return true;
    }

    private void step(Event event) throws IOException {
        timeNs += MS_NS / 2;
        record(event);
        policy.decide(event);
    }

    private void record(Entry entry) throws IOException {
        state.apply(writer.append(timeNs, entry), timeNs, entry);
    }

    private void emit(Command command) {
        try {
            record(command);
            answers.getOrDefault(command.getClass(), it -> { }).accept(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends Command> void on(Class<T> kind, Consumer<T> answer) {
        answers.put(kind, command -> answer.accept(kind.cast(command)));
    }

    private void prepareAnswers() {
        on(ConnectionCommand.Listen.class, it -> {
            inbox.add(new SessionEvent.ListenSucceeded(Endpoint.parse("0.0.0.0:6881")));
        });
        on(StorageCommand.OpenFiles.class, it -> inbox.add(new StorageEvent.FilesOpened(it.torrentId(), List.of(stamp()), timeNs)));
        on(TrackerCommand.Announce.class, it -> inbox.add(new TrackerEvent.AnnounceSucceeded(it.torrentId(), it.trackerIndex(),
                it.operationId(), 1800,
                60, 2, 1, "", "", List.of(GOOD, BAD))));
        on(ConnectionCommand.Connect.class, it -> inbox.add(new ConnectionEvent.ConnectionOpened(it.connectionId())));
        on(ConnectionCommand.SendHandshake.class, this::shakeHands);
        on(ConnectionCommand.LimitConnection.class, this::introduce);
        on(ConnectionCommand.CloseConnection.class, it -> inbox.add(new ConnectionEvent.ConnectionClosed(it.connectionId(),
                "closed by us")));
        on(PeerCommand.SendInterested.class, it -> inbox.add(new PeerEvent.UnchokeReceived(it.connectionId())));
        on(PeerCommand.RequestBlocks.class, this::sendBlocks);
        on(PeerCommand.Unchoke.class, this::ask);
        on(PeerCommand.SendBlock.class, it -> inbox.add(new PeerEvent.BlockSent(it.connectionId(), it.pieceIndex(), it.offsetBytes(),
                it.lengthBytes())));
        on(StorageCommand.WriteBlock.class, it -> inbox.add(new StorageEvent.BlocksWritten(it.torrentId(), it.pieceIndex(),
                it.blockIndex(), 1)));
        on(StorageCommand.WriteBlocks.class, it -> inbox.add(new StorageEvent.BlocksWritten(it.torrentId(), it.pieceIndex(),
                it.firstBlock(), it.blockCount())));
        on(StorageCommand.VerifyPiece.class, this::verify);
        on(StorageCommand.SyncFiles.class, it -> inbox.add(new StorageEvent.FilesSynced(it.torrentId(), it.operationId(),
                List.of(stamp()))));
        on(StorageCommand.CloseFiles.class, it -> inbox.add(new StorageEvent.FilesClosed(it.torrentId())));
        on(SessionCommand.SyncJournal.class, it -> inbox.add(new SessionEvent.JournalSynced(it.operationId())));
        on(SessionCommand.StopSession.class, it -> stopping = true);
        on(SessionCommand.ChangePhase.class, it -> {
            if (state.connections().stream().noneMatch(session -> session.endpoint().equals(LEECHER))) {
                inbox.add(new ConnectionEvent.ConnectionAccepted(2 * state.nextConnectionId(), LEECHER));
                inbox.add(new ConnectionEvent.HandshakeReceived(2 * state.nextConnectionId(), INFO_HASH, LEECHER_ID, 0x100004));
            }
        });
    }

    private FileStamp stamp() {
        return nextSlot == 0 ? FileStamp.missing(0) : new FileStamp(0, layout.totalLengthBytes(), START_NS, 99);
    }

    private void shakeHands(ConnectionCommand.SendHandshake command) {
        if (command.connectionId() % 2 == 1) {
            boolean bad = state.connection(command.connectionId()).orElseThrow().endpoint().equals(BAD);
            PeerId id = PeerId.of((bad ? "-XL0012-badpeerABCDE" : "-lt0D60-goodpeerABCD").getBytes(StandardCharsets.US_ASCII));
            inbox.add(new ConnectionEvent.HandshakeReceived(command.connectionId(), INFO_HASH, id, 0x100005));
        }
    }

    private void introduce(ConnectionCommand.LimitConnection command) {
        long id = command.connectionId();
        boolean leecher = state.connection(id).orElseThrow().endpoint().equals(LEECHER);
        Bitfield pieces = new Bitfield(layout.pieceCount());
        pieces.fill();
        inbox.add(leecher ? new PeerEvent.HaveNoneReceived(id) : new PeerEvent.BitfieldReceived(id, pieces.toWire()));
        inbox.add(new PeerEvent.ExtendedHandshakeReceived(id, leecher ? "qBittorrent/4.6.5" : "libtorrent/2.0.10", 500, 6881, 0, false,
                false));
        if (leecher) {
            inbox.add(new PeerEvent.InterestedReceived(id));
        }
    }

    /** Those of every second piece come at once. */
    private void sendBlocks(PeerCommand.RequestBlocks command) {
        ArrivedRun arrived = new ArrivedRun(command.connectionId());
        boolean bad = state.connection(command.connectionId()).map(PeerSession::endpoint).filter(BAD::equals).isPresent();
        for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
            boolean badBlock = bad && block == 0;
            badBlocks.put(command.pieceIndex() * 1000 + block, badBlock);
            int crc = (int) Rng.mix(command.pieceIndex() * 1000L + block) + (badBlock ? 1 : 0);
            arrived.add(command.pieceIndex(), block, (int) (nextSlot++ % 64), crc);
            if (command.pieceIndex() % 2 == 0) {
                inbox.addAll(arrived.take());
            }
        }
        inbox.addAll(arrived.take());
    }

    private void verify(StorageCommand.VerifyPiece command) {
        boolean bad = badBlocks.getOrDefault(command.pieceIndex() * 1000, false);
        badBlocks.remove(command.pieceIndex() * 1000);
        inbox.add(bad ? new StorageEvent.PieceHashMismatched(command.torrentId(), command.pieceIndex())
                : new StorageEvent.PieceVerified(command.torrentId(), command.pieceIndex()));
    }

    private void ask(PeerCommand.Unchoke command) {
        state.torrents().forEach(torrent -> {
            int piece = torrent.picker().verified().nextPresent(0);
            for (int i = 0; piece != Bitfield.NONE && i < 4; i++) {
                inbox.add(new PeerEvent.RequestReceived(command.connectionId(), piece, 0, 16384));
                piece = torrent.picker().verified().nextPresent(piece + 1);
            }
        });
    }
}
