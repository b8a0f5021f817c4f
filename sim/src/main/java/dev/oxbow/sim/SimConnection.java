package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.peer.ArrivedRun;
import dev.oxbow.core.peer.BlockRun;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** One node's end of a connection. What arrives waits here until the node may read it. */
class SimConnection {
    private static final int PART_MAX_BYTES = 1500;
    private static final int BORDER_BYTES = 90;

    /** A message as the receiving node sees it, given that node's number for the connection. */
    private record Arrival(LongFunction<Event> message, boolean handshake, boolean block, PeerEvent.BlockReceived head, long content) {
    }

    final SimNode node;
    final long connectionId;
    SimConnection other;
    boolean limited;
    /** The torrent is known, and its pieces are not: what is said of them waits. */
    boolean early;
    private final List<Event> held = new ArrayList<>();
    boolean closed;
    /** Nothing arrives earlier than what was sent before. */
    long lastArrivalNs;
    long stalledUntilNs;
    private final ArrayDeque<Arrival> arrived = new ArrayDeque<>();

    private final Payload payload;
    /** Of connections on which bytes arrive: from scripted peers, and where what nodes say is cut. */
    private SimFrames frames;
    /** Where what arrives is cut. */
    private Optional<Dice> cuts = Optional.empty();

    /** How what arrives is read: at once, or some time later together with what has come by then, as by a busy program. */
    private Consumer<Runnable> reading = Runnable::run;
    private final ArrivedRun run;
    private final BlockRun asked;
    private final BlockRun sent;

    SimConnection(SimNode node, long connectionId, Payload payload) {
        this.node = node;
        this.connectionId = connectionId;
        this.payload = payload;
        this.run = new ArrivedRun(connectionId);
        this.asked = BlockRun.asked(connectionId);
        this.sent = BlockRun.sent(connectionId);
    }

    /** What arrives is read only so long after. */
    void dawdle(Timeline timeline, long delayNs) {
        reading = read -> timeline.after(delayNs, read);
    }

    /** What the other node says comes from now on in parts of any size. */
    void cut(Dice dice) {
        cuts = Optional.of(dice);
    }

    /** Around the borders of what is said even byte by byte. */
    private void arriveCut(Dice dice, byte[] bytes) {
        int cutMax = dice.chance(5000) ? 1 : 2 + dice.below(PART_MAX_BYTES);
        int at = 0;
        while (at < bytes.length) {
            boolean inside = at >= BORDER_BYTES && at < bytes.length - BORDER_BYTES;
            int to = Math.min(bytes.length, at + (inside ? PART_MAX_BYTES : 1 + dice.below(cutMax)));
            arriveBytes(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
    }

    void arrive(LongFunction<Event> message, boolean handshake) {
        if (cuts.isPresent()) {
            arriveCut(cuts.get(), SimSpeech.of(message.apply(connectionId)));
            return;
        }
        arrived.add(new Arrival(message, handshake, false, null, 0));
        reading.accept(this::read);
    }

    void arriveBlock(PeerEvent.BlockReceived head, long content) {
        if (cuts.isPresent()) {
            int lengthBytes = payload.pieces().blockLengthBytes(head.pieceIndex(), head.blockIndex());
            arriveCut(cuts.get(), SimSpeech.block(head.pieceIndex(), PieceLayout.blockOffsetBytes(head.blockIndex()),
                    Payload.bytesOf(content, lengthBytes)));
            return;
        }
        arrived.add(new Arrival(null, false, true, head, content));
        reading.accept(this::read);
    }

    void arriveBytes(byte[] bytes) {
        if (!closed) {
            frames = frames == null ? new SimFrames(this, payload) : frames;
            frames.add(bytes);
            read();
        }
    }

    /** Reads all that may be read: after the handshake nothing before the torrent is known, and no block without a slot. */
    void read() {
        if (frames != null) {
            frames.read();
        }
        readArrived();
        postRuns();
    }

    private void readArrived() {
        while (!closed && !arrived.isEmpty()) {
            Arrival next = arrived.peek();
            if (!next.handshake && !limited && !early) {
                return;
            }
            if (next.block) {
                int slot = node.slots().take(next.content);
                if (slot == SimSlots.NO_SLOT) {
                    return;
                }
                PeerEvent.BlockReceived head = next.head;
                block(head.pieceIndex(), head.blockIndex(), slot, next.content);
            } else {
                post(next.message.apply(connectionId));
            }
            arrived.remove();
        }
    }

    /** A block has left. A busy program hears of several at once. */
    void sent(PeerCommand.SendBlock block) {
        if (!sent.takes(block.pieceIndex(), block.offsetBytes(), block.lengthBytes())) {
            postSent();
        }
        sent.add(block.pieceIndex(), block.offsetBytes(), block.lengthBytes());
        reading.accept(this::postSent);
    }

    private void postSent() {
        Optional<PeerEvent> run = sent.take();
        if (!closed && run.isPresent()) {
            node.post(run.get());
        }
    }

    /** A block lies in a slot. */
    void block(int piece, int block, int slot, long content) {
        asked.take().ifPresent(node::post);
        if (!run.takes(piece, block)) {
            run.take().forEach(node::post);
        }
        run.add(piece, block, slot, (int) content);
    }

    private void request(PeerEvent.RequestReceived it) {
        run.take().forEach(node::post);
        if (!asked.takes(it.pieceIndex(), it.offsetBytes(), it.lengthBytes())) {
            asked.take().ifPresent(node::post);
        }
        asked.add(it.pieceIndex(), it.offsetBytes(), it.lengthBytes());
    }

    private void postRuns() {
        run.take().forEach(node::post);
        asked.take().ifPresent(node::post);
    }

    void post(Event message) {
        if (message instanceof PeerEvent.RequestReceived request && !early) {
            request(request);
            return;
        }
        postRuns();
        if (!early) {
            node.post(message);
        } else if (message instanceof PeerEvent.HaveReceived || message instanceof PeerEvent.BitfieldReceived
                || message instanceof PeerEvent.HaveAllReceived || message instanceof PeerEvent.HaveNoneReceived
                || message instanceof PeerEvent.DontHaveReceived) {
            held.add(message);
        } else if (!isOfPieces(message)) {
            node.post(message);
        }
    }

    /** Of no use while the pieces are not known. */
    private static boolean isOfPieces(Event message) {
        return message instanceof PeerEvent.AllowedFastReceived || message instanceof PeerEvent.RequestReceived
                || message instanceof PeerEvent.CancelReceived || message instanceof PeerEvent.SuggestReceived
                || message instanceof PeerEvent.RejectReceived;
    }

    /** The pieces are known from now on, and what was said of them before can be checked. */
    void limit() {
        limited = true;
        early = false;
        held.forEach(message -> node.post(checked(message)));
        held.clear();
    }

    private Event checked(Event message) {
        int count = payload.pieces().pieceCount();
        if (message instanceof PeerEvent.HaveReceived have && have.pieceIndex() >= count
                || message instanceof PeerEvent.DontHaveReceived lost && lost.pieceIndex() >= count) {
            return new ConnectionEvent.ProtocolViolated(connectionId, Violation.HAVE_RANGE, "a piece beyond the last", ByteString.EMPTY);
        }
        if (message instanceof PeerEvent.BitfieldReceived said) {
            try {
                Bitfield.fromWire(said.bits(), count);
            } catch (IllegalArgumentException e) {
                return new ConnectionEvent.ProtocolViolated(connectionId, Violation.BITFIELD_BAD, e.getMessage(), ByteString.EMPTY);
            }
        }
        return message;
    }

    void close(String reason) {
        if (!closed) {
            closed = true;
            arrived.clear();
            node.post(new ConnectionEvent.ConnectionClosed(connectionId, reason));
        }
    }
}
