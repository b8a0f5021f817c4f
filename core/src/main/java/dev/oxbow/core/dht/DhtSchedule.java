package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/**
 * When each thing in the state is next due. Nothing is armed or disarmed: it follows from what is recorded. {@link DhtPolicy} acts on
 * the same figures, so what is due is done, and what cannot be done now is not due.
 */
public final class DhtSchedule {
    /** Lookups for torrents at the same time. */
    static final int PEER_LOOKUPS_MAX = 4;
    /** Nodes of the table asked at the same time whether they are still there. */
    static final int CHECKS_MAX = 4;
    /** Strangers asked at the same time whether they answer: their own number, so that no crowd of them keeps us from the table. */
    static final int STRANGERS_MAX = 4;

    private DhtSchedule() {
    }

    /** When to post that time has passed; {@link Deadline#NONE} when nothing is due ever. */
    public static long earliestNs(DhtState state, long timeNs) {
        long earliest = Math.min(state.pending().earliestTimeoutNs(), Math.min(startNs(state, timeNs), checkNs(state)));
        for (Lookup lookup : state.lookups()) {
            earliest = Math.min(earliest, lookup.nextNs(timeNs));
        }
        return earliest;
    }

    /** When a lookup is to start. */
    static long startNs(DhtState state, long timeNs) {
        return Math.min(bootstrapNs(state), Math.min(announceNs(state, timeNs), refreshNs(state)));
    }

    static long bootstrapNs(DhtState state) {
        boolean small = state.table().size() < Bucket.CAPACITY;
        return state.isRunning(LookupKind.BOOTSTRAP) ? Deadline.NONE : state.bootstrap().nextNs(small);
    }

    static long announceNs(DhtState state, long timeNs) {
        if (state.announcements().nextNs() == Deadline.NONE || !isInTouch(state, timeNs)) {
            return Deadline.NONE;
        }
        long running = state.lookups().stream().filter(lookup -> lookup.kind().isForPeers()).count();
        return running < PEER_LOOKUPS_MAX ? state.announcements().nextNs() : Deadline.NONE;
    }

    /** Whether lookups can lead anywhere: we know somebody, and are not just about to know more. Nobody waits for nodes that may be gone. */
    private static boolean isInTouch(DhtState state, long timeNs) {
        int size = state.table().size();
        return size > 0 && (size >= Bucket.CAPACITY || state.lookups().stream().filter(lookup -> lookup.kind() == LookupKind.BOOTSTRAP)
                .allMatch(lookup -> lookup.answeredCount() > 0 && !lookup.isGettingOn(timeNs)));
    }

    static long refreshNs(DhtState state) {
        int bucket = stalest(state);
        boolean possible = state.table().size() > 0 && !state.isRunning(LookupKind.REFRESH);
        return possible ? state.table().buckets().get(bucket).refreshNs() : Deadline.NONE;
    }

    /** The bucket to be refreshed first. */
    static int stalest(DhtState state) {
        List<Bucket> buckets = state.table().buckets();
        int stalest = 0;
        for (int i = 1; i < buckets.size(); i++) {
            stalest = buckets.get(i).refreshNs() < buckets.get(stalest).refreshNs() ? i : stalest;
        }
        return stalest;
    }

    static long checkNs(DhtState state) {
        if (state.pending().checkCount() >= CHECKS_MAX || !state.pending().hasRoom()) {
            return Deadline.NONE;
        }
        long earliest = Deadline.NONE;
        for (Bucket bucket : state.table().buckets()) {
            earliest = Math.min(earliest, bucket.earliestCheckNs());
        }
        return earliest;
    }
}
