package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The queries under way, oldest first, at most {@link #COUNT_MAX}. Only records. */
final class PendingQueries {
    static final int COUNT_MAX = 256;

    private final Map<ByteString, PendingQuery> byTransaction = new LinkedHashMap<>();
    private int checks;
    private int strangers;

    int size() {
        return byTransaction.size();
    }

    boolean hasRoom() {
        return byTransaction.size() < COUNT_MAX;
    }

    boolean contains(ByteString transaction) {
        return byTransaction.containsKey(transaction);
    }

    /** How many ask nodes of the table whether they are still there. */
    int checkCount() {
        return checks;
    }

    /** How many ask strangers whether they answer. */
    int strangerCount() {
        return strangers;
    }

    private void count(PendingQuery query, int by) {
        boolean alone = query.lookupId() == PendingQuery.NO_LOOKUP;
        checks += alone && query.nodeId().isPresent() ? by : 0;
        strangers += alone && query.nodeId().isEmpty() ? by : 0;
    }

    boolean isAsked(Endpoint endpoint) {
        return byTransaction.values().stream().anyMatch(query -> query.to().equals(endpoint));
    }

    /** The query that an answer from this endpoint with this transaction belongs to. An answer from elsewhere is nobody's. */
    Optional<PendingQuery> find(ByteString transaction, Endpoint from) {
        return Optional.ofNullable(byTransaction.get(transaction)).filter(query -> query.to().equals(from));
    }

    /** When the oldest has failed; {@link Deadline#NONE} when there is none. */
    long earliestTimeoutNs() {
        return byTransaction.isEmpty() ? Deadline.NONE : byTransaction.values().iterator().next().timeoutNs();
    }

    List<PendingQuery> timedOut(long timeNs) {
        List<PendingQuery> out = new ArrayList<>();
        for (PendingQuery query : byTransaction.values()) {
            if (query.timeoutNs() > timeNs) {
                break;
            }
            out.add(query);
        }
        return out;
    }

    void describe(LongConsumer out) {
        for (PendingQuery query : byTransaction.values()) {
            Digest.add(query.transaction(), out);
            Digest.add(query.to(), out);
            out.accept(query.nodeId().isPresent() ? 1 : 0);
            query.nodeId().ifPresent(id -> Digest.add(id.bytes(), out));
            out.accept(query.lookupId());
            out.accept(Questions.method(query.question()).ordinal());
            out.accept(query.sentNs());
        }
    }

    void onSent(PendingQuery query) {
        byTransaction.put(query.transaction(), query);
        count(query, 1);
    }

    void onOver(PendingQuery query) {
        if (byTransaction.remove(query.transaction(), query)) {
            count(query, -1);
        }
    }
}
