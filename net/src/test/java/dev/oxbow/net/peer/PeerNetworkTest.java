package dev.oxbow.net.peer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.Handshake;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets on 127.0.0.1, with a peer at the other end that does what each test says. */
class PeerNetworkTest {
    private static final InfoHash HASH = InfoHash.ofHex("ab".repeat(20));
    private static final PeerId THEIRS = PeerId.ofHex("01".repeat(20));
    private static final PeerId OURS = PeerId.ofHex("02".repeat(20));
    private static final PieceLayout LAYOUT = new PieceLayout(100 * 32768, 32768);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final Mailbox inbox = new Mailbox();
    private final Slots slots = new Slots(4);
    private final PeerNetwork network = new PeerNetwork(vertx, inbox, slots, "127.0.0.1", 2);
    private int port;

    @BeforeEach
    void listen() {
        network.onListen(new ConnectionCommand.Listen("127.0.0.1", 0));
        port = next(SessionEvent.ListenSucceeded.class).endpoint().port();
    }

    @AfterEach
    void close() {
        network.close();
        vertx.close();
    }

    private <T extends Event> T next(Class<T> kind) {
        await().atMost(LIMIT).until(() -> inbox.events.stream().anyMatch(kind::isInstance));
        Event found = inbox.events.stream().filter(kind::isInstance).findFirst().orElseThrow();
        inbox.events.remove(found);
        return kind.cast(found);
    }

    private List<PeerEvent.BlockReceived> nextBlocks() {
        await().atMost(LIMIT).until(() -> inbox.events.stream().anyMatch(PeerNetworkTest::isOfBlocks));
        Event found = inbox.events.stream().filter(PeerNetworkTest::isOfBlocks).findFirst().orElseThrow();
        inbox.events.remove(found);
        return found instanceof PeerEvent.BlocksReceived run ? run.each() : List.of((PeerEvent.BlockReceived) found);
    }

    private static boolean isOfBlocks(Event event) {
        return event instanceof PeerEvent.BlockReceived || event instanceof PeerEvent.BlocksReceived;
    }

    /** A peer that has dialled us and shaken hands. */
    private Socket joined() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(new Handshake(0, HASH, THEIRS).encode());
        long id = next(ConnectionEvent.HandshakeReceived.class).connectionId();
        assertEquals(0, id % 2, "accepted connections have even numbers");
        network.onLimitConnection(new ConnectionCommand.LimitConnection(id, 1, LAYOUT));
        network.onSendHandshake(new ConnectionCommand.SendHandshake(id, 1, HASH, OURS, 0));
        byte[] handshake = socket.getInputStream().readNBytes(Handshake.LENGTH_BYTES);
        assertEquals(OURS, Handshake.decode(handshake).peerId());
        return socket;
    }

    private static byte[] message(int id, int... words) {
        ByteBuffer out = ByteBuffer.allocate(5 + 4 * words.length).putInt(1 + 4 * words.length).put((byte) id);
        for (int word : words) {
            out.putInt(word);
        }
        return out.array();
    }

    private static byte[] block(int piece, int offset, byte fill) {
        ByteBuffer out = ByteBuffer.allocate(13 + 16384).putInt(9 + 16384).put((byte) 7).putInt(piece).putInt(offset);
        while (out.hasRemaining()) {
            out.put(fill);
        }
        return out.array();
    }

    @Test
    void hearsEveryMessageInOrderHoweverItIsCut() throws IOException {
        try (Socket peer = joined()) {
            ByteBuffer all = ByteBuffer.allocate(1000).put(new byte[4]).put(message(1)).put(message(2)).put(message(4, 7)).put(message(6, 1, 0, 16384))
                    .put(message(8, 1, 0, 16384)).put(message(3)).put(message(0));
            for (int i = 0; i < all.position(); i++) {
                peer.getOutputStream().write(all.array(), i, 1);
                peer.getOutputStream().flush();
            }
            next(PeerEvent.ChokeReceived.class);
            List<String> kinds = inbox.seen.stream().filter(PeerEvent.class::isInstance).map(it -> it.getClass().getSimpleName()).toList();
            assertEquals(List.of("KeepAliveReceived", "UnchokeReceived", "InterestedReceived", "HaveReceived", "RequestReceived", "CancelReceived",
                    "NotInterestedReceived", "ChokeReceived"), kinds);
        }
    }

    @Test
    void blocksAskedForInOneBreathAreOneEvent() throws IOException {
        try (Socket peer = joined()) {
            ByteBuffer all = ByteBuffer.allocate(1000).put(message(6, 1, 0, 16384)).put(message(6, 1, 16384, 16384)).put(message(6, 2, 0, 16384))
                    .put(message(2)).put(message(6, 2, 16384, 16384)).put(message(0));
            peer.getOutputStream().write(all.array(), 0, all.position());
            PeerEvent.RequestsReceived run = next(PeerEvent.RequestsReceived.class);
            next(PeerEvent.ChokeReceived.class);
            long id = run.connectionId();
            assertEquals(List.of(new PeerEvent.RequestsReceived(id, 1, 0, 32768), new PeerEvent.RequestReceived(id, 2, 0, 16384),
                    new PeerEvent.InterestedReceived(id), new PeerEvent.RequestReceived(id, 2, 16384, 16384), new PeerEvent.ChokeReceived(id)),
                    inbox.seen.stream().filter(PeerEvent.class::isInstance).toList());
        }
    }

    @Test
    void putsABlockIntoASlot() throws IOException {
        try (Socket peer = joined()) {
            peer.getOutputStream().write(block(3, 16384, (byte) 9));
            PeerEvent.BlockReceived event = next(PeerEvent.BlockReceived.class);
            assertEquals(3, event.pieceIndex());
            assertEquals(1, event.blockIndex());
            assertEquals(9, slots.buffer(event.slotId()).get(16383));
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(slots.buffer(event.slotId()));
            assertEquals((int) crc.getValue(), event.crc32c());
        }
    }

    @ParameterizedTest
    @CsvSource({"00004001 09,BAD_LENGTH", "00008000 07,FRAME_OVERSIZE", "7fffffff 14,FRAME_OVERSIZE", "ffffffff 00,FRAME_OVERSIZE", "00000006 04,BAD_LENGTH",
        "00000003 05,BITFIELD_BAD"})
    void namesWhatIsTooLongAtItsPrefixAndHearsNothingMore(String prefix, Violation violation) throws IOException {
        try (Socket peer = joined()) {
            peer.getOutputStream().write(ByteString.ofHex(prefix.replace(" ", "")).toArray());
            peer.getOutputStream().write(message(1));
            ConnectionEvent.ProtocolViolated event = next(ConnectionEvent.ProtocolViolated.class);
            assertEquals(violation, event.violation());
            network.onCloseConnection(new ConnectionCommand.CloseConnection(event.connectionId(), CloseReason.PROTOCOL_VIOLATION, ""));
            next(ConnectionEvent.ConnectionClosed.class);
            assertTrue(inbox.seen.stream().noneMatch(PeerEvent.UnchokeReceived.class::isInstance));
        }
    }

    @Test
    void skipsMessagesOfUnknownKinds() throws IOException {
        try (Socket peer = joined()) {
            peer.getOutputStream().write(message(99, 1, 2, 3));
            peer.getOutputStream().write(message(1));
            assertEquals(Violation.UNKNOWN_ID, next(ConnectionEvent.ProtocolViolated.class).violation());
            next(PeerEvent.UnchokeReceived.class);
        }
    }

    @Test
    void knowsGarbageFromAHandshakeAtOnce() throws IOException {
        try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
            peer.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertEquals(Violation.BAD_HANDSHAKE, next(ConnectionEvent.ProtocolViolated.class).violation());
        }
    }

    @Test
    void givesTheSlotBackWhenThePeerLeavesWithinABlock() throws IOException {
        try (Socket peer = joined()) {
            peer.getOutputStream().write(block(0, 0, (byte) 1), 0, 5000);
        }
        next(ConnectionEvent.ConnectionClosed.class);
        assertEquals(4, slots.freeCount());
    }

    @Test
    void stopsReadingWhileThereIsNoSlotOrNoRoomAndLosesNothing() throws Exception {
        int count = 300;
        try (Socket peer = joined()) {
            inbox.room = false;
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < count; i++) {
                        peer.getOutputStream().write(block(i / 2 % 100, i % 2 * 16384, (byte) i));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            next(ConnectionEvent.ConnectionAccepted.class);
            inbox.room = true;
            for (int i = 0; i < count; ) {
                for (PeerEvent.BlockReceived event : nextBlocks()) {
                    assertEquals(i / 2 % 100, event.pieceIndex(), "block " + i);
                    assertEquals((byte) i, slots.buffer(event.slotId()).get(77));
                    slots.release(event.slotId());
                    i++;
                }
            }
            sender.join();
            assertEquals(4, slots.freeCount());
        }
    }

    @Test
    void dialsAsksAndSends() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            network.onConnect(new ConnectionCommand.Connect(1, 1, Endpoint.parse("127.0.0.1:" + server.getLocalPort()), ConnectReason.NEW_CANDIDATE));
            try (Socket peer = server.accept()) {
                next(ConnectionEvent.ConnectionOpened.class);
                network.onSendHandshake(new ConnectionCommand.SendHandshake(1, 1, HASH, OURS, 0));
                InputStream in = peer.getInputStream();
                assertEquals(HASH, Handshake.decode(in.readNBytes(68)).infoHash());
                peer.getOutputStream().write(new Handshake(0, HASH, THEIRS).encode());
                next(ConnectionEvent.HandshakeReceived.class);
                network.onLimitConnection(new ConnectionCommand.LimitConnection(1, 1, LAYOUT));
                network.onSendInterested(new PeerCommand.SendInterested(1));
                network.onRequestBlocks(new PeerCommand.RequestBlocks(1, 5, 0, 2, PickReason.RAREST_FIRST));
                assertArrayEquals(message(2), in.readNBytes(5));
                assertArrayEquals(message(6, 5, 0, 16384), in.readNBytes(17));
                assertArrayEquals(message(6, 5, 16384, 16384), in.readNBytes(17));
                network.onSendHave(new PeerCommand.SendHave(1, 8));
                assertArrayEquals(message(4, 8), in.readNBytes(9));
                int slot = slots.take();
                slots.buffer(slot).put(13 + 100, (byte) 42);
                network.send(new ReadBlocks(1, 2, 16384, 200, slots, slot));
                assertArrayEquals(ByteBuffer.allocate(13).putInt(209).put((byte) 7).putInt(2).putInt(16384).array(), in.readNBytes(13));
                assertEquals(42, in.readNBytes(200)[100]);
                assertEquals(200, next(PeerEvent.BlockSent.class).lengthBytes());
                assertEquals(4, slots.freeCount());
                sendsARunWithTheHeadOfEachBlock(network, in);
            }
            next(ConnectionEvent.ConnectionClosed.class);
        }
    }

    private void sendsARunWithTheHeadOfEachBlock(PeerNetwork network, InputStream in) throws IOException {
        Slots runs = new Slots(1, ReadBlocks.slotLengthBytes(3));
        ReadBlocks run = new ReadBlocks(1, 2, 16384, 2 * 16384 + 200, runs, runs.take());
        for (int block = 0; block < 3; block++) {
            run.block(block).put(100, (byte) (42 + block));
        }
        network.send(run);
        for (int block = 0; block < 3; block++) {
            int lengthBytes = block < 2 ? 16384 : 200;
            byte[] head = ByteBuffer.allocate(13).putInt(9 + lengthBytes).put((byte) 7).putInt(2).putInt((1 + block) * 16384).array();
            assertArrayEquals(head, in.readNBytes(13));
            assertEquals(42 + block, in.readNBytes(lengthBytes)[100]);
        }
        assertEquals(new PeerEvent.BlocksSent(1, 2, 16384, 2 * 16384 + 200), next(PeerEvent.BlocksSent.class));
        assertEquals(1, runs.freeCount());
    }

    @Test
    void saysWhyNobodyAnswers() throws IOException {
        int closedPort;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = server.getLocalPort();
        }
        network.onConnect(new ConnectionCommand.Connect(1, 1, Endpoint.parse("127.0.0.1:" + closedPort), ConnectReason.NEW_CANDIDATE));
        assertEquals("connection refused", next(ConnectionEvent.ConnectFailed.class).reason());
    }

    @Test
    void givesUpDiallingWhenToldTo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            network.onConnect(new ConnectionCommand.Connect(1, 1, Endpoint.parse("127.0.0.1:" + server.getLocalPort()), ConnectReason.NEW_CANDIDATE));
            network.onCloseConnection(new ConnectionCommand.CloseConnection(1, CloseReason.STOPPING, ""));
            await().until(() -> inbox.seen.stream().anyMatch(event -> event instanceof ConnectionEvent.ConnectFailed
                    || event instanceof ConnectionEvent.ConnectionClosed));
            try (Socket peer = server.accept()) {
                assertEquals(-1, peer.getInputStream().read(), "the connection is closed");
            }
            assertEquals(1, inbox.seen.stream().filter(event -> event instanceof ConnectionEvent.ConnectFailed it
                    && it.reason().equals("given up before it was open") || event instanceof ConnectionEvent.ConnectionClosed).count());
            assertEquals(inbox.seen.stream().anyMatch(ConnectionEvent.ConnectionOpened.class::isInstance), // when that was faster than the order
                    inbox.seen.stream().anyMatch(ConnectionEvent.ConnectionClosed.class::isInstance));
        }
    }

    /** An inbox that remembers, and that can be full. */
    private static final class Mailbox implements Inbox {
        private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
        private final List<Event> seen = new CopyOnWriteArrayList<>();
        private volatile boolean room = true;

        @Override
        public boolean offer(Event event) {
            events.add(event);
            seen.add(event);
            return true;
        }

        @Override
        public boolean hasRoom() {
            return room;
        }
    }

    /** A few slots. */
    private static final class Slots implements BlockSlots {
        private final ByteBuffer[] buffers;
        private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();

        Slots(int count) {
            this(count, 16384);
        }

        Slots(int count, int lengthBytes) {
            buffers = new ByteBuffer[count];
            for (int i = 0; i < count; i++) {
                buffers[i] = ByteBuffer.allocateDirect(lengthBytes);
                free.add(i);
            }
        }

        @Override
        public int take() {
            Integer slot = free.poll();
            return slot == null ? NO_SLOT : slot;
        }

        @Override
        public ByteBuffer buffer(int slotId) {
            return buffers[slotId].duplicate().clear();
        }

        @Override
        public void crc(int slotId, int crc32c) {
            // compared by storage only
        }

        @Override
        public void release(int slotId) {
            free.add(slotId);
        }

        @Override
        public int freeCount() {
            return free.size();
        }
    }
}
