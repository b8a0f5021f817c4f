package dev.oxbow.net.peer;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.peer.ArrivedRun;
import dev.oxbow.core.peer.BlockRun;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.reach.ExternalAddresses;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.PexMessage;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireEncoder;
import dev.oxbow.core.wire.WireHandler;
import dev.oxbow.core.wire.WireLimits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One connection: bytes into events, commands into bytes; no policy. When the inbox or the block pool is full it stops reading, keeps
 * what it has read so far, and goes on when {@link #resume} finds room. Runs on the event loop only.
 */
final class PeerConnection implements FrameReader.Frames, WireHandler {
    private final long connectionId;
    private final NettySocket socket;
    private final PeerNetwork network;
    private final FrameReader reader;
    private final Runnable whenGone;
    private final Runnable whenStuck;
    private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>();
    private final Outgoing outgoing;
    private final ArrivedRun arrived;
    private final BlockRun asked;
    private final BlockRun sent;
    private boolean stuck;
    private boolean closed;
    private boolean gone;
    private String closeReason = "closed by the peer";
    private boolean handshakeSent;
    private PieceLayout layout;
    private int torrentId;
    private int dontHaveId;
    private int metadataId;
    private int pexId;
    /** What is said of pieces while those are not known. */
    private Optional<EarlyMessages> early = Optional.empty();
    private final AskedMetadata askedMetadata = new AskedMetadata();

    PeerConnection(long connectionId, NettySocket socket, PeerNetwork network, BlockSlots slots, Runnable whenStuck, Runnable whenGone) {
        this.connectionId = connectionId;
        this.socket = socket;
        this.outgoing = new Outgoing(socket, this::blocksDone);
        this.network = network;
        this.arrived = new ArrivedRun(connectionId);
        this.asked = BlockRun.asked(connectionId);
        this.sent = BlockRun.sent(connectionId);
        this.reader = new FrameReader(slots, this);
        this.whenStuck = whenStuck;
        this.whenGone = whenGone;
        socket.listen(this::onBytes, this::onError, this::onClosed);
    }

    long connectionId() {
        return connectionId;
    }

    int torrentId() {
        return torrentId;
    }

    /** What the peer understands as {@code lt_donthave}; 0 when it does not. */
    int dontHaveId() {
        return dontHaveId;
    }

    /** What the peer understands as {@code ut_metadata}; 0 when it does not. */
    int metadataId() {
        return metadataId;
    }

    /** What the peer understands as {@code ut_pex}; 0 when it does not. */
    int pexId() {
        return pexId;
    }

    Endpoint remote() {
        return socket.remote();
    }

    PieceLayout layout() {
        return layout;
    }

    boolean isHandshakeSent() {
        return handshakeSent;
    }

    WireEncoder out() {
        return outgoing.messages();
    }

    void handshakeSent(int torrent) {
        handshakeSent = true;
        torrentId = torrent;
    }

    void limit(int torrent, PieceLayout torrentLayout) {
        torrentId = torrent;
        layout = torrentLayout;
        WireDecoder decoder = reader.limit(new WireLimits(torrentLayout));
        Optional<EarlyMessages> said = early;
        early = Optional.empty();
        said.ifPresent(messages -> messages.sayTo(decoder, this, torrentLayout));
        resume();
    }

    /** What the peer says of pieces is kept until their layout is known. */
    void awaitMetadata(int torrent) {
        torrentId = torrent;
        early = Optional.of(new EarlyMessages());
        reader.limit(WireLimits.unknownLayout());
        resume();
    }

    void metadataAsked(int pieceIndex) {
        askedMetadata.asked(pieceIndex);
    }

    /** Sends all that was collected, in one go. */
    void flush() {
        outgoing.flush(!closed);
    }

    /** Blocks behind what was collected, to be sent with the next {@link #flush}; the slot goes back when the socket has taken them. */
    void sendBlocks(ReadBlocks blocks) {
        outgoing.blocks(blocks);
        if (outgoing.isLong()) {
            flush();
        }
    }

    private void blocksDone(List<ReadBlocks> done, boolean taken) {
        for (ReadBlocks blocks : done) {
            blocks.release();
            for (int block = 0; block < blocks.blockCount(); block++) {
                blockDone(blocks.pieceIndex(), blocks.blockOffsetBytes(block), blocks.blockLengthBytes(block), taken);
            }
        }
        postSent(taken);
    }

    private void blockDone(int pieceIndex, int offsetBytes, int lengthBytes, boolean taken) {
        if (!sent.takes(pieceIndex, offsetBytes, lengthBytes)) {
            postSent(taken);
        }
        sent.add(pieceIndex, offsetBytes, lengthBytes);
    }

    private void postSent(boolean taken) {
        Optional<PeerEvent> run = sent.take();
        if (taken && run.isPresent()) {
            post(run.get());
        }
    }

    /** We hang up: what was not read yet is of no interest. */
    void close(String reason) {
        if (!closed) {
            flush();
            closeReason = reason;
            reader.close();
            drop();
            socket.close();
        }
    }

    private void drop() {
        unread.forEach(ByteBuf::release);
        unread.clear();
    }

    private void onBytes(ByteBuf bytes) {
        unread.add(bytes);
        if (!stuck) {
            read();
        }
    }

    private void onError(Throwable error) {
        closeReason = SocketFailure.sentence(error);
    }

    private void onClosed() {
        closed = true;
        if (!stuck) {
            finish();
        }
    }

    private void read() {
        readAll();
        postRuns();
    }

    @SuppressWarnings("ReferenceEquality") // this very buffer: reading may close, which releases all of them
    private void readAll() {
        while (!unread.isEmpty()) {
            ByteBuf first = unread.peek();
            if (!reader.read(first)) {
                stuck();
                return;
            }
            if (unread.peek() == first) {
                unread.remove().release();
            }
        }
        if (closed) {
            finish();
        }
    }

    private void stuck() {
        if (!stuck) {
            stuck = true;
            if (!closed) {
                socket.reading(false);
            }
        }
        whenStuck.run();
    }

    /** Tries again after having been stuck. */
    void resume() {
        if (!stuck || gone) {
            return;
        }
        stuck = false;
        read();
        if (!stuck && !closed) {
            socket.reading(true);
        }
    }

    boolean isStuck() {
        return stuck && !gone;
    }

    private void finish() {
        if (!gone) {
            reader.close();
            drop();
            gone = true;
            whenGone.run();
            post(new ConnectionEvent.ConnectionClosed(connectionId, closeReason));
        }
    }

    private void post(Event event) {
        postRuns();
        network.post(event);
    }

    /** Blocks and requests wait for their neighbours until something else is read, and no longer than there is anything to read. */
    private void postRuns() {
        postArrived();
        postRun(asked.take());
    }

    private void postArrived() {
        for (PeerEvent run : arrived.take()) {
            network.post(run);
        }
    }

    private void postRun(Optional<PeerEvent> run) {
        if (run.isPresent()) {
            network.post(run.get());
        }
    }

    /** Of no use while the pieces are not known: nothing was asked for then, and nothing is given. */
    private void postOfPieces(Event event) {
        if (early.isEmpty()) {
            post(event);
        }
    }

    @Override
    public boolean hasRoom() {
        return network.hasRoom();
    }

    @Override
    public WireDecoder decoder(WireLimits limits) {
        return new WireDecoder(limits, this);
    }

    @Override
    public void onHandshake(Handshake handshake) {
        post(new ConnectionEvent.HandshakeReceived(connectionId, handshake.infoHash(), handshake.peerId(), handshake.reservedBits()));
    }

    @Override
    public void onBlock(int pieceIndex, int blockIndex, int slotId, int crc32c) {
        postRun(asked.take());
        if (!arrived.takes(pieceIndex, blockIndex)) {
            postArrived();
        }
        arrived.add(pieceIndex, blockIndex, slotId, crc32c);
    }

    @Override
    public void onViolation(WireLimits.Fault fault, ByteString evidence) {
        post(new ConnectionEvent.ProtocolViolated(connectionId, fault.violation(), fault.detail(), evidence));
    }

    @Override
    public void onViolation(WireLimits.Fault fault) {
        onViolation(fault, ByteString.EMPTY);
    }

    @Override
    public void onKeepAlive() {
        post(new PeerEvent.KeepAliveReceived(connectionId));
    }

    @Override
    public void onChoke() {
        post(new PeerEvent.ChokeReceived(connectionId));
    }

    @Override
    public void onUnchoke() {
        post(new PeerEvent.UnchokeReceived(connectionId));
    }

    @Override
    public void onInterested() {
        post(new PeerEvent.InterestedReceived(connectionId));
    }

    @Override
    public void onNotInterested() {
        post(new PeerEvent.NotInterestedReceived(connectionId));
    }

    @Override
    public void onHave(int pieceIndex) {
        if (early.isPresent()) {
            early.get().have(pieceIndex);
            return;
        }
        post(new PeerEvent.HaveReceived(connectionId, pieceIndex));
    }

    @Override
    public void onBitfield(ByteString bits) {
        if (early.isPresent()) {
            early.get().bitfield(bits);
            return;
        }
        post(new PeerEvent.BitfieldReceived(connectionId, bits));
    }

    @Override
    public void onRequest(int pieceIndex, int offsetBytes, int lengthBytes) {
        if (early.isPresent()) {
            return; // as postOfPieces
        }
        postArrived();
        if (!asked.takes(pieceIndex, offsetBytes, lengthBytes)) {
            postRun(asked.take());
        }
        asked.add(pieceIndex, offsetBytes, lengthBytes);
    }

    @Override
    public void onCancel(int pieceIndex, int offsetBytes, int lengthBytes) {
        postOfPieces(new PeerEvent.CancelReceived(connectionId, pieceIndex, offsetBytes, lengthBytes));
    }

    @Override
    public void onPort(int port) {
        post(new PeerEvent.DhtPortReceived(connectionId, port));
    }

    @Override
    public void onSuggest(int pieceIndex) {
        postOfPieces(new PeerEvent.SuggestReceived(connectionId, pieceIndex));
    }

    @Override
    public void onHaveAll() {
        if (early.isPresent()) {
            early.get().haveAll();
            return;
        }
        post(new PeerEvent.HaveAllReceived(connectionId));
    }

    @Override
    public void onHaveNone() {
        if (early.isPresent()) {
            early.get().haveNone();
            return;
        }
        post(new PeerEvent.HaveNoneReceived(connectionId));
    }

    @Override
    public void onReject(int pieceIndex, int offsetBytes, int lengthBytes) {
        postOfPieces(new PeerEvent.RejectReceived(connectionId, pieceIndex, offsetBytes, lengthBytes));
    }

    @Override
    public void onAllowedFast(int pieceIndex) {
        postOfPieces(new PeerEvent.AllowedFastReceived(connectionId, pieceIndex));
    }

    @Override
    public void onDontHave(int pieceIndex) {
        if (early.isPresent()) {
            early.get().dontHave(pieceIndex);
            return;
        }
        post(new PeerEvent.DontHaveReceived(connectionId, pieceIndex));
    }

    @Override
    public void onMetadataRequest(int pieceIndex) {
        post(new PeerEvent.MetadataRequestReceived(connectionId, pieceIndex));
    }

    @Override
    public void onMetadataPiece(int pieceIndex, int totalLengthBytes, ByteString piece) {
        Optional<WireLimits.Fault> fault = askedMetadata.check(pieceIndex, totalLengthBytes, piece);
        if (fault.isPresent()) {
            onViolation(fault.get());
            return;
        }
        CRC32C crc = new CRC32C();
        crc.update(piece.toArray());
        network.shelf().put(torrentId, connectionId, pieceIndex, piece);
        post(new PeerEvent.MetadataPieceReceived(connectionId, pieceIndex, piece.length(), (int) crc.getValue()));
    }

    @Override
    public void onMetadataReject(int pieceIndex) {
        askedMetadata.rejected(pieceIndex);
        post(new PeerEvent.MetadataRejectReceived(connectionId, pieceIndex));
    }

    @Override
    public void onPex(PexMessage message) {
        post(new PeerEvent.PexReceived(connectionId, message.added(), message.addedFlags(), message.dropped()));
    }

    @Override
    public void onExtendedHandshake(ExtendedHandshake handshake) {
        dontHaveId = handshake.dontHaveId();
        metadataId = handshake.metadataId();
        pexId = handshake.pexId();
        int metadataLengthBytes = metadataId == 0 ? 0 : handshake.metadataLengthBytes();
        askedMetadata.lengthBytes(metadataLengthBytes);
        post(new PeerEvent.ExtendedHandshakeReceived(connectionId, handshake.client(), handshake.requestQueueMax(), handshake.listenPort(),
                metadataLengthBytes, handshake.uploadOnly(), pexId != 0));
        if (ExternalAddresses.isPublic(handshake.yourAddress())) {
            post(new ReachEvent.ExternalAddressLearned(connectionId, "", handshake.yourAddress()));
        }
    }
}
