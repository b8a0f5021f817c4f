package dev.oxbow.core.session;

import dev.oxbow.core.announce.AnnounceSchedule;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.TrackerEventHandler;

/** Records what trackers were told and what they answered. */
final class TrackerFold implements TrackerEventHandler, TrackerCommandHandler {
    private final SessionState state;

    TrackerFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onAnnounceSucceeded(TrackerEvent.AnnounceSucceeded event) {
        state.swarm(event.torrentId()).filter(torrent -> torrent.announces.awaits(event.trackerIndex(), event.operationId()))
                .ifPresent(torrent -> {
                    if (!torrent.announces.trackers().get(event.trackerIndex()).isStarted()) {
                        torrent.announces.farewellAnswered(event.trackerIndex());
                        return;
                    }
                    if (torrent.announces.trackers().get(event.trackerIndex()).lastTold() == AnnounceEvent.COMPLETED) {
                        state.torrent(event.torrentId()).ifPresent(Torrent::announcedComplete);
                    }
                    torrent.announces.succeeded(new AnnounceSchedule.Answer(event.trackerIndex(), event.intervalSeconds(),
                            event.minIntervalSeconds(), event.seedCount(), event.leecherCount(), event.peers().size(), event.trackerId(),
                            event.warning()), torrent.isCompletionUntold(), state.timeNs());
                    event.peers().forEach(peer -> state.learned(torrent, peer, CandidateSource.TRACKER));
                });
    }

    @Override
    public void onAnnounceFailed(TrackerEvent.AnnounceFailed event) {
        state.swarm(event.torrentId()).filter(torrent -> torrent.announces.awaits(event.trackerIndex(), event.operationId()))
                .ifPresent(torrent -> {
                    if (!torrent.announces.trackers().get(event.trackerIndex()).isStarted()) {
                        torrent.announces.farewellAnswered(event.trackerIndex());
                    } else {
                        torrent.announces.failed(event.trackerIndex(), event.reason(), event.retryInSeconds(), state.timeNs());
                    }
                });
    }

    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        state.nextOperationId = Math.max(state.nextOperationId, command.operationId() + 1);
        state.swarm(command.torrentId())
                .ifPresent(torrent -> torrent.announces.asked(command.trackerIndex(), command.operationId(), command.event()));
    }
}
