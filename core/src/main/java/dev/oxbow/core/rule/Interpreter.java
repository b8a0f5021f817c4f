package dev.oxbow.core.rule;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads entries as the two sides of conversations: what came from a peer, and what we told it. */
final class Interpreter {
    private static final int NOTHING = 0;

    private final Watch watch;

    Interpreter(Watch watch) {
        this.watch = watch;
        connections();
        heard();
        said();
    }

    private void connections() {
        watch.on(ConnectionEvent.ConnectionAccepted.class, event -> watch.open(event.connectionId(), event.endpoint(), NOTHING));
        watch.on(ConnectionCommand.Connect.class, command -> watch.open(command.connectionId(), command.endpoint(), command.torrentId()));
        watch.on(ConnectionEvent.ConnectionOpened.class, event -> with(event.connectionId(), line -> line.opened(watch.sequence(),
                watch.nowNs())));
        watch.on(ConnectionCommand.LimitConnection.class, command -> with(command.connectionId(), line ->
                line.joined(command.torrentId(), watch.nowNs())));
        watch.on(ConnectionCommand.AwaitMetadata.class, command -> with(command.connectionId(), line ->
                line.awaitsMetadata(command.torrentId(), watch.nowNs())));
        watch.on(ConnectionEvent.HandshakeReceived.class, event -> with(event.connectionId(),
                line -> shakeHands(line.peer(), Optional.of(event.peerId()), event.reservedBits())));
        watch.on(ConnectionCommand.SendHandshake.class, command -> with(command.connectionId(),
                line -> shakeHands(line.us(), Optional.of(command.peerId()), command.reservedBits())));
        watch.on(ConnectionCommand.CloseConnection.class, command -> with(command.connectionId(), Line::closedByUs));
        watch.on(ConnectionEvent.ConnectionClosed.class, event -> with(event.connectionId(), watch::gone));
        watch.on(ConnectionEvent.ConnectFailed.class, event -> with(event.connectionId(), watch::gone));
        watch.on(CheckpointEvent.CheckpointStarted.class, event -> watch.allGone());
    }

    private void shakeHands(Speaker speaker, Optional<PeerId> id, long reserved) {
        speaker.handshake(id, reserved, watch.sequence());
        say(speaker, Kind.HANDSHAKE, NOTHING, NOTHING, NOTHING, NOTHING);
    }

    private void with(long connectionId, Consumer<Line> then) {
        watch.line(connectionId).ifPresent(then);
    }

    /** What comes behind our closing a connection no longer counts. */
    private void peer(long connectionId, Kind kind, int piece, int offsetBytes, int lengthBytes, int number) {
        Optional<Line> line = watch.line(connectionId);
        if (line.isPresent() && line.get().isActive()) {
            say(line.get().peer(), kind, piece, offsetBytes, lengthBytes, number);
        }
    }

    private void peer(long connectionId, Kind kind) {
        peer(connectionId, kind, NOTHING, NOTHING, NOTHING, NOTHING);
    }

    private void peer(long connectionId, Kind kind, int piece) {
        peer(connectionId, kind, piece, NOTHING, NOTHING, NOTHING);
    }

    private void us(long connectionId, Kind kind, int piece, int offsetBytes, int lengthBytes, int number) {
        Optional<Line> line = watch.line(connectionId);
        if (line.isPresent() && line.get().isActive()) {
            say(line.get().us(), kind, piece, offsetBytes, lengthBytes, number);
        }
    }

    private void us(long connectionId, Kind kind) {
        us(connectionId, kind, NOTHING, NOTHING, NOTHING, NOTHING);
    }

    private void say(Speaker by, Kind kind, int piece, int offsetBytes, int lengthBytes, int number) {
        watch.hear(new Message(kind, by, piece, offsetBytes, lengthBytes, number, watch.sequence(), watch.nowNs()));
    }

    private <E extends Entry> void on(Class<E> type, Consumer<E> reader) {
        watch.on(type, reader);
    }

    private void heard() {
        on(PeerEvent.KeepAliveReceived.class, it -> peer(it.connectionId(), Kind.KEEP_ALIVE));
        on(PeerEvent.ChokeReceived.class, it -> peer(it.connectionId(), Kind.CHOKE));
        on(PeerEvent.UnchokeReceived.class, it -> peer(it.connectionId(), Kind.UNCHOKE));
        on(PeerEvent.InterestedReceived.class, it -> peer(it.connectionId(), Kind.INTERESTED));
        on(PeerEvent.NotInterestedReceived.class, it -> peer(it.connectionId(), Kind.NOT_INTERESTED));
        on(PeerEvent.HaveReceived.class, it -> peer(it.connectionId(), Kind.HAVE, it.pieceIndex()));
        on(PeerEvent.BitfieldReceived.class, it -> peer(it.connectionId(), Kind.BITFIELD));
        on(PeerEvent.HaveAllReceived.class, it -> peer(it.connectionId(), Kind.HAVE_ALL));
        on(PeerEvent.HaveNoneReceived.class, it -> peer(it.connectionId(), Kind.HAVE_NONE));
        on(PeerEvent.SuggestReceived.class, it -> peer(it.connectionId(), Kind.SUGGEST, it.pieceIndex()));
        on(PeerEvent.AllowedFastReceived.class, it -> peer(it.connectionId(), Kind.ALLOWED_FAST, it.pieceIndex()));
        on(PeerEvent.DontHaveReceived.class, it -> peer(it.connectionId(), Kind.DONT_HAVE, it.pieceIndex()));
        on(PeerEvent.DhtPortReceived.class, it -> peer(it.connectionId(), Kind.DHT_PORT));
        on(PeerEvent.RequestReceived.class, it -> peer(it.connectionId(), Kind.REQUEST, it.pieceIndex(), it.offsetBytes(),
                it.lengthBytes(), NOTHING));
        on(PeerEvent.RequestsReceived.class, run -> {
            for (PeerEvent.RequestReceived it : run.each()) {
                peer(it.connectionId(), Kind.REQUEST, it.pieceIndex(), it.offsetBytes(), it.lengthBytes(), NOTHING);
            }
        });
        on(PeerEvent.CancelReceived.class, it -> peer(it.connectionId(), Kind.CANCEL, it.pieceIndex(), it.offsetBytes(),
                it.lengthBytes(), NOTHING));
        on(PeerEvent.RejectReceived.class, it -> peer(it.connectionId(), Kind.REJECT, it.pieceIndex(), it.offsetBytes(),
                it.lengthBytes(), NOTHING));
        on(PeerEvent.BlockReceived.class, it -> peer(it.connectionId(), Kind.BLOCK, it.pieceIndex(),
                PieceLayout.blockOffsetBytes(it.blockIndex()), NOTHING, it.crc32c()));
        on(PeerEvent.BlocksReceived.class, run -> {
            for (PeerEvent.BlockReceived it : run.each()) {
                peer(it.connectionId(), Kind.BLOCK, it.pieceIndex(), PieceLayout.blockOffsetBytes(it.blockIndex()), NOTHING, it.crc32c());
            }
        });
        on(PeerEvent.ExtendedHandshakeReceived.class, it -> {
            with(it.connectionId(), line -> line.named(it.client(), it.listenPort()));
            peer(it.connectionId(), Kind.EXTENDED_HANDSHAKE, NOTHING, NOTHING, it.metadataLengthBytes(), it.requestQueueMax());
        });
    }

    private void said() {
        on(PeerCommand.SendKeepAlive.class, it -> us(it.connectionId(), Kind.KEEP_ALIVE));
        on(PeerCommand.Choke.class, it -> us(it.connectionId(), Kind.CHOKE));
        on(PeerCommand.Unchoke.class, it -> us(it.connectionId(), Kind.UNCHOKE));
        on(PeerCommand.SendInterested.class, it -> us(it.connectionId(), Kind.INTERESTED));
        on(PeerCommand.SendNotInterested.class, it -> us(it.connectionId(), Kind.NOT_INTERESTED));
        on(PeerCommand.SendBitfield.class, it -> us(it.connectionId(), Kind.BITFIELD));
        on(PeerCommand.SendHaveAll.class, it -> us(it.connectionId(), Kind.HAVE_ALL));
        on(PeerCommand.SendHaveNone.class, it -> us(it.connectionId(), Kind.HAVE_NONE));
        on(PeerCommand.SendAllowedFast.class, it -> us(it.connectionId(), Kind.ALLOWED_FAST, it.pieceIndex(), NOTHING, NOTHING, NOTHING));
        on(PeerCommand.SendDhtPort.class, it -> us(it.connectionId(), Kind.DHT_PORT));
        on(PeerCommand.RejectRequest.class, it -> us(it.connectionId(), Kind.REJECT, it.pieceIndex(), it.offsetBytes(), it.lengthBytes(),
                NOTHING));
        on(PeerCommand.SendBlock.class, it -> us(it.connectionId(), Kind.BLOCK, it.pieceIndex(), it.offsetBytes(), it.lengthBytes(),
                NOTHING));
        on(PeerCommand.SendBlocks.class, run -> {
            for (PeerCommand.SendBlock it : run.each()) {
                us(it.connectionId(), Kind.BLOCK, it.pieceIndex(), it.offsetBytes(), it.lengthBytes(), NOTHING);
            }
        });
        on(PeerCommand.SendExtendedHandshake.class, it -> us(it.connectionId(), Kind.EXTENDED_HANDSHAKE, NOTHING, NOTHING, NOTHING,
                it.requestQueueMax()));
        on(PeerCommand.RequestBlocks.class, it -> blocks(it.connectionId(), Kind.REQUEST, it.pieceIndex(), it.firstBlock(),
                it.blockCount()));
        on(PeerCommand.CancelBlocks.class, it -> blocks(it.connectionId(), Kind.CANCEL, it.pieceIndex(), it.firstBlock(), it.blockCount()));
        on(PeerCommand.SendHave.class, it -> everybody(it.torrentId(), Kind.HAVE, it.pieceIndex()));
    }

    private void blocks(long connectionId, Kind kind, int piece, int firstBlock, int blockCount) {
        for (int block = firstBlock; block < firstBlock + blockCount; block++) {
            us(connectionId, kind, piece, PieceLayout.blockOffsetBytes(block), NOTHING, NOTHING);
        }
    }

    private void everybody(int torrentId, Kind kind, int piece) {
        for (Line line : watch.lines()) {
            if (line.isActive() && line.torrentId() == torrentId && line.us().isHandshakeSaid()) {
                say(line.us(), kind, piece, NOTHING, NOTHING, NOTHING);
            }
        }
    }
}
