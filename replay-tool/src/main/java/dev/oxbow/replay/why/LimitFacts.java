package dev.oxbow.replay.why;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.JournalRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who set which limit on downloading. */
final class LimitFacts implements Story.Collector {
    /** @param downBytesPerSec 0 for none */
    private record Limit(Facts.Fact fact, long downBytesPerSec) {
        static final Limit NONE = new Limit(Facts.Fact.NONE, 0);
    }

    private final Map<Integer, Limit> torrents = new HashMap<>();
    private Limit session = Limit.NONE;

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof UserEvent.SessionLimitsRequested it) {
            session = new Limit(Facts.fact(record, ""), it.downBytesPerSec());
        } else if (entry instanceof UserEvent.TorrentLimitsRequested it) {
            swarm(before, it.infoHash()).ifPresent(swarm -> torrents.put(swarm.torrentId(), new Limit(Facts.fact(record, ""),
                    it.downBytesPerSec())));
        } else if (entry instanceof CheckpointEvent.OptionsRestored it) {
            torrents.put(it.torrentId(), new Limit(Facts.fact(record, ""), it.downBytesPerSec()));
        } else if (entry instanceof CheckpointEvent.CheckpointStarted) {
            session = Limit.NONE;
            torrents.clear();
        }
    }

    private static Optional<? extends Swarm> swarm(SessionState state, InfoHash infoHash) {
        return state.torrent(infoHash).isPresent() ? state.torrent(infoHash) : state.magnet(infoHash);
    }

    /** Whether the lower of the two limits is that of all torrents together. */
    boolean isOfSession(Torrent torrent) {
        long own = torrents.getOrDefault(torrent.torrentId(), Limit.NONE).downBytesPerSec();
        return own == 0 || session.downBytesPerSec() != 0 && session.downBytesPerSec() <= own;
    }

    /** When the limit that counts was set. */
    Facts.Fact limit(Torrent torrent) {
        return isOfSession(torrent) ? session.fact() : torrents.get(torrent.torrentId()).fact();
    }
}
