package dev.oxbow.replay.why;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.JournalRecord;
import java.util.HashMap;
import java.util.Map;

/** The newest entries about the metadata of magnet links (BEP 9). */
final class MetadataFacts implements Story.Collector {
    /** What a connection said of it, was asked, and answered. */
    static final class Talk {
        Facts.Fact introduction = Facts.Fact.NONE;
        Facts.Fact asked = Facts.Fact.NONE;
        Facts.Fact answer = Facts.Fact.NONE;
    }

    private final Map<Long, Talk> talks = new HashMap<>();
    private final Map<InfoHash, Facts.Fact> links = new HashMap<>();
    private final Map<Integer, Facts.Fact> mismatches = new HashMap<>();

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof PeerEvent.ExtendedHandshakeReceived it) {
            talk(it.connectionId()).introduction = Facts.fact(record, "");
        } else if (entry instanceof PeerCommand.SendMetadataRequest it) {
            talk(it.connectionId()).asked = Facts.fact(record, "");
        } else if (entry instanceof PeerEvent.MetadataPieceReceived it) {
            talk(it.connectionId()).answer = Facts.fact(record, "");
        } else if (entry instanceof PeerEvent.MetadataRejectReceived it) {
            talk(it.connectionId()).answer = Facts.fact(record, "refused");
        } else if (entry instanceof StorageEvent.MetadataHashMismatched it) {
            mismatches.put(it.torrentId(), Facts.fact(record, ""));
        } else if (entry instanceof UserEvent.AddMagnetRequested it) {
            links.put(it.infoHash(), Facts.fact(record, ""));
        } else if (entry instanceof CheckpointEvent.MagnetRestored it) {
            links.put(it.infoHash(), Facts.fact(record, ""));
        }
    }

    Talk talk(long connectionId) {
        return talks.computeIfAbsent(connectionId, unseen -> new Talk());
    }

    /** When the link was added. */
    Facts.Fact link(MagnetTorrent magnet) {
        return links.getOrDefault(magnet.infoHash(), Facts.Fact.NONE);
    }

    /** When what peers sent last turned out not to be the metadata. */
    Facts.Fact mismatch(MagnetTorrent magnet) {
        return mismatches.getOrDefault(magnet.torrentId(), Facts.Fact.NONE);
    }
}
