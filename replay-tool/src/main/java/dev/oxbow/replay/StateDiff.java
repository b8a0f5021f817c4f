package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code replay diff}: what changed between two points. */
public final class StateDiff {
    private static final String NOTHING = "–";
    private static final int NAME_MAX_CHARS = 40;

    /** One thing that differs. {@code area} is session, torrent, pieces, peers, requests or bans; an absent value is an en dash. */
    public record Change(String area, String subject, String before, String after) {
        public ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("area", area).put("subject", subject)
                    .put("before", before.equals(NOTHING) ? null : before).put("after", after.equals(NOTHING) ? null : after);
        }

        @Override
        public String toString() {
            return String.format("%-9s %-40s %s → %s", area, subject, before, after);
        }
    }

    /** @param fromSequence of the last entry before the first point, {@code toSequence} before the second; -1 for none */
    public record Result(long fromSequence, long toSequence, List<Change> changes) {
    }

    /** What is compared: by area and subject a value, and sets of pieces. */
    private static final class Picture {
        private final Map<String, Map<String, String>> values = new TreeMap<>();
        private final Map<String, Bitfield> verified = new TreeMap<>();
        private final long sequence;

        Picture(SessionState state) {
            sequence = state.sequence();
            put("session", "number", state.segment());
            put("session", "stopped", state.isStopped());
            put("session", "program", state.version().isEmpty() ? NOTHING : state.version());
            put("session", "listening", state.listening().map(Object::toString).orElse(NOTHING));
            put("session", "torrents", state.torrents().size());
            put("session", "DHT nodes", state.dht().nodeCount());
            for (Ban ban : state.bans().active(state.timeNs())) {
                put("bans", ban.endpoint().toString(), ban.reason());
            }
            state.torrents().forEach(torrent -> add(torrent, state.timeNs()));
        }

        private void put(String area, String subject, Object value) {
            values.computeIfAbsent(area, unseen -> new TreeMap<>()).put(subject, String.valueOf(value));
        }

        private void add(Torrent torrent, long nowNs) {
            String name = Text.printable(torrent.spec().name(), NAME_MAX_CHARS);
            verified.put(name, torrent.picker().verified().copy());
            put("torrent", name + " phase", torrent.phase() + (torrent.phaseReason().isEmpty() ? "" : " (" + torrent.phaseReason() + ")"));
            put("torrent", name + " wish", torrent.wish());
            put("torrent", name + " downloaded", Amount.bytes(torrent.bytesDownloaded()));
            put("torrent", name + " uploaded", Amount.bytes(torrent.bytesUploaded()));
            put("torrent", name + " wasted", Amount.bytes(torrent.bytesWasted()));
            put("torrent", name + " safe on disk", torrent.disk().durable().count() + " pieces");
            put("torrent", name + " begun", torrent.picker().begun().size() + " pieces");
            put("torrent", name + " candidates", torrent.candidates().all().size());
            long asked = 0;
            for (PeerSession peer : torrent.connections()) {
                asked += peer.requests().size();
                put("peers", peer.endpoint().toString(), describe(peer, nowNs));
            }
            put("requests", name, asked + " blocks asked for");
        }

        private static String describe(PeerSession peer, long nowNs) {
            return peer.phase() + " " + peer.pieces().count() + " pieces, " + (peer.peerChoking() ? "chokes us" : "unchokes us") + ", "
                    + (peer.amChoking() ? "choked by us" : "unchoked by us") + (peer.requests().isSnubbed() ? ", snubbed" : "") + ", "
                    + Amount.bytes(peer.bytesDown()) + " down";
        }
    }

    private StateDiff() {
    }

    /** @param areas only these; all when there are none. @throws IllegalArgumentException when a point is none */
    public static Result between(Path sessionDirectory, String from, String to, Set<String> areas) throws IOException {
        return between(sessionDirectory, Optional.of(CacheHome.path()), from, to, areas);
    }

    static Result between(Path sessionDirectory, Optional<Path> cacheHome, String from, String to, Set<String> areas) throws IOException {
        PointParser points = Points.of(sessionDirectory, cacheHome);
        PointInTime first = points.parse(from);
        PointInTime second = points.parse(to);
        try (StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome)) {
            cursor.goTo(first);
            Picture before = new Picture(cursor.state());
            cursor.goTo(second);
            Picture after = new Picture(cursor.state());
            List<Change> changes = new ArrayList<>();
            pieces(before, after, changes);
            values(before, after, changes);
            changes.removeIf(change -> !areas.isEmpty() && !areas.contains(change.area));
            return new Result(before.sequence, after.sequence, changes);
        }
    }

    private static void values(Picture before, Picture after, List<Change> out) {
        Set<String> areas = new TreeSet<>(before.values.keySet());
        areas.addAll(after.values.keySet());
        for (String area : areas) {
            Map<String, String> was = before.values.getOrDefault(area, Map.of());
            Map<String, String> is = after.values.getOrDefault(area, Map.of());
            Set<String> subjects = new TreeSet<>(was.keySet());
            subjects.addAll(is.keySet());
            for (String subject : subjects) {
                String a = was.getOrDefault(subject, NOTHING);
                String b = is.getOrDefault(subject, NOTHING);
                if (!a.equals(b)) {
                    out.add(new Change(area, subject, a, b));
                }
            }
        }
    }

    private static void pieces(Picture before, Picture after, List<Change> out) {
        Set<String> names = new TreeSet<>(before.verified.keySet());
        names.addAll(after.verified.keySet());
        for (String name : names) {
            Bitfield was = before.verified.getOrDefault(name, new Bitfield(0));
            Bitfield is = after.verified.getOrDefault(name, new Bitfield(0));
            String gained = PieceRanges.of(is, was);
            String lost = PieceRanges.of(was, is);
            if (!gained.isEmpty() || !lost.isEmpty()) {
                out.add(new Change("pieces", name + " verified", Integer.toString(was.count()), is.count()
                        + (gained.isEmpty() ? "" : "  +" + gained) + (lost.isEmpty() ? "" : "  −" + lost)));
            }
        }
    }
}
