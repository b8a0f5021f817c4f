package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.value.Endpoint;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The transactions that wait for an answer. Their ids are random, so that nobody who does not see the requests can answer them; an
 * answer counts only when it comes from where the request went, and only once. One thread.
 */
final class UdpTransactions {
    private final Random random = new SecureRandom();
    private final Map<Integer, Pending> pending = new HashMap<>(); // looked up only

    private record Pending(Endpoint server, Consumer<byte[]> onAnswer) {
    }

    /** @return the id of the new transaction */
    int open(Endpoint server, Consumer<byte[]> onAnswer) {
        int transactionId = random.nextInt();
        while (pending.containsKey(transactionId)) {
            transactionId = random.nextInt();
        }
        pending.put(transactionId, new Pending(server, onAnswer));
        return transactionId;
    }

    void close(int transactionId) {
        pending.remove(transactionId);
    }

    /** Gives a datagram to whom it concerns, and ends that transaction; it concerns nobody when it is late, foreign or forged. */
    void deliver(Endpoint from, byte[] datagram) {
        OptionalInt transactionId = UdpAnswerDecoder.transactionId(datagram);
        if (transactionId.isPresent()) {
            Pending transaction = pending.get(transactionId.getAsInt());
            if (transaction != null && transaction.server().equals(from)) {
                pending.remove(transactionId.getAsInt());
                transaction.onAnswer().accept(datagram);
            }
        }
    }

    int count() {
        return pending.size();
    }
}
