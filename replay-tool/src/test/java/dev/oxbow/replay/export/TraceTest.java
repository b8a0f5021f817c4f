package dev.oxbow.replay.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.replay.RecordedSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace read back by the rules of Perfetto's trace_packet.proto, track_event.proto and track_descriptor.proto. */
class TraceTest {
    @TempDir
    private static Path home;
    private static final List<Map<Integer, List<Object>>> PACKETS = new ArrayList<>();
    private static final Map<Long, String> TRACKS = new TreeMap<>();

    private record TrackEvent(long timeNs, long type, long track, String name, long value) {
    }

    private static final List<TrackEvent> EVENTS = new ArrayList<>();

    @BeforeAll
    static void export() throws IOException {
        RecordedSession.record(home.resolve("journal"), 40, 2);
        Path file = home.resolve("trace");
        Export.run(home.resolve("journal"), Export.Form.PERFETTO, file, Selection.ALL);
        for (Object packet : fields(ByteBuffer.wrap(Files.readAllBytes(file))).get(1)) {
            Map<Integer, List<Object>> it = fields((ByteBuffer) packet);
            PACKETS.add(it);
            if (it.containsKey(60)) {
                Map<Integer, List<Object>> track = fields((ByteBuffer) it.get(60).get(0));
                String name = track.containsKey(2) ? text(track.get(2).get(0))
                        : text(fields((ByteBuffer) track.get(3).get(0)).get(6).get(0));
                TRACKS.put((Long) track.get(1).get(0), name);
                assertTrue(!track.containsKey(5) || TRACKS.containsKey(track.get(5).get(0)), "a parent comes first");
            } else {
                Map<Integer, List<Object>> event = fields((ByteBuffer) it.get(11).get(0));
                EVENTS.add(new TrackEvent((Long) it.get(8).get(0), (Long) event.get(9).get(0), (Long) event.get(11).get(0),
                        event.containsKey(23) ? text(event.get(23).get(0)) : "", event.containsKey(30) ? (Long) event.get(30).get(0) : -1));
            }
        }
        EVENTS.sort(Comparator.comparingLong(TrackEvent::timeNs)); // stable, as readers do
    }

    /** The fields of a protobuf message: numbers as long, everything else as its bytes. */
    private static Map<Integer, List<Object>> fields(ByteBuffer in) {
        Map<Integer, List<Object>> out = new TreeMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value;
            if ((key & 7) == 0) {
                value = varint(in);
            } else {
                assertEquals(2, key & 7);
                int length = (int) varint(in);
                value = in.slice(in.position(), length);
                in.position(in.position() + length);
            }
            out.computeIfAbsent((int) (key >>> 3), unseen -> new ArrayList<>()).add(value);
        }
        return out;
    }

    private static long varint(ByteBuffer in) {
        long out = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            out |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return out;
            }
        }
        throw new IllegalStateException("an endless number");
    }

    private static String text(Object bytes) {
        return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
    }

    @Test
    void hasTracksForTorrentsPeersAndCounters() {
        assertTrue(TRACKS.containsValue(RecordedSession.NAME), TRACKS.toString());
        assertTrue(TRACKS.values().stream().anyMatch(it -> it.startsWith(RecordedSession.BAD + " (connection ")), TRACKS.toString());
        assertTrue(TRACKS.values().containsAll(List.of("requests", "pieces", "unchokes us", "bytes verified", "requests outstanding")),
                TRACKS.toString());
        assertTrue(PACKETS.stream().allMatch(it -> it.containsKey(10)), "each packet belongs to a sequence");
    }

    @Test
    void neverLetsTwoSlicesOfATrackOverlap() {
        Map<Long, Deque<String>> open = new TreeMap<>();
        int slices = 0;
        for (TrackEvent event : EVENTS) {
            assertTrue(TRACKS.containsKey(event.track));
            Deque<String> stack = open.computeIfAbsent(event.track, unseen -> new ArrayDeque<>());
            if (event.type == 1) {
                assertTrue(stack.isEmpty(), TRACKS.get(event.track) + ": " + event + " within " + stack);
                stack.push(event.name);
                slices++;
            } else if (event.type == 2) {
                stack.pop();
            }
        }
        assertTrue(open.values().stream().allMatch(Deque::isEmpty));
        assertTrue(slices > 100, "slices: " + slices);
    }

    @Test
    void showsEachBlockAskedForAndThePieceThatFailed() {
        List<String> requests = names("requests", 1);
        assertTrue(requests.size() >= 80, "requests: " + requests.size());
        assertEquals(1, names("pieces", 1).stream().filter(it -> it.endsWith(" FAILED")).count());
        assertEquals(40, names("pieces", 1).stream().filter(it -> !it.endsWith(" FAILED")).distinct().count());
        assertTrue(EVENTS.stream().anyMatch(it -> it.type == 3 && it.name.startsWith("banned: ")));
        assertTrue(EVENTS.stream().anyMatch(it -> it.type == 3 && it.name.startsWith(RecordedSession.BAD + ": BAD_HASH_SOLE")));
        assertTrue(EVENTS.stream().filter(it -> it.type == 4 && TRACKS.get(it.track).equals("requests outstanding"))
                .mapToLong(TrackEvent::value).max().orElse(0) > 1);
    }

    private static List<String> names(String track, int type) {
        return EVENTS.stream().filter(it -> it.type == type && TRACKS.get(it.track).equals(track)).map(TrackEvent::name).toList();
    }
}
