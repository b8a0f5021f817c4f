package dev.oxbow.replay.page;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.EntryText;
import dev.oxbow.replay.Names;
import dev.oxbow.replay.Severity;
import dev.oxbow.replay.StateCursor;
import dev.oxbow.replay.Waste;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What the page's upper half shows, gathered in one pass over the journal that goes on as the journal grows: the chart, the peers' lanes,
 * flags, and which pieces failed. Takes memory by what happened, within bounds, not by the journal's length.
 */
final class Timeline {
    private static final int LANES_MAX = 2_000;
    private static final int FLAGS_MAX = 5_000;
    private static final int FAILURES_MAX = 200_000;
    private static final int LOOK_AT_CLOCK_EVERY = 256;

    /** A piece's hash was wrong. */
    private record Failure(String infoHash, int pieceIndex, long sequence) {
    }

    private final StateCursor cursor;
    private final Names names;
    private final ActiveTime time = new ActiveTime();
    private final Chart chart = new Chart();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Long2ObjectHashMap<Lane> laneOf = new Long2ObjectHashMap<>();
    private final List<Flag> flags = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<Flag> sessions = new ArrayList<>();
    private long entries;
    private long lanesLeftOut;
    private boolean atEnd;

    /** @param cursor that stands before the first entry, and is moved by nobody else */
    Timeline(StateCursor cursor) {
        this.cursor = cursor;
        this.names = new Names(cursor.state());
    }

    /** Reads on, to the end of what is there now or for about so long. */
    void read(long budgetNs) throws IOException {
        long deadlineNs = System.nanoTime() + budgetNs;
        for (int i = 1;; i++) {
            Optional<JournalRecord> next = cursor.peek();
            atEnd = next.isEmpty();
            if (atEnd || i % LOOK_AT_CLOCK_EVERY == 0 && System.nanoTime() > deadlineNs) {
                return;
            }
            take(next.get());
        }
    }

    private void take(JournalRecord record) throws IOException {
        Entry entry = record.entry();
        boolean begins = entry instanceof CheckpointEvent.CheckpointStarted;
        if (begins) {
            endSession(time.lengthUs());
        }
        time.take(record.timeNs(), begins);
        long us = time.us(record.timeNs());
        if (chart.isDue(us)) {
            chart.sample(us, state());
        }
        if (entry instanceof StorageEvent.PieceHashMismatched it) {
            Waste.of(it, state(), (sender, bytes) -> Optional.ofNullable(laneOf.get(sender.connectionId())).ifPresent(lane -> lane.wasted(bytes)));
        }
        Optional<PeerSession> before = names.session(entry);
        cursor.fold();
        entries++;
        Optional<PeerSession> session = before.isPresent() ? before : names.session(entry);
        session.flatMap(this::lane).ifPresent(lane -> follow(lane, session.get(), entry, us));
        note(entry, record, us);
    }

    /** Connections die with their process, at the latest that is known of it. */
    private void endSession(long us) {
        chart.sample(us, state());
        laneOf.values().forEach(lane -> lane.ended(us));
        laneOf.clear();
    }

    /** A dialled address that never answered has no lane. */
    private Optional<Lane> lane(PeerSession session) {
        Lane known = laneOf.get(session.connectionId());
        if (known != null || session.phase() != PeerSession.Phase.ACTIVE && session.phase() != PeerSession.Phase.METADATA) {
            return Optional.ofNullable(known);
        }
        String peer = session.endpoint().toString();
        if (!lanes.containsKey(peer) && lanes.size() >= LANES_MAX) {
            lanesLeftOut++;
            return Optional.empty();
        }
        Lane lane = lanes.computeIfAbsent(peer, Lane::new);
        laneOf.put(session.connectionId(), lane);
        return Optional.of(lane);
    }

    private void follow(Lane lane, PeerSession session, Entry entry, long us) {
        if (entry instanceof PeerCommand.RequestBlocks it) {
            lane.slices().asked(it.pieceIndex(), it.blockCount(), us);
        } else if (entry instanceof PeerEvent.BlockReceived it) {
            lane.slices().settled(it.pieceIndex(), 1, us);
        } else if (entry instanceof PeerEvent.BlocksReceived it) {
            lane.slices().settled(it.pieceIndex(), it.blockCount(), us);
        } else if (entry instanceof PeerCommand.CancelBlocks it) {
            lane.slices().settled(it.pieceIndex(), it.blockCount(), us);
        } else if (entry instanceof PeerEvent.RejectReceived it) {
            lane.slices().settled(it.pieceIndex(), 1, us);
        }
        if (entry instanceof ConnectionEvent.ConnectionClosed || entry instanceof ConnectionEvent.ConnectFailed) {
            lane.see(session, us);
            lane.ended(us);
            laneOf.remove(session.connectionId());
        } else {
            lane.see(session, us);
        }
    }

    private void note(Entry entry, JournalRecord record, long us) {
        if (entry instanceof StorageEvent.PieceHashMismatched it && failures.size() < FAILURES_MAX) {
            state().torrent(it.torrentId()).ifPresent(torrent ->
                    failures.add(new Failure(torrent.infoHash().toString(), it.pieceIndex(), record.sequence())));
        }
        if (entry instanceof SessionEvent.SessionStarted) {
            sessions.add(flag(entry, record, us, Severity.NOTICE));
        }
        Severity severity = Severity.of(entry);
        boolean phase = entry instanceof SessionCommand.ChangePhase;
        boolean unreached = entry instanceof ConnectionEvent.ConnectFailed;
        if (severity.compareTo(Severity.WARNING) > 0 && !phase || unreached) {
            return;
        }
        Flag flag = flag(entry, record, us, severity);
        Lane lane = laneOfFlag(entry);
        if (lane != null) {
            lane.flag(flag);
        }
        if (flags.size() < FLAGS_MAX) {
            flags.add(flag);
        }
    }

    private Lane laneOfFlag(Entry entry) {
        if (entry instanceof ConnectionCommand.BanPeer it) {
            return lanes.get(it.endpoint().toString());
        }
        return names.connectionId(entry).map(laneOf::get).orElse(null);
    }

    private static Flag flag(Entry entry, JournalRecord record, long us, Severity severity) {
        String text = (entry.getClass().getSimpleName() + " " + EntryText.detail(entry)).strip();
        return new Flag(us, record.sequence(), severity.toString(), text);
    }

    /** Whether the piece's hash was wrong at some time up to this entry. */
    boolean[] failed(Torrent torrent, long sequence) {
        boolean[] out = new boolean[torrent.layout().pieceCount()];
        String infoHash = torrent.infoHash().toString();
        for (Failure failure : failures) {
            if (failure.sequence <= sequence && failure.infoHash.equals(infoHash) && failure.pieceIndex < out.length) {
                out[failure.pieceIndex] = true;
            }
        }
        return out;
    }

    /** What is known behind the last entry read. */
    SessionState state() {
        return cursor.state();
    }

    boolean isAtEnd() {
        return atEnd;
    }

    long entries() {
        return entries;
    }

    ActiveTime time() {
        return time;
    }

    Chart chart() {
        return chart;
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    long lanesLeftOut() {
        return lanesLeftOut;
    }

    List<Flag> flags() {
        return flags;
    }

    List<Flag> sessions() {
        return sessions;
    }
}
