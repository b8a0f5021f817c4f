package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.Text;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * {@code replay peer}: one peer's whole conversation. Who it said it was on each connection, who choked whom and wanted what and when, what
 * was asked and answered, and what it was reproached with.
 */
public final class PeerStory {
    private static final String OPEN = "still open";
    private static final int BAR_CELLS = 60;
    private static final int CONNECTIONS_MAX = 1000;
    private static final int REPROACHES_MAX = 1000;
    private static final int VERDICTS_MAX = 1000;
    private static final int OTHERS_MAX = 100_000;
    private static final int CHANGES_MAX = 10_000;
    private static final int CLIENT_MAX_CHARS = 60;

    /** A change of one of BEP 3's four bits. */
    private record Change(long timeNs, boolean on) {
    }

    /** One connection. */
    private static final class Connection {
        private final long connectionId;
        private final String peer;
        private final boolean dialled;
        private final long sinceNs;
        private long untilNs;
        private String peerId = "";
        private String client = "";
        private String end = OPEN;
        private long pieces;
        private long bytesDown;
        private long bytesUp;
        private long bytesWasted;
        private long bytesInVain;
        private final Map<String, List<Change>> bits = new LinkedHashMap<>();

        Connection(PeerSession session) {
            connectionId = session.connectionId();
            peer = session.endpoint().toString();
            dialled = session.isDialled();
            sinceNs = session.sinceNs();
            for (String name : List.of("unchokes us", "wants of us", "unchoked", "we want")) {
                bits.put(name, new ArrayList<>());
            }
        }

        void see(PeerSession session, long timeNs) {
            untilNs = timeNs;
            peerId = session.peerId().map(PeerId::bytes).map(Object::toString).orElse(peerId);
            client = session.client().isEmpty() ? client : session.client();
            pieces = session.pieces().count();
            bytesDown = session.bytesDown();
            bytesUp = session.bytesUp();
            bytesWasted = session.bytesWasted();
            bit("unchokes us", !session.peerChoking(), timeNs);
            bit("wants of us", session.peerInterested(), timeNs);
            bit("unchoked", !session.amChoking(), timeNs);
            bit("we want", session.amInterested(), timeNs);
        }

        void processEnded() {
            end = end.equals(OPEN) ? "our process ended" : end;
        }

        private void bit(String name, boolean on, long timeNs) {
            List<Change> changes = bits.get(name);
            boolean was = !changes.isEmpty() && changes.get(changes.size() - 1).on;
            if (was != on && changes.size() < CHANGES_MAX) {
                changes.add(new Change(timeNs, on));
            }
        }
    }

    private final String wanted;
    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    private final Long2ObjectHashMap<String> others = new Long2ObjectHashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> reproaches = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private long entries;

    private PeerStory(String wanted) {
        this.wanted = wanted;
    }

    /** @param peer an address, with port or not, or a part of a client's name */
    public static PeerStory of(Path sessionDirectory, String peer) throws IOException {
        return of(sessionDirectory, Optional.of(CacheHome.path()), peer);
    }

    static PeerStory of(Path sessionDirectory, Optional<Path> cacheHome, String peer) throws IOException {
        PeerStory story = new PeerStory(peer);
        try (StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome)) {
            Names names = new Names(cursor.state());
            Catalogue catalogue = new Catalogue(cursor.state(), story.new Judgement());
            for (Optional<JournalRecord> next = cursor.peek(); next.isPresent(); next = cursor.peek()) {
                JournalRecord record = next.get();
                Optional<PeerSession> before = names.session(record.entry()); // an entry may end the session, or begin it
                catalogue.take(record.sequence(), record.timeNs(), record.entry());
                if (record.entry() instanceof StorageEvent.PieceHashMismatched it) {
                    Waste.of(it, cursor.state(), (sender, bytes) -> Optional.ofNullable(story.connections.get(sender.connectionId()))
                            .ifPresent(connection -> connection.bytesInVain += bytes));
                }
                cursor.fold();
                Optional<PeerSession> session = before.isPresent() ? before : names.session(record.entry());
                if (record.entry() instanceof CheckpointEvent.CheckpointStarted) {
                    story.connections.values().forEach(Connection::processEnded);
                }
                if (session.isPresent() && story.isMine(session.get())) {
                    story.take(record, session.get());
                } else if (record.entry() instanceof ConnectionCommand.BanPeer it && story.isKnown(it.endpoint().toString())) {
                    story.reproach(record);
                }
            }
        }
        return story;
    }

    /** Names are compared once for each connection, and again when it says its client's name. */
    private boolean isMine(PeerSession session) {
        if (connections.containsKey(session.connectionId())) {
            return true;
        }
        if (session.client().equals(others.get(session.connectionId()))) {
            return false;
        }
        boolean fits = PeerName.fits(wanted, session.endpoint().toString(), session::client);
        if (!fits && others.size() < OTHERS_MAX) {
            others.put(session.connectionId(), session.client());
        }
        return fits;
    }

    private void take(JournalRecord record, PeerSession session) {
        Entry entry = record.entry();
        entries++;
        Connection connection = connections.get(session.connectionId());
        if (connection == null && connections.size() < CONNECTIONS_MAX) {
            connection = new Connection(session);
            connections.put(session.connectionId(), connection);
        }
        if (connection != null) {
            connection.see(session, record.timeNs());
            if (entry instanceof ConnectionCommand.CloseConnection it) {
                connection.end = Closing.sentence(it);
            } else if (entry instanceof ConnectionEvent.ConnectionClosed it && connection.end.equals(OPEN)) {
                connection.end = Text.printable(it.reason(), CLIENT_MAX_CHARS);
            } else if (entry instanceof ConnectionEvent.ConnectFailed it) {
                connection.end = Text.printable(it.reason(), CLIENT_MAX_CHARS);
            }
        }
        if (entry instanceof PeerEvent || entry instanceof PeerCommand) {
            counts.merge((entry instanceof Command ? "→ " : "← ") + entry.getClass().getSimpleName(), 1L, Long::sum);
            if (entry instanceof PeerCommand.RequestBlocks it) {
                counts.merge("→ blocks asked for", (long) it.blockCount(), Long::sum);
            } else if (entry instanceof PeerCommand.CancelBlocks it) {
                counts.merge("→ blocks cancelled", (long) it.blockCount(), Long::sum);
            }
        } else if (Severity.of(entry).compareTo(Severity.WARNING) <= 0 && reproaches.size() < REPROACHES_MAX) {
            reproach(record);
        }
    }

    private void reproach(JournalRecord record) {
        String what = record.entry() instanceof ConnectionCommand.BanPeer it ? "BanPeer (" + (it.wholeAddress() ? "its address" : "it alone") + " until "
                + EntryJson.time(it.untilNs()).substring(0, 19) + "Z): " + it.detail()
                : record.entry().getClass().getSimpleName() + " " + EntryText.detail(record.entry());
        reproaches.add(record.sequence() + " " + what);
    }

    private boolean isKnown(String peer) {
        return connections.values().stream().anyMatch(it -> it.peer.equals(peer));
    }

    /** What it did against the rules; what it was cleared of does not count. */
    private final class Judgement implements Catalogue.Listener {
        @Override
        public void onVerdict(Verdict verdict) {
            if (verdict.breach().isEmpty() && verdicts.size() < VERDICTS_MAX && (connections.containsKey(verdict.connectionId())
                    || isKnown(verdict.subject()))) {
                verdicts.add(verdict);
            }
        }

        @Override
        public void onCleared(Code code, String subject, String why, long sequence) {
            verdicts.removeIf(it -> it.code() == code && it.subject().equals(subject));
        }
    }

    /** Whether there was such a peer at all. */
    public boolean isEmpty() {
        return connections.isEmpty();
    }

    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("peer", wanted).put("entries", entries);
        for (Connection it : connections.values()) {
            ObjectNode one = out.withArrayProperty("connections").addObject().put("connection", it.connectionId).put("peer", it.peer)
                    .put("dialled", it.dialled).put("since", EntryJson.time(it.sinceNs)).put("until", EntryJson.time(it.untilNs))
                    .put("peerId", it.peerId).put("client", it.client).put("end", it.end).put("pieces", it.pieces).put("bytesDown", it.bytesDown)
                    .put("bytesWasted", it.bytesWasted + it.bytesInVain).put("bytesUp", it.bytesUp);
            it.bits.forEach((name, changes) -> changes.forEach(change -> one.withObjectProperty("changes").withArrayProperty(name).addObject()
                    .put("time", EntryJson.time(change.timeNs)).put("on", change.on)));
        }
        counts.forEach((name, count) -> out.withObjectProperty("messages").put(name, count));
        reproaches.forEach(out.withArrayProperty("reproaches")::add);
        for (Verdict it : verdicts) {
            ObjectNode one = out.withArrayProperty("verdicts").addObject().put("seq", it.sequence()).put("code", it.code().name()).put("detail", it.detail());
            it.evidence().forEach(one.withArrayProperty("evidence")::add);
        }
        return out;
    }

    public List<String> text() {
        List<String> out = new ArrayList<>();
        for (Connection it : connections.values()) {
            out.add("connection " + it.connectionId + "  " + it.peer + (it.dialled ? "  dialled by us" : "  dialled us") + "  "
                    + EntryJson.time(it.sinceNs).substring(0, 19) + "Z for " + Amount.span(it.untilNs - it.sinceNs) + "  ended: " + it.end);
            out.add("  " + (it.client.isEmpty() ? "no client name" : Text.printable(it.client, CLIENT_MAX_CHARS))
                    + (it.peerId.isEmpty() ? "" : "  peer id " + id(it.peerId)) + "  has " + it.pieces + " pieces  down " + Amount.bytes(it.bytesDown)
                    + ", wasted " + Amount.bytes(it.bytesWasted + it.bytesInVain) + ", up " + Amount.bytes(it.bytesUp));
            it.bits.forEach((name, changes) -> out.add(String.format("  %-11s ", name) + bar(changes, it.sinceNs, it.untilNs)));
        }
        out.add("");
        counts.forEach((name, count) -> out.add(String.format("%-32s %,12d", name, count)));
        out.add("");
        out.add(verdicts.isEmpty() && reproaches.isEmpty() ? "nothing to reproach it with" : "what it did wrong, and what was done about it:");
        verdicts.forEach(it -> out.add("  " + it.sequence() + " " + it.code() + " (" + it.severity().name().toLowerCase(Locale.ROOT) + "): " + it.detail()
                + (it.times() > 1 ? ", " + it.times() + " times by now" : "") + "  " + it.evidence().stream().map(entry -> "@" + entry).toList()));
        reproaches.forEach(each -> out.add("  " + each));
        return out;
    }

    /** As text where it is one: most begin with letters for the client and its version. */
    private static String id(String hex) {
        String text = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f) ? text : hex;
    }

    /** A cell is filled when the bit was set for most of its time. */
    private static String bar(List<Change> changes, long sinceNs, long untilNs) {
        StringBuilder out = new StringBuilder("▕");
        long cellNs = Math.max(1, (untilNs - sinceNs) / BAR_CELLS);
        int next = 0;
        boolean on = false;
        for (int cell = 0; cell < BAR_CELLS; cell++) {
            long middle = sinceNs + cell * cellNs + cellNs / 2;
            while (next < changes.size() && changes.get(next).timeNs <= middle) {
                on = changes.get(next++).on;
            }
            out.append(on ? '█' : '·');
        }
        return out.append('▏').toString();
    }
}
