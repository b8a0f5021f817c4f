package dev.oxbow.core.event;

import dev.oxbow.core.value.Endpoint;
import java.util.List;

/** What trackers answered. */
public sealed interface TrackerEvent extends Event {
    void dispatch(TrackerEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((TrackerEventHandler) handler);
    }

    /**
     * A tracker answered an announce (BEP 3, BEP 7, BEP 23). What it left out is -1 or the empty string.
     *
     * @param trackerIndex  in the torrent's tracker list, tiers one after another
     * @param seedCount     {@code complete}
     * @param leecherCount  {@code incomplete}
     */
    record AnnounceSucceeded(
            int torrentId, int trackerIndex, long operationId, int intervalSeconds, int minIntervalSeconds, int seedCount, int leecherCount, String trackerId, String warning, List<Endpoint> peers)
            implements TrackerEvent {
        @Override
        public void dispatch(TrackerEventHandler handler) {
            handler.onAnnounceSucceeded(this);
        }
    }

    /**
     * An announce brought nothing: no answer, an HTTP error, or a {@code failure reason}.
     *
     * @param retryInSeconds when the tracker says to try again (BEP 31), -1 when it does not say, {@link Integer#MAX_VALUE} for never
     */
    record AnnounceFailed(
            int torrentId, int trackerIndex, long operationId, String reason, int retryInSeconds)
            implements TrackerEvent {
        @Override
        public void dispatch(TrackerEventHandler handler) {
            handler.onAnnounceFailed(this);
        }
    }
}
