package dev.oxbow.sim;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.sim.rogue.Talk;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/** A scripted peer's end of a connection: hears messages, sends bytes, which arrive cut at any place. */
final class RogueConnection extends SimConnection implements Talk {
    private static final long LATENCY_NS = 15 * Timeline.MS_NS;
    private static final int SMALL_BYTES = 100;
    private static final int CUTS_MAX = 6;

    private final SimRogue rogue;
    private final Swarm swarm;
    private final int number;
    private final boolean dialled;
    private final Dice dice;
    private Optional<PeerId> otherId = Optional.empty();

    RogueConnection(SimRogue rogue, Swarm swarm, int number, boolean dialled, Dice dice) {
        super(null, number, swarm.payload());
        this.rogue = rogue;
        this.swarm = swarm;
        this.number = number;
        this.dialled = dialled;
        this.dice = dice;
    }

    /** The connection stands. */
    void opened() {
        if (dialled) {
            after(LATENCY_NS, () -> rogue.script().open(this));
        }
    }

    @Override
    void arrive(LongFunction<Event> message, boolean handshake) {
        if (closed) {
            return;
        }
        Event event = message.apply(connectionId);
        if (event instanceof ConnectionEvent.HandshakeReceived shaken) {
            otherId = Optional.of(shaken.peerId());
            if (!dialled) {
                rogue.script().open(this);
            }
        }
        rogue.script().hear(this, event);
    }

    @Override
    void arriveBlock(PeerEvent.BlockReceived head, long content) {
        arrive(id -> head, false);
    }

    @Override
    void read() {
        // what arrives is heard at once
    }

    @Override
    void close(String reason) {
        closed = true;
    }

    @Override
    public void send(byte[] bytes) {
        if (!closed) {
            lastArrivalNs = Math.max(lastArrivalNs, swarm.timeline().nowNs() + LATENCY_NS);
            swarm.timeline().at(lastArrivalNs, () -> deliver(bytes));
        }
    }

    private void deliver(byte[] bytes) {
        int cut = bytes.length <= SMALL_BYTES ? 1 : 1 + bytes.length / (1 + dice.below(CUTS_MAX));
        for (int at = 0; at < bytes.length && !other.closed; at += cut) {
            other.arriveBytes(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + cut)));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            lastArrivalNs = Math.max(lastArrivalNs, swarm.timeline().nowNs() + LATENCY_NS);
            swarm.timeline().at(lastArrivalNs, () -> swarm.network().closedByOther(other));
        }
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public long nowNs() {
        return swarm.timeline().nowNs();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public Optional<PeerId> other() {
        return otherId;
    }

    @Override
    public Endpoint self() {
        return rogue.endpoint();
    }

    @Override
    public InfoHash infoHash() {
        return swarm.payload().spec().infoHash();
    }

    @Override
    public PieceLayout pieces() {
        return swarm.payload().pieces();
    }

    @Override
    public int metadataLengthBytes() {
        return swarm.payload().spec().metadataLengthBytes();
    }

    @Override
    public void after(long delayNs, Runnable what) {
        swarm.timeline().after(delayNs, () -> {
            if (!closed && !swarm.isOver()) {
                what.run();
            }
        });
    }

    @Override
    public byte[] block(int pieceIndex, int blockIndex) {
        return swarm.payload().bytes(swarm.payload().blockNumber(pieceIndex, blockIndex), pieces().blockLengthBytes(pieceIndex, blockIndex));
    }

    @Override
    public int below(int bound) {
        return dice.below(bound);
    }
}
