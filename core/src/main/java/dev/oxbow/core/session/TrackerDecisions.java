package dev.oxbow.core.session;

import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.TrackerEventHandler;

/** Decides what follows from a tracker's answer: new peers are dialled, the next tracker is asked. */
final class TrackerDecisions implements TrackerEventHandler {
    private final Turn turn;
    private final Announcer announcer;
    private final Dialler dialler;

    TrackerDecisions(Turn turn, Announcer announcer, Dialler dialler) {
        this.turn = turn;
        this.announcer = announcer;
        this.dialler = dialler;
    }

    @Override
    public void onAnnounceSucceeded(TrackerEvent.AnnounceSucceeded event) {
        turn.state.swarm(event.torrentId()).ifPresent(torrent -> {
            dialler.dialMore(torrent);
            goOn(torrent);
        });
    }

    @Override
    public void onAnnounceFailed(TrackerEvent.AnnounceFailed event) {
        turn.state.swarm(event.torrentId()).ifPresent(this::goOn);
    }

    private void goOn(Swarm torrent) {
        if (turn.state.isStopRequested()) {
            announcer.leave(torrent);
        } else {
            announcer.announceIfDue(torrent);
        }
    }
}
