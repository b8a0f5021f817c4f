package dev.oxbow.core.announce;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The trackers of one torrent, in the order in which they are asked (BEP 12: tier by tier, shuffled within a tier, whoever answers
 * moves to the front of its tier), and when to ask next. Only records.
 *
 * <p>A round asks one tracker after another until one answers. When all have failed, the next round waits by a ladder of back-offs.
 */
public final class AnnounceSchedule {
    static final int INTERVAL_UNSAID_SECONDS = 1800;
    static final int INTERVAL_MIN_SECONDS = 5;
    static final int INTERVAL_MAX_SECONDS = 2 * 3600;
    private static final int[] BACK_OFF_SECONDS = {5, 15, 30, 60, 300, 900, 1800, 3600};

    private final List<Tracker> inOrder = new ArrayList<>();
    private final List<Tracker> byIndex = new ArrayList<>();
    private final long seed;
    private final int torrentId;
    private long nextAnnounceNs = Deadline.NONE;
    private long earliestNs;
    private int failedRounds;
    private AnnounceEvent pending = AnnounceEvent.STARTED;

    public AnnounceSchedule(List<List<String>> tiers, long seed, int torrentId) {
        this.seed = seed;
        this.torrentId = torrentId;
        for (int tier = 0; tier < tiers.size(); tier++) {
            List<Tracker> shuffled = new ArrayList<>();
            for (String url : tiers.get(tier)) {
                Tracker tracker = new Tracker(byIndex.size(), tier, url);
                byIndex.add(tracker);
                int place = Rng.below(shuffled.size() + 1, seed, Rng.Purpose.TRACKER_TIER, torrentId, tracker.index());
                shuffled.add(place, tracker);
            }
            inOrder.addAll(shuffled);
        }
    }

    /** In the torrent's own order. Do not change it. */
    public List<Tracker> trackers() {
        return Collections.unmodifiableList(byIndex);
    }

    /** In the order in which they are asked. Do not change it. */
    public List<Tracker> inOrder() {
        return Collections.unmodifiableList(inOrder);
    }

    /** How many rounds in a row brought no answer from anybody. */
    public int failedRounds() {
        return failedRounds;
    }

    /** When to announce next; {@link Deadline#NONE} for never, with nobody to ask, or while an answer is awaited. */
    public long nextAnnounceNs() {
        return isUnderWay() || next().isEmpty() ? Deadline.NONE : nextAnnounceNs;
    }

    public boolean isUnderWay() {
        return byIndex.stream().anyMatch(Tracker::isUnderWay);
    }

    /** What the next announce is to tell. */
    public AnnounceEvent pending() {
        return pending;
    }

    /** Whom to ask next in this round: the first that has not failed in it. */
    public Optional<Tracker> next() {
        return inOrder.stream().filter(tracker -> !tracker.isFailed() && !tracker.isDead()).findFirst();
    }

    /** The earliest time at which the trackers want to hear of us again, whatever the user wishes ({@code min interval}). */
    public long earliestNs() {
        return earliestNs;
    }

    public void activated(long timeNs) {
        pending = AnnounceEvent.STARTED;
        nextAnnounceNs = timeNs;
        newRound();
    }

    public void deactivated() {
        nextAnnounceNs = Deadline.NONE;
    }

    public void completed(long timeNs) {
        if (pending == AnnounceEvent.REGULAR) {
            pending = AnnounceEvent.COMPLETED;
            nextAnnounceNs = timeNs;
        }
    }

    /** The user wants an announce now; not before the trackers' {@code min interval}. */
    public void wished(long timeNs) {
        nextAnnounceNs = Math.max(timeNs, earliestNs);
        newRound();
    }

    public void asked(int trackerIndex, long operationId, AnnounceEvent event) {
        byIndex.get(trackerIndex).asked(operationId, event);
    }

    /** Whether this tracker awaits an answer to this operation. */
    public boolean awaits(int trackerIndex, long operationId) {
        return trackerIndex >= 0 && trackerIndex < byIndex.size() && byIndex.get(trackerIndex).isAnsweredBy(operationId);
    }

    /** An answer to anything but a last farewell. */
    public void succeeded(Answer answer, boolean wasComplete, long timeNs) {
        Tracker tracker = byIndex.get(answer.trackerIndex());
        tracker.succeeded(answer.seedCount(), answer.leecherCount(), answer.peerCount(), answer.trackerId(), answer.warning(), timeNs);
        promote(tracker);
        failedRounds = 0;
        newRound();
        boolean completedMeanwhile = pending == AnnounceEvent.STARTED && wasComplete;
        pending = AnnounceEvent.REGULAR;
        int interval = answer.intervalSeconds() > 0 ? answer.intervalSeconds() : INTERVAL_UNSAID_SECONDS;
        interval = Math.max(interval, answer.minIntervalSeconds());
        interval = Math.max(INTERVAL_MIN_SECONDS, Math.min(interval, INTERVAL_MAX_SECONDS));
        nextAnnounceNs = Deadline.after(timeNs, interval);
        earliestNs = Deadline.after(timeNs, Math.max(INTERVAL_MIN_SECONDS, Math.min(answer.minIntervalSeconds(), INTERVAL_MAX_SECONDS)));
        if (completedMeanwhile) {
            completed(timeNs);
        }
    }

    public void failed(int trackerIndex, String reason, int retryInSeconds, long timeNs) {
        Tracker tracker = byIndex.get(trackerIndex);
        tracker.failed(reason, retryInSeconds == Integer.MAX_VALUE, timeNs);
        if (next().isPresent()) {
            nextAnnounceNs = timeNs;
            return;
        }
        newRound();
        int step = BACK_OFF_SECONDS[Math.min(failedRounds, BACK_OFF_SECONDS.length - 1)];
        failedRounds++;
        int wait = retryInSeconds > 0 && retryInSeconds < INTERVAL_MAX_SECONDS ? Math.max(step, retryInSeconds) : step;
        int jitter = Rng.below(Math.max(1, wait / 4), seed, Rng.Purpose.ANNOUNCE_JITTER, torrentId, failedRounds);
        nextAnnounceNs = next().isPresent() ? Deadline.after(timeNs, wait + jitter) : Deadline.NONE;
    }

    /** Answers to a farewell only end the waiting. */
    public void farewellAnswered(int trackerIndex) {
        byIndex.get(trackerIndex).farewellAnswered();
    }

    private void newRound() {
        byIndex.forEach(Tracker::newRound);
    }

    /** BEP 12: the tracker that answered moves to the front of its tier. */
    private void promote(Tracker tracker) {
        inOrder.remove(tracker);
        int place = 0;
        while (place < inOrder.size() && inOrder.get(place).tier() < tracker.tier()) {
            place++;
        }
        inOrder.add(place, tracker);
    }

    /** What of an answer the schedule keeps. */
    public record Answer(
            int trackerIndex, int intervalSeconds, int minIntervalSeconds, int seedCount, int leecherCount, int peerCount,
            String trackerId, String warning) {
    }
}
