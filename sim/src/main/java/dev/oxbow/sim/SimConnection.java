package dev.oxbow.sim;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** One node's end of a connection. What arrives waits here until the node may read it. */
final class SimConnection {
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

    SimConnection(SimNode node, long connectionId) {
        this.node = node;
        this.connectionId = connectionId;
    }

    void arrive(LongFunction<Event> message, boolean handshake) {
        arrived.add(new Arrival(message, handshake, false, null, 0));
        read();
    }

    void arriveBlock(PeerEvent.BlockReceived head, long content) {
        arrived.add(new Arrival(null, false, true, head, content));
        read();
    }

    /** Reads all that may be read: after the handshake nothing before the torrent is known, and no block without a slot. */
    void read() {
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
                node.post(new PeerEvent.BlockReceived(connectionId, head.pieceIndex(), head.blockIndex(), slot, (int) next.content));
            } else {
                post(next.message.apply(connectionId));
            }
            arrived.remove();
        }
    }

    private void post(Event message) {
        if (!early) {
            node.post(message);
        } else if (message instanceof PeerEvent.HaveReceived || message instanceof PeerEvent.BitfieldReceived
                || message instanceof PeerEvent.HaveAllReceived || message instanceof PeerEvent.HaveNoneReceived
                || message instanceof PeerEvent.DontHaveReceived) {
            held.add(message);
        } else if (!(message instanceof PeerEvent.AllowedFastReceived)) {
            node.post(message);
        }
    }

    /** The pieces are known from now on. */
    void limit() {
        limited = true;
        early = false;
        held.forEach(node::post);
        held.clear();
    }

    void close(String reason) {
        if (!closed) {
            closed = true;
            arrived.clear();
            node.post(new ConnectionEvent.ConnectionClosed(connectionId, reason));
        }
    }
}
