package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.where.Fields;
import dev.oxbow.replay.where.Where;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a condition can ask of an entry: the envelope's fields, the record's own components by name, and with {@code session.},
 * {@code torrent.} and {@code peer.} in front what the state says. A condition that asks something of the entry, too, is about the entry's
 * own torrent and peer; any other holds when it holds for any torrent and any peer.
 */
final class EntryFields implements Fields {
    private static final Map<String, BiFunction<JournalRecord, EntryFields, Object>> ENVELOPE = new TreeMap<>(Map.of(
            "seq", (record, fields) -> record.sequence(),
            "time", (record, fields) -> EntryJson.time(record.timeNs()),
            "timeNs", (record, fields) -> record.timeNs(),
            "segment", (record, fields) -> (long) record.segment(),
            "type", (record, fields) -> record.entry().getClass().getSimpleName(),
            "kind", (record, fields) -> record.entry() instanceof Command ? "command" : "event",
            "severity", (record, fields) -> Severity.of(record.entry()).toString(),
            "torrent", (record, fields) -> fields.names.torrent(record.entry()),
            "peer", (record, fields) -> fields.names.peer(record.entry()),
            "connection", (record, fields) -> fields.names.connectionId(record.entry()).orElse(null)));
    private static final Map<String, Function<SessionState, Object>> SESSION = new TreeMap<>(Map.of(
            "torrents", state -> (long) state.torrents().size(),
            "connections", state -> (long) state.connections().size(),
            "bans", state -> (long) state.bans().active(state.timeNs()).size(),
            "dhtNodes", state -> (long) state.dht().nodeCount(),
            "stopping", SessionState::isStopRequested,
            "stopped", SessionState::isStopped));
    private static final Map<String, BiFunction<Torrent, Long, Object>> TORRENT = new TreeMap<>(Map.ofEntries(
            Map.entry("name", (torrent, now) -> torrent.spec().name()),
            Map.entry("infoHash", (torrent, now) -> torrent.spec().infoHash().toString()),
            Map.entry("phase", (torrent, now) -> torrent.phase().name()),
            Map.entry("wish", (torrent, now) -> torrent.wish().name()),
            Map.entry("pieces", (torrent, now) -> (long) torrent.layout().pieceCount()),
            Map.entry("verified", (torrent, now) -> (long) torrent.picker().verified().count()),
            Map.entry("durable", (torrent, now) -> (long) torrent.disk().durable().count()),
            Map.entry("begun", (torrent, now) -> (long) torrent.picker().begun().size()),
            Map.entry("left", (torrent, now) -> torrent.bytesLeft()),
            Map.entry("down", (torrent, now) -> torrent.bytesDownloaded()),
            Map.entry("up", (torrent, now) -> torrent.bytesUploaded()),
            Map.entry("wasted", (torrent, now) -> torrent.bytesWasted()),
            Map.entry("downRate", Torrent::downBytesPerSec),
            Map.entry("upRate", Torrent::upBytesPerSec),
            Map.entry("peers", (torrent, now) -> (long) torrent.connections().size()),
            Map.entry("unchoking", (torrent, now) -> torrent.connections().stream().filter(peer -> peer.isActive() && !peer.peerChoking()).count()),
            Map.entry("inflight", (torrent, now) -> torrent.connections().stream().mapToLong(peer -> peer.requests().size()).sum()),
            Map.entry("candidates", (torrent, now) -> (long) torrent.candidates().all().size()),
            Map.entry("complete", (torrent, now) -> torrent.isComplete())));
    private static final Map<String, BiFunction<PeerSession, Long, Object>> PEER = new TreeMap<>(Map.ofEntries(
            Map.entry("address", (peer, now) -> peer.endpoint().toString()),
            Map.entry("client", (peer, now) -> peer.client()),
            Map.entry("phase", (peer, now) -> peer.phase().name()),
            Map.entry("pieces", (peer, now) -> (long) peer.pieces().count()),
            Map.entry("down", (peer, now) -> peer.bytesDown()),
            Map.entry("up", (peer, now) -> peer.bytesUp()),
            Map.entry("wasted", (peer, now) -> peer.bytesWasted()),
            Map.entry("downRate", PeerSession::downBytesPerSec),
            Map.entry("upRate", PeerSession::upBytesPerSec),
            Map.entry("inflight", (peer, now) -> (long) peer.requests().size()),
            Map.entry("choking", (peer, now) -> peer.peerChoking()),
            Map.entry("choked", (peer, now) -> peer.amChoking()),
            Map.entry("interested", (peer, now) -> peer.peerInterested()),
            Map.entry("snubbed", (peer, now) -> peer.requests().isSnubbed()),
            Map.entry("age", (peer, now) -> now - peer.sinceNs()),
            Map.entry("silence", (peer, now) -> now - peer.lastReceivedNs())));

    /** What every entry has says nothing of whom the condition is about. */
    private static final Set<String> ALWAYS = Set.of("seq", "time", "timeNs", "segment");

    private final Names names;
    private final boolean needsTorrent;
    private final boolean needsPeer;
    private final boolean needsState;
    private final boolean ofEntry;
    private final Where where;
    private JournalRecord record;
    private Optional<Torrent> torrent = Optional.empty();
    private Optional<PeerSession> peer = Optional.empty();

    private EntryFields(Where where, Names names) {
        this.where = where;
        this.names = names;
        this.needsTorrent = where.names().stream().anyMatch(name -> name.startsWith("torrent."));
        this.needsPeer = where.names().stream().anyMatch(name -> name.startsWith("peer."));
        this.ofEntry = where.names().stream().anyMatch(name -> name.indexOf('.') < 0 && !ALWAYS.contains(name));
        this.needsState = needsTorrent || needsPeer || where.names().stream().anyMatch(name -> name.startsWith("session."));
    }

    /** @throws dev.oxbow.replay.where.WhereException when it is no condition */
    static EntryFields of(String condition, Names names) {
        return new EntryFields(Where.parse(condition, all()::contains), names);
    }

    /** Every name that has a value for some entry or state. */
    static Collection<String> all() {
        TreeSet<String> out = new TreeSet<>(ENVELOPE.keySet());
        addComponents(Event.class, out);
        addComponents(Command.class, out);
        SESSION.keySet().forEach(name -> out.add("session." + name));
        TORRENT.keySet().forEach(name -> out.add("torrent." + name));
        PEER.keySet().forEach(name -> out.add("peer." + name));
        return out;
    }

    private static void addComponents(Class<?> type, Collection<String> out) {
        if (type.isRecord()) {
            out.addAll(Components.of(type).keySet());
        } else if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                addComponents(each, out);
            }
        }
    }

    Where where() {
        return where;
    }

    /** Whether it asks anything of the state. */
    boolean needsState() {
        return needsState;
    }

    boolean test(JournalRecord of) {
        record = of;
        if (!needsTorrent && !needsPeer) {
            return where.test(this);
        }
        torrent = ofEntry ? names.torrentOf(of.entry()) : Optional.empty();
        peer = ofEntry ? names.session(of.entry()) : Optional.empty();
        return anyTorrent();
    }

    private boolean anyTorrent() {
        SessionState state = names.state();
        if (!needsTorrent || torrent.isPresent()) {
            return anyPeer();
        }
        for (Torrent each : state.torrents()) {
            torrent = Optional.of(each);
            if (anyPeer()) {
                return true;
            }
        }
        return state.torrents().isEmpty() && anyPeer();
    }

    private boolean anyPeer() {
        if (!needsPeer || peer.isPresent()) {
            return where.test(this);
        }
        Collection<PeerSession> all = torrent.map(Torrent::connections).orElseGet(() -> names.state().connections());
        for (PeerSession each : all) {
            peer = Optional.of(each);
            boolean holds = where.test(this);
            peer = Optional.empty();
            if (holds) {
                return true;
            }
        }
        return all.isEmpty() && where.test(this);
    }

    @Override
    public Object get(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            BiFunction<JournalRecord, EntryFields, Object> envelope = ENVELOPE.get(name);
            return simple(envelope != null ? envelope.apply(record, this) : component(name));
        }
        String rest = name.substring(dot + 1);
        long now = names.state().timeNs();
        return simple(switch (name.substring(0, dot)) {
            case "session" -> SESSION.get(rest).apply(names.state());
            case "torrent" -> torrent.map(it -> TORRENT.get(rest).apply(it, now)).orElse(null);
            default -> peer.map(it -> PEER.get(rest).apply(it, now)).orElse(null);
        });
    }

    private Object component(String name) {
        Entry entry = record.entry();
        Optional<Object> own = name.equals("blockCount") && Components.of(entry.getClass()).containsKey("firstBlock")
                ? Optional.of(Components.blockCount(entry)) : Components.get(entry, name);
        return own.orElse(null);
    }

    private static Object simple(Object value) {
        if (value == null) {
            return ABSENT;
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean || value instanceof String) {
            return value;
        }
        if (value instanceof Optional<?> optional) {
            return simple(optional.orElse(null));
        }
        if (value instanceof TorrentSpec spec) {
            return spec.name();
        }
        return value instanceof PieceLayout layout ? (Object) layout.totalLengthBytes() : value.toString();
    }
}
