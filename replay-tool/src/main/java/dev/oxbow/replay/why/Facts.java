package dev.oxbow.replay.why;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.JournalRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest entry of each kind that answers rest on. */
final class Facts implements Story.Collector {
    /** One entry. */
    record Fact(long sequence, long timeNs, String text) {
        static final Fact NONE = new Fact(-1, 0, "");
    }

    /** What a connection last did. */
    static final class Talk {
        Fact choke = Fact.NONE;
        Fact pieces = Fact.NONE;
        Fact block = Fact.NONE;
        Fact request = Fact.NONE;
        Fact ourChoke = Fact.NONE;
    }

    private final Map<Long, Endpoint> endpoints = new HashMap<>();
    private final Map<Long, Talk> talks = new HashMap<>();
    private final Map<Endpoint, Fact> dialFailures = new LinkedHashMap<>();
    private final Map<Long, Fact> trackers = new HashMap<>();
    private final Map<Integer, Fact> phases = new HashMap<>();
    private final Map<Long, Fact> mismatches = new HashMap<>();
    private final LimitFacts limits = new LimitFacts();
    private final DiskFacts disk = new DiskFacts();
    private final WebSeedFacts webSeeds = new WebSeedFacts();
    private final MetadataFacts metadata = new MetadataFacts();
    private final List<Story.Collector> others = List.of(limits, disk, webSeeds, metadata);

    @Override
    public void take(JournalRecord record, SessionState before) {
        others.forEach(other -> other.take(record, before));
        Entry entry = record.entry();
        if (entry instanceof ConnectionEvent.ConnectionAccepted it) {
            endpoints.put(it.connectionId(), it.endpoint());
        } else if (entry instanceof ConnectionCommand.Connect it) {
            endpoints.put(it.connectionId(), it.endpoint());
        } else if (entry instanceof ConnectionEvent.ConnectFailed it) {
            endpoint(it.connectionId()).ifPresent(endpoint -> dialFailures.put(endpoint, fact(record, it.reason())));
        } else if (entry instanceof ConnectionEvent.ConnectionOpened it) {
            endpoint(it.connectionId()).ifPresent(dialFailures::remove);
        } else if (entry instanceof PeerEvent it) {
            takeMessage(record, it);
        } else if (entry instanceof PeerCommand.RequestBlocks it) {
            talk(it.connectionId()).request = fact(record, "");
        } else if (entry instanceof PeerCommand.Choke it) {
            talk(it.connectionId()).ourChoke = fact(record, it.reason().name());
        } else if (entry instanceof PeerCommand.Unchoke it) {
            talk(it.connectionId()).ourChoke = fact(record, it.reason().name());
        } else if (entry instanceof TrackerEvent.AnnounceSucceeded it) {
            trackers.put(key(it.torrentId(), it.trackerIndex()), fact(record, ""));
        } else if (entry instanceof TrackerEvent.AnnounceFailed it) {
            trackers.put(key(it.torrentId(), it.trackerIndex()), fact(record, it.reason()));
        } else if (entry instanceof SessionCommand.ChangePhase it) {
            phases.put(it.torrentId(), fact(record, it.why()));
        } else if (entry instanceof StorageEvent.PieceHashMismatched it) {
            mismatches.put(key(it.torrentId(), it.pieceIndex()), fact(record, ""));
        }
    }

    private void takeMessage(JournalRecord record, PeerEvent entry) {
        if (entry instanceof PeerEvent.ChokeReceived it) {
            talk(it.connectionId()).choke = fact(record, "choke");
        } else if (entry instanceof PeerEvent.UnchokeReceived it) {
            talk(it.connectionId()).choke = fact(record, "unchoke");
        } else if (entry instanceof PeerEvent.BlockReceived it) {
            talk(it.connectionId()).block = fact(record, "");
        } else if (entry instanceof PeerEvent.BlocksReceived it) {
            talk(it.connectionId()).block = fact(record, "");
        } else if (entry instanceof PeerEvent.BitfieldReceived it) {
            talk(it.connectionId()).pieces = fact(record, "");
        } else if (entry instanceof PeerEvent.HaveAllReceived it) {
            talk(it.connectionId()).pieces = fact(record, "");
        } else if (entry instanceof PeerEvent.HaveNoneReceived it) {
            talk(it.connectionId()).pieces = fact(record, "");
        } else if (entry instanceof PeerEvent.HaveReceived it) {
            talk(it.connectionId()).pieces = fact(record, "");
        }
    }

    static Fact fact(JournalRecord record, String text) {
        return new Fact(record.sequence(), record.timeNs(), text);
    }

    private static long key(int torrentId, int index) {
        return (long) torrentId << 32 | index;
    }

    Talk talk(long connectionId) {
        return talks.computeIfAbsent(connectionId, unseen -> new Talk());
    }

    Optional<Endpoint> endpoint(long connectionId) {
        return Optional.ofNullable(endpoints.get(connectionId));
    }

    /** Addresses that were dialled last without success, oldest first. */
    Map<Endpoint, Fact> dialFailures() {
        return dialFailures;
    }

    Fact tracker(Swarm torrent, int trackerIndex) {
        return trackers.getOrDefault(key(torrent.torrentId(), trackerIndex), Fact.NONE);
    }

    /** When a copy of the piece was last found wrong. */
    Fact mismatch(Torrent torrent, int pieceIndex) {
        return mismatches.getOrDefault(key(torrent.torrentId(), pieceIndex), Fact.NONE);
    }

    /** When the torrent last entered another phase. */
    Fact phase(Swarm torrent) {
        return phases.getOrDefault(torrent.torrentId(), Fact.NONE);
    }

    LimitFacts limits() {
        return limits;
    }

    DiskFacts disk() {
        return disk;
    }

    WebSeedFacts webSeeds() {
        return webSeeds;
    }

    MetadataFacts metadata() {
        return metadata;
    }
}
