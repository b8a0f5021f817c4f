package dev.oxbow.net.peer;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.ConnectionCommandHandler;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PeerCommandHandler;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.port.BlockSender;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.port.MetadataShelf;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All connections to peers, on one event loop. Commands may come from any thread: they are queued and carried out in order, with one
 * hop to the event loop for as many as are waiting. Never blocks its callers.
 */
public final class PeerNetwork implements ConnectionCommandHandler, PeerCommandHandler, BlockSender, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final long RETRY_MS = 2;

    /** A piece of metadata that was read for a peer, or a reject when that was not possible. */
    private record ReadMetadata(PeerCommand.SendMetadataPiece command, MetadataMessage message) {
    }

    private final Vertx vertx;
    private final Context loop;
    private final Inbox inbox;
    private final BlockSlots slots;
    private final MetadataShelf shelf;
    private final NetClient client;
    private NetServer server;
    private long nextAcceptedId;
    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Long2ObjectHashMap<PeerConnection> connections = new Long2ObjectHashMap<>();
    /** Connections that are being dialled and not given up. */
    private final Set<Long> dialling = new HashSet<>();
    private final Map<Long, PeerConnection> toFlush = new LinkedHashMap<>();
    /** Events that a full inbox did not take. Sockets are not read meanwhile, so there are few. */
    private final ArrayDeque<Event> unposted = new ArrayDeque<>();
    private boolean retrying;
    private volatile boolean closed;

    /**
     * @param slots            where received blocks go
     * @param bindAddress      dial from this address; empty for any
     * @param firstAcceptedId  greater than every connection id used before
     */
    public PeerNetwork(Vertx vertx, Inbox inbox, BlockSlots slots, String bindAddress, long firstAcceptedId) {
        this(vertx, inbox, slots, bindAddress, firstAcceptedId, MetadataShelf.NONE);
    }

    /** @param shelf where pieces of metadata go */
    public PeerNetwork(Vertx vertx, Inbox inbox, BlockSlots slots, String bindAddress, long firstAcceptedId, MetadataShelf shelf) {
        this.shelf = shelf;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.inbox = inbox;
        this.slots = slots;
        this.nextAcceptedId = firstAcceptedId + (firstAcceptedId & 1);
        NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpNoDelay(true);
        if (!bindAddress.isEmpty()) {
            options.setLocalAddress(bindAddress);
        }
        this.client = vertx.createNetClient(options);
    }

    private void enqueue(Object work) {
        queue.add(work);
        if (scheduled.compareAndSet(false, true)) {
            loop.runOnContext(nothing -> drain());
        }
    }

    private void drain() {
        scheduled.set(false);
        for (Object work = queue.poll(); work != null; work = queue.poll()) {
            if (work instanceof ReadBlocks blocks) {
                carryOut(blocks);
            } else if (work instanceof ReadMetadata metadata) {
                sendExtended(metadata.command().connectionId(), PeerConnection::metadataId, metadata.message().encode());
            } else if (work instanceof ConnectionCommand command) {
                carryOut(command);
            } else if (work instanceof PeerCommand command) {
                carryOut(command);
            }
        }
        toFlush.values().forEach(PeerConnection::flush);
        toFlush.clear();
    }

    private void carryOut(ReadBlocks blocks) {
        PeerConnection connection = connections.get(blocks.connectionId());
        if (connection == null) {
            blocks.release();
        } else {
            connection.sendBlocks(blocks);
            toFlush.put(blocks.connectionId(), connection);
        }
    }

    private void carryOut(ConnectionCommand command) {
        if (command instanceof ConnectionCommand.Listen listen) {
            listen(listen.address(), listen.port());
        } else if (command instanceof ConnectionCommand.Connect connect) {
            connect(connect);
        } else if (command instanceof ConnectionCommand.SendHandshake send) {
            say(send.connectionId(), connection -> {
                connection.out().handshake(new Handshake(send.reservedBits(), send.infoHash(), send.peerId()));
                connection.handshakeSent(send.torrentId());
            });
        } else if (command instanceof ConnectionCommand.LimitConnection limit) {
            PeerConnection connection = connections.get(limit.connectionId());
            if (connection != null) {
                connection.limit(limit.torrentId(), limit.layout());
            }
        } else if (command instanceof ConnectionCommand.AwaitMetadata await) {
            PeerConnection connection = connections.get(await.connectionId());
            if (connection != null) {
                connection.awaitMetadata(await.torrentId());
            }
        } else if (command instanceof ConnectionCommand.CloseConnection close) {
            close(close);
        }
    }

    private void close(ConnectionCommand.CloseConnection command) {
        PeerConnection connection = connections.get(command.connectionId());
        if (connection != null) {
            connection.close("closed by us: " + command.reason());
        } else if (dialling.remove(command.connectionId())) {
            post(new ConnectionEvent.ConnectFailed(command.connectionId(), "given up before it was open"));
        }
    }

    private void carryOut(PeerCommand command) {
        if (command instanceof PeerCommand.RequestBlocks c) {
            say(c.connectionId(), connection -> range(connection, c.pieceIndex(), c.firstBlock(), c.blockCount(), true));
        } else if (command instanceof PeerCommand.CancelBlocks c) {
            say(c.connectionId(), connection -> range(connection, c.pieceIndex(), c.firstBlock(), c.blockCount(), false));
        } else if (command instanceof PeerCommand.SendHave c) {
            for (PeerConnection connection : connections.values()) {
                if (connection.torrentId() == c.torrentId() && connection.isHandshakeSent() && connection.layout() != null) {
                    say(connection.connectionId(), it -> it.out().have(c.pieceIndex()));
                }
            }
        } else if (command instanceof PeerCommand.SendBitfield c) {
            say(c.connectionId(), connection -> connection.out().bitfield(c.bits()));
        } else if (command instanceof PeerCommand.SendExtendedHandshake c) {
            say(c.connectionId(), connection -> connection.out().extendedHandshake(new ExtendedHandshake(c.client(), c.requestQueueMax(),
                    c.listenPort(), c.metadataLengthBytes(), c.uploadOnly(), ExtendedHandshake.DONT_HAVE_ID, ExtendedHandshake.METADATA_ID,
                    c.peerExchange() ? ExtendedHandshake.PEX_ID : 0, connection.remote().address())));
        } else if (command instanceof PeerCommand.Unchoke c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.UNCHOKE));
        } else if (command instanceof PeerCommand.Choke c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.CHOKE));
        } else if (command instanceof PeerCommand.SendInterested c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.INTERESTED));
        } else if (command instanceof PeerCommand.SendNotInterested c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.NOT_INTERESTED));
        } else if (command instanceof PeerCommand.SendKeepAlive c) {
            say(c.connectionId(), connection -> connection.out().keepAlive());
        } else {
            carryOutFast(command);
        }
    }

    /** The messages of BEP 5, BEP 6 and BEP 54. */
    private void carryOutFast(PeerCommand command) {
        if (command instanceof PeerCommand.SendHaveAll c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.HAVE_ALL));
        } else if (command instanceof PeerCommand.SendHaveNone c) {
            say(c.connectionId(), connection -> connection.out().plain(MessageId.HAVE_NONE));
        } else if (command instanceof PeerCommand.RejectRequest c) {
            say(c.connectionId(), connection -> connection.out().reject(c.pieceIndex(), c.offsetBytes(), c.lengthBytes()));
        } else if (command instanceof PeerCommand.SendAllowedFast c) {
            say(c.connectionId(), connection -> connection.out().allowedFast(c.pieceIndex()));
        } else if (command instanceof PeerCommand.SendDhtPort c) {
            say(c.connectionId(), connection -> connection.out().port(c.port()));
        } else if (command instanceof PeerCommand.SendDontHave c) {
            for (PeerConnection connection : connections.values()) {
                if (connection.torrentId() == c.torrentId() && connection.dontHaveId() != 0 && connection.layout() != null) {
                    say(connection.connectionId(), it -> it.out().dontHave(it.dontHaveId(), c.pieceIndex()));
                }
            }
        } else if (command instanceof PeerCommand.RevealPiece c) {
            say(c.connectionId(), connection -> connection.out().have(c.pieceIndex()));
        } else if (command instanceof PeerCommand.RevealPieces c) {
            say(c.connectionId(), connection -> reveal(connection, c.pieces()));
        } else {
            carryOutExtended(command);
        }
    }

    private static void reveal(PeerConnection connection, ByteString wire) {
        Bitfield pieces = Bitfield.fromWire(wire, connection.layout().pieceCount());
        for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
            connection.out().have(piece);
        }
    }

    /** The messages of BEP 9 and BEP 11. */
    private void carryOutExtended(PeerCommand command) {
        if (command instanceof PeerCommand.SendMetadataRequest c) {
            Optional.ofNullable(connections.get(c.connectionId())).ifPresent(connection -> connection.metadataAsked(c.pieceIndex()));
            sendExtended(c.connectionId(), PeerConnection::metadataId, MetadataMessage.request(c.pieceIndex()).encode());
        } else if (command instanceof PeerCommand.SendMetadataReject c) {
            sendExtended(c.connectionId(), PeerConnection::metadataId, MetadataMessage.reject(c.pieceIndex()).encode());
        } else if (command instanceof PeerCommand.SendPex c) {
            sendExtended(c.connectionId(), PeerConnection::pexId, new PexMessage(c.added(), c.addedFlags(), c.dropped()).encode());
        }
    }

    /** A peer that has not said what it understands as the extension gets nothing. */
    private void sendExtended(long connectionId, ToIntFunction<PeerConnection> extension, byte[] payload) {
        say(connectionId, connection -> {
            int extendedId = extension.applyAsInt(connection);
            if (extendedId != 0) {
                connection.out().extended(extendedId, payload);
            }
        });
    }

    MetadataShelf shelf() {
        return shelf;
    }

    /** Sends a piece of the metadata that was read for this command; a reject when {@code piece} is nothing. Any thread. */
    public void send(PeerCommand.SendMetadataPiece command, int totalLengthBytes, Optional<ByteString> piece) {
        enqueue(new ReadMetadata(command, piece
                .map(bytes -> new MetadataMessage(MetadataMessage.DATA, command.pieceIndex(), totalLengthBytes, bytes))
                .orElse(MetadataMessage.reject(command.pieceIndex()))));
    }

    private void say(long connectionId, Consumer<PeerConnection> message) {
        PeerConnection connection = connections.get(connectionId);
        if (connection != null) {
            message.accept(connection);
            toFlush.put(connectionId, connection);
        }
    }

    private static void range(PeerConnection connection, int pieceIndex, int firstBlock, int blockCount, boolean request) {
        PieceLayout layout = connection.layout();
        for (int block = firstBlock; block < firstBlock + blockCount; block++) {
            int offsetBytes = PieceLayout.blockOffsetBytes(block);
            int lengthBytes = layout.blockLengthBytes(pieceIndex, block);
            if (request) {
                connection.out().request(pieceIndex, offsetBytes, lengthBytes);
            } else {
                connection.out().cancel(pieceIndex, offsetBytes, lengthBytes);
            }
        }
    }

    private void listen(String address, int port) {
        String host = address.isEmpty() ? anyAddress() : address;
        server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        server.connectHandler(this::accepted);
        server.listen(port, host).onComplete(result -> {
            if (result.succeeded()) {
                post(new SessionEvent.ListenSucceeded(endpoint(host, server.actualPort())));
            } else {
                post(new SessionEvent.ListenFailed(host, port, SocketFailure.sentence(result.cause()),
                        SocketFailure.isAddressTaken(result.cause())));
            }
        });
    }

    /** Where there is IPv6, its any-address takes IPv4 as well. */
    private static String anyAddress() {
        try {
            boolean ipv6 = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).anyMatch(Inet6Address.class::isInstance);
            return ipv6 ? "::" : "0.0.0.0";
        } catch (SocketException e) {
            return "0.0.0.0";
        }
    }

    private static Endpoint endpoint(String host, int port) {
        try {
            return Endpoint.of(InetAddress.getByName(host).getAddress(), port);
        } catch (UnknownHostException e) {
            return Endpoint.of(new byte[Endpoint.IPV4_LENGTH_BYTES], port);
        }
    }

    private void accepted(NetSocket socket) {
        if (closed) {
            socket.close();
            return;
        }
        long connectionId = nextAcceptedId;
        nextAcceptedId += 2;
        NettySocket netty = new NettySocket(socket);
        post(new ConnectionEvent.ConnectionAccepted(connectionId, netty.remote()));
        register(connectionId, netty);
    }

    private void register(long connectionId, NettySocket socket) {
        connections.put(connectionId,
                new PeerConnection(connectionId, socket, this, slots, this::retryLater, () -> connections.remove(connectionId)));
    }

    private void connect(ConnectionCommand.Connect command) {
        Endpoint endpoint = command.endpoint();
        dialling.add(command.connectionId());
        client.connect(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host())).onComplete(result -> {
            if (!dialling.remove(command.connectionId())) {
                if (result.succeeded()) {
                    result.result().close(); // given up meanwhile
                }
            } else if (result.succeeded()) {
                post(new ConnectionEvent.ConnectionOpened(command.connectionId()));
                register(command.connectionId(), new NettySocket(result.result()));
            } else {
                post(new ConnectionEvent.ConnectFailed(command.connectionId(), SocketFailure.sentence(result.cause())));
            }
        });
    }

    /** Every event of this edge goes through here, in order. On the event loop. */
    void post(Event event) {
        unposted.add(event);
        postWaiting();
        if (!unposted.isEmpty()) {
            retryLater();
        }
    }

    private void postWaiting() {
        while (!unposted.isEmpty() && inbox.offer(unposted.peek())) {
            unposted.remove();
        }
    }

    /** Whether one more message may be read from a socket. */
    boolean hasRoom() {
        return unposted.isEmpty() && inbox.hasRoom();
    }

    /** While anything waits for room, looks again every few milliseconds. */
    private void retryLater() {
        if (!retrying) {
            retrying = true;
            vertx.setTimer(RETRY_MS, timer -> {
                retrying = false;
                postWaiting();
                boolean waiting = !unposted.isEmpty();
                for (PeerConnection connection : List.copyOf(connections.values())) {
                    connection.resume();
                    waiting |= connection.isStuck();
                }
                if (waiting) {
                    retryLater();
                }
            });
        }
    }

    @Override
    public void send(ReadBlocks blocks) {
        enqueue(blocks);
    }

    @Override
    public void close() {
        closed = true;
        loop.runOnContext(nothing -> {
            if (server != null) {
                server.close();
            }
            client.close();
        });
    }

    private void enqueueCommand(Command command) {
        enqueue(command);
    }

    @Override
    public void onListen(ConnectionCommand.Listen command) {
        enqueueCommand(command);
    }

    @Override
    public void onConnect(ConnectionCommand.Connect command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendHandshake(ConnectionCommand.SendHandshake command) {
        enqueueCommand(command);
    }

    @Override
    public void onLimitConnection(ConnectionCommand.LimitConnection command) {
        enqueueCommand(command);
    }

    @Override
    public void onCloseConnection(ConnectionCommand.CloseConnection command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendKeepAlive(PeerCommand.SendKeepAlive command) {
        enqueueCommand(command);
    }

    @Override
    public void onChoke(PeerCommand.Choke command) {
        enqueueCommand(command);
    }

    @Override
    public void onUnchoke(PeerCommand.Unchoke command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendInterested(PeerCommand.SendInterested command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendNotInterested(PeerCommand.SendNotInterested command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendHave(PeerCommand.SendHave command) {
        enqueueCommand(command);
    }

    @Override
    public void onRevealPiece(PeerCommand.RevealPiece command) {
        enqueueCommand(command);
    }

    @Override
    public void onRevealPieces(PeerCommand.RevealPieces command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendBitfield(PeerCommand.SendBitfield command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendExtendedHandshake(PeerCommand.SendExtendedHandshake command) {
        enqueueCommand(command);
    }

    @Override
    public void onRequestBlocks(PeerCommand.RequestBlocks command) {
        enqueueCommand(command);
    }

    @Override
    public void onCancelBlocks(PeerCommand.CancelBlocks command) {
        enqueueCommand(command);
    }

    /** Goes to storage first, which reads the block and calls {@link #send}. */
    @Override
    public void onSendBlock(PeerCommand.SendBlock command) {
        throw new IllegalStateException("blocks are read by storage before they are sent");
    }

    /** Goes to storage first, too. */
    @Override
    public void onSendBlocks(PeerCommand.SendBlocks command) {
        throw new IllegalStateException("blocks are read by storage before they are sent");
    }

    @Override
    public void onSendHaveAll(PeerCommand.SendHaveAll command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendHaveNone(PeerCommand.SendHaveNone command) {
        enqueueCommand(command);
    }

    @Override
    public void onRejectRequest(PeerCommand.RejectRequest command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendAllowedFast(PeerCommand.SendAllowedFast command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendDontHave(PeerCommand.SendDontHave command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendDhtPort(PeerCommand.SendDhtPort command) {
        enqueueCommand(command);
    }

    @Override
    public void onBanPeer(ConnectionCommand.BanPeer command) {
        // Recorded only.
    }

    @Override
    public void onUnbanPeer(ConnectionCommand.UnbanPeer command) {
        // Recorded only.
    }

    @Override
    public void onAwaitMetadata(ConnectionCommand.AwaitMetadata command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendMetadataRequest(PeerCommand.SendMetadataRequest command) {
        enqueueCommand(command);
    }

    /** Is read from the session directory first, by whoever then calls {@link #send(PeerCommand.SendMetadataPiece, int, Optional)}. */
    @Override
    public void onSendMetadataPiece(PeerCommand.SendMetadataPiece command) {
        throw new IllegalStateException("metadata is read before it is sent");
    }

    @Override
    public void onSendMetadataReject(PeerCommand.SendMetadataReject command) {
        enqueueCommand(command);
    }

    @Override
    public void onSendPex(PeerCommand.SendPex command) {
        enqueueCommand(command);
    }
}
