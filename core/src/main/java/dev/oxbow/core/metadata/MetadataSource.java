package dev.oxbow.core.metadata;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A connected peer that says it has the metadata. Only records. */
public final class MetadataSource {
    /** An answer that takes longer counts as none. */
    private static final long ANSWER_SECONDS = 15;
    /** A peer that rejected a request, or did not answer, is left alone for so long. */
    private static final long REST_SECONDS = 60;

    private final long connectionId;
    private Endpoint identity;
    private int lengthBytes;
    /** Piece to time of asking. */
    private final SortedMap<Integer, Long> asked = new TreeMap<>();
    private long restUntilNs = Deadline.NONE;

    MetadataSource(long connectionId) {
        this.connectionId = connectionId;
    }

    public long connectionId() {
        return connectionId;
    }

    /** Where it can be dialled, as far as that is known. */
    public Endpoint identity() {
        return identity;
    }

    /** How long it says the metadata is. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** The pieces that it has been asked for and has not sent, and when. Do not change it. */
    public SortedMap<Integer, Long> asked() {
        return Collections.unmodifiableSortedMap(asked);
    }

    /** Whether it is left alone for now. */
    public boolean isResting() {
        return restUntilNs != Deadline.NONE;
    }

    public long restUntilNs() {
        return restUntilNs;
    }

    /** When its answer is overdue, or its rest over; {@link Deadline#NONE} when neither is to come. */
    public long nextNs() {
        long answerNs = asked.values().stream().mapToLong(Long::longValue).min().orElse(Deadline.NONE);
        return Math.min(restUntilNs, answerNs == Deadline.NONE ? Deadline.NONE : Deadline.after(answerNs, ANSWER_SECONDS));
    }

    void says(Endpoint who, int metadataLengthBytes) {
        identity = who;
        lengthBytes = metadataLengthBytes;
    }

    void asked(int pieceIndex, long timeNs) {
        asked.put(pieceIndex, timeNs);
    }

    void answered(int pieceIndex) {
        asked.remove(pieceIndex);
    }

    void rejected(int pieceIndex, long timeNs) {
        if (asked.remove(pieceIndex) != null) {
            rest(timeNs);
        }
    }

    private void rest(long timeNs) {
        restUntilNs = Deadline.after(timeNs, REST_SECONDS);
    }

    void forgetAsked() {
        asked.clear();
    }

    void clock(long timeNs) {
        if (restUntilNs <= timeNs) {
            restUntilNs = Deadline.NONE;
        }
        boolean overdue = asked.values().stream().anyMatch(sinceNs -> Deadline.after(sinceNs, ANSWER_SECONDS) <= timeNs);
        if (overdue) {
            asked.clear();
            rest(timeNs);
        }
    }
}
