package dev.oxbow.core.rule;

import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.wire.Handshake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** A torrent of 16 pieces with two blocks each, and peers to tell stories about. Every entry goes through the catalogue and the fold. */
final class Scene {
    static final InfoHash TORRENT = InfoHash.ofHex("aa".repeat(20));
    static final int PIECES = 16;
    static final int BLOCK = PieceLayout.BLOCK_LENGTH_BYTES;
    static final PieceLayout LAYOUT = new PieceLayout(PIECES * 2L * BLOCK, 2 * BLOCK);
    static final long FAST = Handshake.FAST_BIT | Handshake.EXTENSION_PROTOCOL_BIT;
    /** The entry that tells of a block, as evidence. */
    static final String ARRIVAL = PeerEvent.BlockReceived.class.getSimpleName();
    /** The peer that {@link #connected} dials. */
    static final long PEER = 1;
    /** The peer of {@link #another}. */
    static final long OTHER = 3;

    final SessionState state = new SessionState();
    final List<Verdict> verdicts = new ArrayList<>();
    final List<String> cleared = new ArrayList<>();
    private final PieceLayout layout;
    private final Catalogue catalogue;
    private final List<Entry> entries = new ArrayList<>();
    private long sequence;
    private long timeNs = 1000 * Deadline.SECOND_NS;

    Scene() {
        this(Thresholds.USUAL);
    }

    Scene(Thresholds thresholds) {
        this(thresholds, PIECES);
    }

    private Scene(Thresholds thresholds, int pieces) {
        layout = new PieceLayout(pieces * 2L * BLOCK, 2 * BLOCK);
        catalogue = new Catalogue(state, new Catalogue.Listener() {
            @Override
            public void onVerdict(Verdict verdict) {
                verdicts.add(verdict);
            }

            @Override
            public void onCleared(Code code, String subject, String why, long sequence) {
                cleared.add(code + " " + subject);
            }
        }, thresholds);
        take(new SessionEvent.SessionStarted(7, "test", "boot", id(99), 1));
        add(1, TORRENT);
    }

    Scene add(int torrentId, InfoHash infoHash) {
        return take(new UserEvent.AddTorrentRequested(torrentId, new TorrentSpec(infoHash, "t", layout,
                FileLayout.ofSingle(layout.totalLengthBytes()), false, List.of(List.of("http://tracker/a"))), "/d", TorrentWish.DOWNLOAD),
                new SessionCommand.ChangePhase(torrentId, TorrentPhase.DOWNLOADING, ""));
    }

    static PeerId id(int n) {
        return PeerId.ofHex(String.format("%040x", n));
    }

    Scene take(Entry... entries) {
        for (Entry entry : entries) {
            this.entries.add(entry);
            catalogue.take(sequence, timeNs, entry);
            state.apply(sequence, timeNs, entry);
            sequence++;
        }
        return this;
    }

    /** Time passes, in which nothing that matters is heard. */
    Scene after(int seconds) {
        for (int i = 0; i < 5 * seconds; i++) {
            timeNs += Deadline.SECOND_NS / 5;
            take(new PeerEvent.BlockSent(-1, 0, 0, 0)); // of nobody: an entry that means nothing
        }
        return this;
    }

    /** Time passes, and nothing is heard. */
    Scene silence(int seconds) {
        timeNs += seconds * Deadline.SECOND_NS;
        return this;
    }

    Scene dial(long connection, String endpoint) {
        return take(new ConnectionCommand.Connect(connection, 1, Endpoint.parse(endpoint), ConnectReason.NEW_CANDIDATE),
                new ConnectionEvent.ConnectionOpened(connection));
    }

    Scene join(long connection, int peerId, long reserved) {
        return take(new ConnectionCommand.SendHandshake(connection, 1, TORRENT, id(99), FAST),
                new ConnectionEvent.HandshakeReceived(connection, TORRENT, id(peerId), reserved),
                new ConnectionCommand.LimitConnection(connection, 1, layout));
    }

    /** A seed is connected, with the fast extension. */
    static Scene connected() {
        return connected(FAST);
    }

    static Scene connected(long reserved) {
        return new Scene().seed(reserved);
    }

    Scene seed() {
        return seed(FAST);
    }

    private Scene seed(long reserved) {
        return dial(PEER, "10.0.0.1:6881").join(PEER, 1, reserved).take(new PeerEvent.BitfieldReceived(PEER, ByteString.ofHex("ffff")));
    }

    /** It unchokes us and is asked for pieces. */
    static Scene asked(int... pieces) {
        Scene scene = connected().take(new PeerCommand.SendInterested(PEER), new PeerEvent.UnchokeReceived(PEER));
        for (int piece : pieces) {
            scene.take(request(PEER, piece));
        }
        return scene;
    }

    /** We have every piece and have unchoked it. */
    static Scene serving() {
        return serving(PIECES);
    }

    /** The same with a torrent of more pieces. */
    static Scene serving(int pieces) {
        Scene scene = new Scene(Thresholds.USUAL, pieces);
        for (int piece = 0; piece < pieces; piece++) {
            scene.take(new StorageEvent.PieceVerified(1, piece));
        }
        return scene.dial(PEER, "10.0.0.1:6881").join(PEER, 1, FAST).take(new PeerCommand.SendHaveAll(PEER),
                new PeerEvent.HaveNoneReceived(PEER),
                new PeerEvent.InterestedReceived(PEER), new PeerCommand.Unchoke(PEER, dev.oxbow.core.command.ChokeReason.INTERESTED));
    }

    static PeerCommand.RequestBlocks request(long connection, int piece) {
        return new PeerCommand.RequestBlocks(connection, piece, 0, 2, PickReason.RAREST_FIRST);
    }

    /** A block comes. */
    Scene arrive(long connection, int piece, int block, int crc) {
        return take(new PeerEvent.BlockReceived(connection, piece, block, 3, crc));
    }

    /** A block comes and is written. */
    Scene block(long connection, int piece, int block, int crc) {
        return arrive(connection, piece, block, crc).written(piece, block);
    }

    Scene written(int piece, int block) {
        return take(new StorageCommand.WriteBlock(1, piece, block, 3), new StorageEvent.BlocksWritten(1, piece, block, 1));
    }

    /** Another seed comes, which unchokes us. */
    Scene another() {
        return dial(OTHER, "10.0.0.2:6881").join(OTHER, 2, FAST).take(new PeerEvent.HaveAllReceived(OTHER),
                new PeerCommand.SendInterested(OTHER), new PeerEvent.UnchokeReceived(OTHER));
    }

    Scene gone(long connection) {
        return take(new ConnectionEvent.ConnectionClosed(connection, ""));
    }

    Scene mismatch(int piece) {
        return take(new StorageCommand.VerifyPiece(1, piece, VerifyReason.DOWNLOADED), new StorageEvent.PieceHashMismatched(1, piece));
    }

    Scene verified(int piece) {
        return take(new StorageCommand.VerifyPiece(1, piece, VerifyReason.DOWNLOADED), new StorageEvent.PieceVerified(1, piece));
    }

    /** A request of the peer, answered. */
    Scene serve(int piece, int block) {
        return take(new PeerEvent.RequestReceived(PEER, piece, block * BLOCK, BLOCK), new PeerCommand.SendBlock(PEER, 1, piece,
                block * BLOCK, BLOCK),
                new PeerEvent.BlockSent(PEER, piece, block * BLOCK, BLOCK));
    }

    Scene times(int count, IntConsumer what) {
        for (int i = 0; i < count; i++) {
            what.accept(i);
        }
        return this;
    }

    /** The clock comes, and later than it should. */
    Scene standStill(int seconds) {
        timeNs += seconds * Deadline.SECOND_NS;
        return take(new SessionEvent.ClockAdvanced());
    }

    /** What people read of a rule, a line each time. */
    List<String> told(Code code) {
        return of(code).map(Verdict::toString).toList();
    }

    /** The kinds of the entries that the first verdict shows as evidence. */
    List<String> evidence(Code code) {
        return of(code).findFirst().orElseThrow().evidence().stream().map(it -> entries.get(it.intValue()).getClass().getSimpleName())
                .toList();
    }

    private Stream<Verdict> of(Code code) {
        return verdicts.stream().filter(it -> it.breach().orElse(it.code()) == code);
    }

    List<Code> codes() {
        return verdicts.stream().map(verdict -> verdict.breach().orElse(verdict.code())).distinct().toList();
    }

    boolean found(Code code) {
        return codes().contains(code);
    }
}
