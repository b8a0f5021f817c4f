package dev.oxbow.net.dht;

import dev.oxbow.core.dht.FloodGuard;
import dev.oxbow.core.krpc.KrpcDecoder;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcPacket;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which datagrams become events, so that strangers cannot fill the journal: well-formed messages, from nobody who floods us;
 * answers only to queries that are open; and of queries no more than {@link #QUERIES_PER_SECOND} a second in the long run, with
 * {@link #QUERIES_BURST} in hand. To be used on one event loop.
 */
final class DatagramFilter {
    static final int QUERIES_PER_SECOND = 1;
    static final int QUERIES_BURST = 600;
    /** As many as core has open at a time, in both families, and some that have just failed. */
    private static final int OPEN_MAX = 1024;
    private static final long SECOND_NS = 1_000_000_000L;

    private final FloodGuard floods = new FloodGuard();
    private final Map<ByteString, Endpoint> openQueries = new LinkedHashMap<>();
    private double queriesInHand = QUERIES_BURST;
    private long refilledNs;
    private long droppedCount;

    DatagramFilter(long timeNs) {
        this.refilledNs = timeNs;
    }

    /** How many datagrams were dropped. */
    long droppedCount() {
        return droppedCount;
    }

    /** The message in the datagram, if it is to become an event. */
    Optional<KrpcMessage> take(Endpoint from, byte[] datagram, long timeNs) {
        floods.onMessage(from.address(), timeNs);
        if (datagram.length <= KrpcDecoder.PACKET_LENGTH_BYTES_MAX && !floods.isIgnored(from.address(), timeNs)) {
            KrpcPacket packet = KrpcDecoder.decode(datagram);
            if (packet instanceof KrpcMessage message && isWelcome(from, message, timeNs)) {
                return Optional.of(message);
            }
        }
        droppedCount++;
        return Optional.empty();
    }

    private boolean isWelcome(Endpoint from, KrpcMessage message, long timeNs) {
        if (message instanceof KrpcQuery) {
            queriesInHand = Math.min(QUERIES_BURST, queriesInHand + (double) (timeNs - refilledNs) / SECOND_NS * QUERIES_PER_SECOND);
            refilledNs = timeNs;
            boolean room = queriesInHand >= 1;
            queriesInHand -= room ? 1 : 0;
            return room;
        }
        return openQueries.remove(message.transaction(), from);
    }

    /** A query with this transaction is on its way. */
    void sent(Endpoint to, ByteString transaction) {
        if (openQueries.size() == OPEN_MAX) {
            openQueries.remove(openQueries.keySet().iterator().next());
        }
        openQueries.put(transaction, to);
    }
}
