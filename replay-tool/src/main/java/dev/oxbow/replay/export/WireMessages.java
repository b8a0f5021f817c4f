package dev.oxbow.replay.export;

import dev.oxbow.core.command.ConnectionCommand.SendHandshake;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.ConnectionEvent.HandshakeReceived;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What entries said on the wire (BEP 3, 5, 6, 9, 10, 11, 54). An entry that is not in its table said nothing. */
final class WireMessages {
    /** What was said, by whom, on which connections. */
    record Said(boolean byPeer, List<Long> connections, List<Message> messages) {
    }

    private record Kind(boolean byPeer, BiFunction<Entry, SessionState, List<Long>> connections, BiFunction<Entry, SessionState,
            List<Message>> messages) {
    }

    private static final Map<Class<?>, Kind> KINDS = new HashMap<>(); // for look-up only

    private WireMessages() {
    }

    static Optional<Said> of(Entry entry, SessionState state) {
        return Optional.ofNullable(KINDS.get(entry.getClass()))
                .map(kind -> new Said(kind.byPeer, kind.connections.apply(entry, state), kind.messages.apply(entry, state)));
    }

    static {
        heard(HandshakeReceived.class, HandshakeReceived::connectionId, (it, out) ->
                out.handshake(new Handshake(it.reservedBits(), it.infoHash(), it.peerId())));
        heard(PeerEvent.KeepAliveReceived.class, PeerEvent.KeepAliveReceived::connectionId, (it, out) -> out.keepAlive());
        heard(PeerEvent.ChokeReceived.class, PeerEvent.ChokeReceived::connectionId, (it, out) -> out.plain(MessageId.CHOKE));
        heard(PeerEvent.UnchokeReceived.class, PeerEvent.UnchokeReceived::connectionId, (it, out) -> out.plain(MessageId.UNCHOKE));
        heard(PeerEvent.InterestedReceived.class, PeerEvent.InterestedReceived::connectionId, (it, out) -> out.plain(MessageId.INTERESTED));
        heard(PeerEvent.NotInterestedReceived.class, PeerEvent.NotInterestedReceived::connectionId,
                (it, out) -> out.plain(MessageId.NOT_INTERESTED));
        heard(PeerEvent.HaveReceived.class, PeerEvent.HaveReceived::connectionId, (it, out) -> out.have(it.pieceIndex()));
        heard(PeerEvent.BitfieldReceived.class, PeerEvent.BitfieldReceived::connectionId, (it, out) -> out.bitfield(it.bits()));
        heard(PeerEvent.RequestReceived.class, PeerEvent.RequestReceived::connectionId, (it, out) ->
                out.request(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        heard(PeerEvent.CancelReceived.class, PeerEvent.CancelReceived::connectionId, (it, out) ->
                out.cancel(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        heard(PeerEvent.DhtPortReceived.class, PeerEvent.DhtPortReceived::connectionId, (it, out) -> out.port(it.port()));
        heard(PeerEvent.HaveAllReceived.class, PeerEvent.HaveAllReceived::connectionId, (it, out) -> out.plain(MessageId.HAVE_ALL));
        heard(PeerEvent.HaveNoneReceived.class, PeerEvent.HaveNoneReceived::connectionId, (it, out) -> out.plain(MessageId.HAVE_NONE));
        heard(PeerEvent.RejectReceived.class, PeerEvent.RejectReceived::connectionId, (it, out) ->
                out.reject(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        heard(PeerEvent.AllowedFastReceived.class, PeerEvent.AllowedFastReceived::connectionId,
                (it, out) -> out.allowedFast(it.pieceIndex()));
        heard(PeerEvent.DontHaveReceived.class, PeerEvent.DontHaveReceived::connectionId, (it, out) ->
                out.dontHave(ExtendedHandshake.DONT_HAVE_ID, it.pieceIndex()));
        heard(PeerEvent.ExtendedHandshakeReceived.class, PeerEvent.ExtendedHandshakeReceived::connectionId, (it, out) ->
                out.extendedHandshake(
                ExtensionMessages.handshake(it.client(), it.requestQueueMax(), it.listenPort(), it.metadataLengthBytes(),
                        it.uploadOnly())));
        add(PeerEvent.RequestsReceived.class, true, it -> it.connectionId(), (it, state) ->
                it.each().stream().map(block -> Message.of(out -> out.request(block.pieceIndex(), block.offsetBytes(), block.lengthBytes()))).toList());
        add(PeerEvent.SuggestReceived.class, true, it -> it.connectionId(), (it, state) -> List.of(suggest(it.pieceIndex())));
        add(PeerEvent.BlockReceived.class, true, it -> it.connectionId(), (it, state) -> List.of(block(it, state)));
        add(PeerEvent.BlocksReceived.class, true, it -> it.connectionId(), (it, state) ->
                it.each().stream().map(block -> block(block, state)).toList());

        said(SendHandshake.class, SendHandshake::connectionId,
                (it, out) -> out.handshake(new Handshake(it.reservedBits(), it.infoHash(), it.peerId())));
        said(PeerCommand.SendKeepAlive.class, PeerCommand.SendKeepAlive::connectionId, (it, out) -> out.keepAlive());
        said(PeerCommand.Choke.class, PeerCommand.Choke::connectionId, (it, out) -> out.plain(MessageId.CHOKE));
        said(PeerCommand.Unchoke.class, PeerCommand.Unchoke::connectionId, (it, out) -> out.plain(MessageId.UNCHOKE));
        said(PeerCommand.SendInterested.class, PeerCommand.SendInterested::connectionId, (it, out) -> out.plain(MessageId.INTERESTED));
        said(PeerCommand.SendNotInterested.class, PeerCommand.SendNotInterested::connectionId,
                (it, out) -> out.plain(MessageId.NOT_INTERESTED));
        said(PeerCommand.SendBitfield.class, PeerCommand.SendBitfield::connectionId, (it, out) -> out.bitfield(it.bits()));
        said(PeerCommand.SendHaveAll.class, PeerCommand.SendHaveAll::connectionId, (it, out) -> out.plain(MessageId.HAVE_ALL));
        said(PeerCommand.SendHaveNone.class, PeerCommand.SendHaveNone::connectionId, (it, out) -> out.plain(MessageId.HAVE_NONE));
        said(PeerCommand.RejectRequest.class, PeerCommand.RejectRequest::connectionId, (it, out) ->
                out.reject(it.pieceIndex(), it.offsetBytes(), it.lengthBytes()));
        said(PeerCommand.SendAllowedFast.class, PeerCommand.SendAllowedFast::connectionId, (it, out) -> out.allowedFast(it.pieceIndex()));
        said(PeerCommand.SendDhtPort.class, PeerCommand.SendDhtPort::connectionId, (it, out) -> out.port(it.port()));
        said(PeerCommand.SendExtendedHandshake.class, PeerCommand.SendExtendedHandshake::connectionId, (it, out) ->
                out.extendedHandshake(
                ExtensionMessages.handshake(it.client(), it.requestQueueMax(), it.listenPort(), it.metadataLengthBytes(),
                        it.uploadOnly())));
        add(PeerCommand.RequestBlocks.class, false, it -> it.connectionId(),
                (it, state) -> run(it.firstBlock(), it.blockCount(), (block, out) ->
                out.request(it.pieceIndex(), PieceLayout.blockOffsetBytes(block),
                        length(state, it.connectionId(), it.pieceIndex(), block))));
        add(PeerCommand.CancelBlocks.class, false, it -> it.connectionId(),
                (it, state) -> run(it.firstBlock(), it.blockCount(), (block, out) ->
                out.cancel(it.pieceIndex(), PieceLayout.blockOffsetBytes(block),
                        length(state, it.connectionId(), it.pieceIndex(), block))));
        add(PeerEvent.BlockSent.class, false, it -> it.connectionId(), (it, state) ->
                List.of(Message.block(it.pieceIndex(), it.offsetBytes(), it.lengthBytes())));
        add(PeerEvent.BlocksSent.class, false, it -> it.connectionId(), (it, state) ->
                it.each().stream().map(block -> Message.block(block.pieceIndex(), block.offsetBytes(), block.lengthBytes())).toList());
        toAll(PeerCommand.SendHave.class, PeerCommand.SendHave::torrentId, (it, out) -> out.have(it.pieceIndex()));
        toAll(PeerCommand.SendDontHave.class, PeerCommand.SendDontHave::torrentId,
                (it, out) -> out.dontHave(ExtendedHandshake.DONT_HAVE_ID, it.pieceIndex()));
    }

    static {
        add(PeerEvent.MetadataRequestReceived.class, true, it -> it.connectionId(),
                (it, state) -> List.of(ExtensionMessages.metadataRequest(it.pieceIndex())));
        add(PeerEvent.MetadataRejectReceived.class, true, it -> it.connectionId(),
                (it, state) -> List.of(ExtensionMessages.metadataReject(it.pieceIndex())));
        add(PeerEvent.MetadataPieceReceived.class, true, it -> it.connectionId(), (it, state) ->
                List.of(ExtensionMessages.metadataPiece(it.pieceIndex(), 0, it.lengthBytes())));
        add(PeerEvent.PexReceived.class, true, it -> it.connectionId(), (it, state) ->
                List.of(ExtensionMessages.peers(it.added(), it.addedFlags(), it.dropped())));
        add(PeerCommand.SendMetadataRequest.class, false, it -> it.connectionId(),
                (it, state) -> List.of(ExtensionMessages.metadataRequest(it.pieceIndex())));
        add(PeerCommand.SendMetadataReject.class, false, it -> it.connectionId(),
                (it, state) -> List.of(ExtensionMessages.metadataReject(it.pieceIndex())));
        add(PeerCommand.SendMetadataPiece.class, false, it -> it.connectionId(), (it, state) ->
                List.of(ExtensionMessages.metadataPieceOf(state, it.infoHash(), it.pieceIndex())));
        add(PeerCommand.SendPex.class, false, it -> it.connectionId(), (it, state) ->
                List.of(ExtensionMessages.peers(it.added(), it.addedFlags(), it.dropped())));
    }

    private static <T extends Entry> void add(Class<T> kind, boolean byPeer, Function<T, Long> connection, BiFunction<T, SessionState,
            List<Message>> messages) {
        KINDS.put(kind, new Kind(byPeer, (entry, state) -> List.of(connection.apply(kind.cast(entry))),
                (entry, state) -> messages.apply(kind.cast(entry), state)));
    }

    private static <T extends Entry> void heard(Class<T> kind, Function<T, Long> connection, BiConsumer<T, WireEncoder> writing) {
        add(kind, true, connection, (it, state) -> List.of(Message.of(out -> writing.accept(it, out))));
    }

    private static <T extends Entry> void said(Class<T> kind, Function<T, Long> connection, BiConsumer<T, WireEncoder> writing) {
        add(kind, false, connection, (it, state) -> List.of(Message.of(out -> writing.accept(it, out))));
    }

    private static <T extends Entry> void toAll(Class<T> kind, Function<T, Integer> torrent, BiConsumer<T, WireEncoder> writing) {
        KINDS.put(kind, new Kind(false, (entry, state) -> active(state, torrent.apply(kind.cast(entry))),
                (entry, state) -> List.of(Message.of(out -> writing.accept(kind.cast(entry), out)))));
    }

    private static List<Long> active(SessionState state, int torrentId) {
        return state.connections().stream().filter(it -> it.torrentId() == torrentId && it.isActive()).map(PeerSession::connectionId)
                .toList();
    }

    private static List<Message> run(int first, int count, BiConsumer<Integer, WireEncoder> writing) {
        List<Message> out = new ArrayList<>();
        IntStream.range(first, first + count).forEach(block -> out.add(Message.of(encoder -> writing.accept(block, encoder))));
        return out;
    }

    private static Message block(PeerEvent.BlockReceived it, SessionState state) {
        return Message.block(it.pieceIndex(), PieceLayout.blockOffsetBytes(it.blockIndex()),
                length(state, it.connectionId(), it.pieceIndex(), it.blockIndex()));
    }

    private static int length(SessionState state, long connectionId, int pieceIndex, int blockIndex) {
        return state.connection(connectionId).flatMap(it -> state.torrent(it.torrentId()))
                .map(it -> it.layout().blockLengthBytes(pieceIndex, blockIndex)).orElse(PieceLayout.BLOCK_LENGTH_BYTES);
    }

    private static Message suggest(int pieceIndex) {
        byte[] bytes = ByteBuffer.allocate(9).putInt(5).put((byte) MessageId.SUGGEST).putInt(pieceIndex).array();
        return new Message(bytes, bytes.length);
    }
}
