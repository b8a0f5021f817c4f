package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.TorrentPhase;

/** Decides when a torrent has been seeded as much, or as long, as the user wishes. */
final class SeedGoal {
    private final Turn turn;
    private final Announcer announcer;
    private final Syncer syncer;

    SeedGoal(Turn turn, Announcer announcer, Syncer syncer) {
        this.turn = turn;
        this.syncer = syncer;
        this.announcer = announcer;
    }

    void pauseIfReached(Torrent torrent) {
        if (torrent.isSeedGoalReached(turn.nowNs()) && !turn.state.isStopRequested()) {
            announcer.sayFarewell(torrent);
            turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
            turn.changePhase(torrent, TorrentPhase.PAUSED, "it has been seeded as much as was wished");
            if (Syncer.needsSync(torrent)) {
                syncer.sync(torrent);
            }
        }
    }
}
