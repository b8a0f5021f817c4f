package dev.oxbow.replay.why;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
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
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import dev.oxbow.sim.RecordedDownload;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A journal whose events the test says one by one; the real engine decides what follows from each. Time goes on only where the test lets
 * it, and questions are asked as of a living session: at that time.
 */
final class Scene implements Closeable {
    static final TorrentSpec SPEC = RecordedDownload.spec("small one", 24, 64 << 10);
    static final long METADATA_BIT = 0x100000;
    private static final long MS_NS = 1_000_000;

    private final Path directory;
    private final JournalWriter journal;
    private final SessionState state = new SessionState();
    private final SessionPolicy policy = new SessionPolicy(state, this::emit);
    private final Map<Class<?>, List<Command>> emitted = new HashMap<>();
    private long nowNs = 1_782_000_000L * Deadline.SECOND_NS;
    private int slot;
    private int answered;
    private int written;
    private int synced;

    Scene(Path directory) throws IOException {
        this.directory = directory;
        journal = JournalWriter.open(directory, JournalRecovery.recover(directory, record -> { }));
        for (CheckpointEvent entry : Checkpoint.entries(state, journal.segment())) {
            append(entry);
        }
        append(new CheckpointEvent.CheckpointCompleted(StateHash.of(state)));
        take(new SessionEvent.SettingsChanged("", 6881, 200, 100, 50));
        take(new SessionEvent.SessionStarted(42, "scene", "boot", PeerId.of("-OX0000-scene-of-a-te".substring(0,
                20).getBytes(StandardCharsets.US_ASCII)), 1));
    }

    private void append(Entry entry) throws IOException {
        state.apply(journal.append(nowNs, entry), nowNs, entry);
    }

    private void emit(Command command) {
        try {
            append(command);
            emitted.computeIfAbsent(command.getClass(), unseen -> new ArrayList<>()).add(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something happens, a millisecond after what was before. */
    void take(Event event) throws IOException {
        nowNs += MS_NS;
        append(event);
        policy.decide(event);
    }

    /** So much time passes, in which nothing happens but what the clock brings. */
    void pass(long seconds) throws IOException {
        long untilNs = nowNs + seconds * Deadline.SECOND_NS;
        for (long due = Deadlines.earliestNs(state); due <= untilNs; due = Deadlines.earliestNs(state)) {
            nowNs = Math.max(nowNs, due);
            append(new SessionEvent.ClockAdvanced());
            policy.decide(new SessionEvent.ClockAdvanced());
        }
        nowNs = untilNs;
    }

    <T extends Command> List<T> all(Class<T> kind) {
        return emitted.getOrDefault(kind, List.of()).stream().map(kind::cast).toList();
    }

    <T extends Command> T last(Class<T> kind) {
        List<T> all = all(kind);
        assertTrue(!all.isEmpty(), "no " + kind.getSimpleName());
        return all.get(all.size() - 1);
    }

    /** A torrent is added, with this file where its own is to lie. @return its number */
    int torrent(TorrentSpec spec, FileStamp found) throws IOException {
        take(new UserEvent.AddTorrentRequested(1, spec, "/downloads", TorrentWish.DOWNLOAD));
        int torrentId = last(StorageCommand.OpenFiles.class).torrentId();
        take(new StorageEvent.FilesOpened(torrentId, List.of(found), 0));
        return torrentId;
    }

    /** A torrent of which nothing is there. */
    int torrent() throws IOException {
        return torrent(SPEC, FileStamp.missing(0));
    }

    /** A peer that has everything and unchokes us. @return its connection */
    long seed(InfoHash infoHash, int number) throws IOException {
        long connection = peer(infoHash, number, 0);
        take(new PeerEvent.HaveAllReceived(connection));
        take(new PeerEvent.UnchokeReceived(connection));
        return connection;
    }

    /** A peer has been dialled, and has introduced itself. */
    long peer(InfoHash infoHash, int number, int metadataLengthBytes) throws IOException {
        take(new UserEvent.AddPeerRequested(2, infoHash, Endpoint.of(new byte[] {10, 0, 0, (byte) number}, 6881)));
        long connection = last(ConnectionCommand.Connect.class).connectionId();
        take(new ConnectionEvent.ConnectionOpened(connection));
        PeerId id = PeerId.of(("-SC0001-peer-" + (1_000_000 + number)).getBytes(StandardCharsets.US_ASCII));
        take(new ConnectionEvent.HandshakeReceived(connection, infoHash, id, METADATA_BIT | 4));
        take(new PeerEvent.ExtendedHandshakeReceived(connection, "Scene " + number, 500, 0, metadataLengthBytes, false, false));
        return connection;
    }

    /** Whoever was asked for blocks since the last time sends them. */
    void answer() throws IOException {
        List<PeerCommand.RequestBlocks> asked = all(PeerCommand.RequestBlocks.class);
        for (PeerCommand.RequestBlocks each : asked.subList(answered, asked.size())) {
            for (int block = each.firstBlock(); block < each.firstBlock() + each.blockCount(); block++) {
                take(new PeerEvent.BlockReceived(each.connectionId(), each.pieceIndex(), block, slot++, 1));
            }
        }
        answered = asked.size();
    }

    /** The disk has done all that it was to write and to sync since the last time. */
    void write() throws IOException {
        List<StorageCommand.WriteBlock> told = all(StorageCommand.WriteBlock.class);
        for (StorageCommand.WriteBlock each : told.subList(written, told.size())) {
            take(new StorageEvent.BlocksWritten(each.torrentId(), each.pieceIndex(), each.blockIndex(), 1));
        }
        written = told.size();
        List<StorageCommand.SyncFiles> syncs = all(StorageCommand.SyncFiles.class);
        for (StorageCommand.SyncFiles each : syncs.subList(synced, syncs.size())) {
            take(new StorageEvent.FilesSynced(each.torrentId(), each.operationId(), List.of(new FileStamp(0, 1 << 20, nowNs, 7))));
        }
        synced = syncs.size();
    }

    /** Asks as the running program would: the sentence must be this, and entries of all these types show it. */
    void assertWhy(String what, Optional<String> torrent, String sentence, Class<?>... shownBy) throws IOException {
        Answer answer = Why.askLiving(directory, List.of(what), torrent, nowNs);
        assertEquals(sentence, answer.answer(), String.join("\n", answer.lines()));
        List<Class<?>> types = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (answer.shownBy().contains(next.get().sequence())) {
                    types.add(next.get().entry().getClass());
                }
            }
        }
        assertEquals(List.of(shownBy), types.stream().distinct().toList(), String.join("\n", answer.lines()));
    }

    void assertWhy(String what, String sentence, Class<?>... shownBy) throws IOException {
        assertWhy(what, Optional.empty(), sentence, shownBy);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
