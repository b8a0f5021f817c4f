package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.WebSeed;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.agrona.collections.Long2LongHashMap;

/**
 * {@code replay peers}: what each peer gave, wasted and took, over all its connections, how it answered, and what was found wrong with it. A
 * web seed is one as well, by its URL.
 */
public final class PeerTable {
    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final int PEERS_MAX = 50_000;
    private static final Map<String, Comparator<ObjectNode>> ORDERS = new TreeMap<>(Map.of(
            "waste", most("bytesWasted"), "useful", most("bytesUseful"), "bytes", most("bytesDown"), "up", most("bytesUp"),
            "time", most("connectedSeconds"), "rate", most("downBytesPerSec"), "reply", most("replyP95Ms"),
            "verdicts", Comparator.comparingInt((ObjectNode row) -> row.get("verdicts").size()).reversed()));

    /** One address, or URL. */
    private static final class Row {
        private String client = "";
        private long bytesDown;
        private long bytesWasted;
        private long bytesUp;
        private int connections;
        private long connectedNs;
        private long unchokingNs;
        private long requests;
        private Histogram replies;
        private final Set<String> verdicts = new LinkedHashSet<>();

        /** Peers that never answer are many; they take no room for it. */
        void answered(long afterNs) {
            replies = replies == null ? new PackedHistogram(LONGEST_NS, 2) : replies;
            replies.recordValue(Math.min(LONGEST_NS, Math.max(0, afterNs)));
        }

        double replyMs(double percentile) {
            return replies == null ? 0 : replies.getValueAtPercentile(percentile) / 100_000 / 10.0;
        }

        void add(PeerSession session, long nowNs) {
            connections++;
            connectedNs += nowNs - session.sinceNs();
            client = session.client().isEmpty() ? client : session.client();
            bytesDown += session.bytesDown();
            bytesWasted += session.bytesWasted();
            bytesUp += session.bytesUp();
        }

        void add(WebSeed webSeed) {
            client = "web seed";
            bytesDown += webSeed.receivedBytes();
            bytesWasted += webSeed.wastedBytes();
        }
    }

    private final SessionState state = new SessionState();
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<Long, Asked> askedOf = new HashMap<>();
    private final Catalogue catalogue = new Catalogue(state, new Judgement());

    private PeerTable() {
    }

    /** In the order in which they came. */
    public static List<ObjectNode> of(Path sessionDirectory) throws IOException {
        PeerTable table = new PeerTable();
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                table.take(record.get());
            }
        }
        table.addAll();
        List<ObjectNode> out = new ArrayList<>();
        table.rows.forEach((peer, row) -> out.add(json(peer, row)));
        return out;
    }

    /** @param order what to put the most of first. @throws IllegalArgumentException when there is no such order */
    public static List<ObjectNode> of(Path sessionDirectory, String order) throws IOException {
        Comparator<ObjectNode> by = ORDERS.get(order);
        if (by == null) {
            throw new IllegalArgumentException("there is no order '" + order + "'; there are " + String.join(", ", ORDERS.keySet()));
        }
        List<ObjectNode> out = of(sessionDirectory);
        out.sort(by); // a stable sort: the rest as they came
        return out;
    }

    private static Comparator<ObjectNode> most(String field) {
        return Comparator.comparingDouble((ObjectNode row) -> row.get(field).asDouble()).reversed();
    }

    private void addAll() {
        state.connections().forEach(this::ended);
        state.torrents().forEach(this::addWebSeeds);
    }

    private void addWebSeeds(Torrent torrent) {
        torrent.webSeeds().forEach(webSeed -> row(webSeed).add(webSeed));
    }

    private Row row(WebSeed webSeed) {
        return rows.computeIfAbsent(webSeed.url(), unseen -> new Row());
    }

    private Row row(PeerSession session) {
        String peer = session.endpoint().toString();
        return rows.size() < PEERS_MAX || rows.containsKey(peer) ? rows.computeIfAbsent(peer, unseen -> new Row())
                : rows.computeIfAbsent("(others)", unseen -> new Row());
    }

    private void ended(PeerSession session) {
        Row row = row(session);
        row.add(session, state.timeNs());
        Asked asked = askedOf.remove(session.connectionId());
        if (asked != null) {
            row.unchokingNs += asked.unchokedSinceNs < 0 ? 0 : state.timeNs() - asked.unchokedSinceNs;
        }
    }

    /** What is outstanding on one connection, and since when the peer lets us ask. */
    private static final class Asked {
        private final Long2LongHashMap sinceNs = new Long2LongHashMap(-1);
        private long unchokedSinceNs = -1;
    }

    private void take(JournalRecord record) {
        Entry entry = record.entry();
        if (entry instanceof ConnectionEvent.ConnectionClosed event) {
            state.connection(event.connectionId()).ifPresent(this::ended);
        } else if (entry instanceof CheckpointEvent.CheckpointStarted) {
            addAll(); // their process died with them
            askedOf.clear();
        } else if (entry instanceof SessionCommand.ForgetTorrent command) {
            state.torrent(command.torrentId()).ifPresent(this::addWebSeeds);
        } else if (entry instanceof WebSeedEvent.WebSeedFailed event && !event.fault().isOurs()) {
            state.fetch(event.fetchId()).ifPresent(fetch -> verdict(fetch.torrentId(), fetch.webSeed(), event.fault().name()));
        } else if (entry instanceof WebSeedCommand.DistrustWebSeed command) {
            verdict(command.torrentId(), new WebSeedId(command.webSeedIndex()), "BAD_DATA");
        } else if (entry instanceof StorageEvent.PieceHashMismatched event) {
            Waste.of(event, state, (session, bytes) -> row(session).bytesWasted += bytes);
        } else {
            conversation(entry, record.timeNs());
        }
        catalogue.take(record.sequence(), record.timeNs(), entry);
        state.apply(record.sequence(), record.timeNs(), entry);
    }

    private void conversation(Entry entry, long timeNs) {
        if (entry instanceof PeerCommand.RequestBlocks it) {
            Asked asked = asked(it.connectionId());
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                asked.sinceNs.put(key(it.pieceIndex(), block), timeNs);
            }
            state.connection(it.connectionId()).ifPresent(session -> row(session).requests += it.blockCount());
        } else if (entry instanceof PeerEvent.BlocksReceived run) {
            run.each().forEach(block -> conversation(block, timeNs));
        } else if (entry instanceof PeerEvent.BlockReceived it && askedOf.containsKey(it.connectionId())) {
            long since = asked(it.connectionId()).sinceNs.remove(key(it.pieceIndex(), it.blockIndex()));
            if (since >= 0) {
                state.connection(it.connectionId()).ifPresent(session ->
                        row(session).answered(timeNs - since));
            }
        } else if (entry instanceof PeerEvent.UnchokeReceived it) {
            asked(it.connectionId()).unchokedSinceNs = timeNs;
        } else if (entry instanceof PeerEvent.ChokeReceived it && asked(it.connectionId()).unchokedSinceNs >= 0) {
            long since = asked(it.connectionId()).unchokedSinceNs;
            asked(it.connectionId()).unchokedSinceNs = -1;
            state.connection(it.connectionId()).ifPresent(session -> row(session).unchokingNs += timeNs - since);
        }
    }

    /** Spread well: the map's own hash would clump neighbours. */
    private static long key(int pieceIndex, int blockIndex) {
        return Rng.mix((long) pieceIndex << 32 | blockIndex);
    }

    private Asked asked(long connectionId) {
        return askedOf.computeIfAbsent(connectionId, unseen -> new Asked());
    }

    private void verdict(int torrentId, WebSeedId id, String verdict) {
        state.torrent(torrentId).ifPresent(torrent -> row(torrent.webSeed(id)).verdicts.add(verdict));
    }

    /** By the catalogue of rules, of which only what peers did is told here. */
    private final class Judgement implements Catalogue.Listener {
        @Override
        public void onVerdict(Verdict verdict) {
            if (verdict.breach().isEmpty()) {
                Optional<Row> connected = state.connection(verdict.connectionId()).map(PeerTable.this::row);
                connected.or(() -> Optional.ofNullable(rows.get(verdict.subject()))).ifPresent(row -> row.verdicts.add(verdict.code().name()));
            }
        }

        @Override
        public void onCleared(Code code, String subject, String why, long sequence) {
            Optional<Row> connected = state.connections().stream().filter(it -> it.identity().toString().equals(subject)).findFirst()
                    .map(PeerTable.this::row);
            connected.or(() -> Optional.ofNullable(rows.get(subject))).ifPresent(row -> row.verdicts.remove(code.name()));
        }
    }

    private static ObjectNode json(String peer, Row row) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("peer", peer);
        out.put("client", row.client);
        out.put("bytesDown", row.bytesDown);
        out.put("bytesUseful", row.bytesDown - row.bytesWasted);
        out.put("bytesWasted", row.bytesWasted);
        out.put("bytesUp", row.bytesUp);
        out.put("connections", row.connections);
        out.put("connectedSeconds", row.connectedNs / 1_000_000_000L);
        out.put("downBytesPerSec", row.connectedNs == 0 ? 0 : Math.round(row.bytesDown * 1e9 / row.connectedNs));
        out.put("unchokedUsPercent", row.connectedNs == 0 ? 0 : Math.round(100.0 * row.unchokingNs / row.connectedNs));
        out.put("blocksAskedFor", row.requests);
        out.put("replyP50Ms", row.replyMs(50));
        out.put("replyP95Ms", row.replyMs(95));
        row.verdicts.forEach(out.withArrayProperty("verdicts")::add);
        out.withArrayProperty("verdicts");
        return out;
    }
}
