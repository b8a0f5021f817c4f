package dev.oxbow.replay.why;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Golden;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers by value: of the tutorial's journal, whose entries stay as they are, and of small ones in which something is missing. */
class WhyTest {
    private static final Path TUTORIAL = Path.of("..", "docs", "tutorial");
    private static final TorrentSpec SPEC = RecordedDownload.spec("small one", 24, 64 << 10);
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String LIAR = "203.0.113.66";
    private static final String HONEST = "203.0.113.20:51413";

    @TempDir
    private Path home;

    private static Answer ask(Path journal, Optional<String> at, String... question) throws IOException {
        return Why.ask(journal, List.of(question), at.map(PointInTime::parse), Optional.empty());
    }

    /** A screen of several questions about the tutorial's journal, each {@code point: question}. */
    private static void check(String name, String... questions) throws IOException {
        List<String> out = new ArrayList<>();
        for (String line : questions) {
            String[] parts = line.split(": ");
            out.add("# " + line);
            out.addAll(ask(TUTORIAL, Optional.of(parts[0]), parts[1].split(" ")).lines());
            evidenceIsThere(ask(TUTORIAL, Optional.of(parts[0]), parts[1].split(" ")));
        }
        Golden.check(name, out);
    }

    private static void evidenceIsThere(Answer answer) {
        answer.toJson().get("evidence").forEach(it -> assertTrue(it.asLong() >= 0 && it.asLong() <= 3418, answer.toJson().toString()));
    }

    @Test
    void saysWhatBecameOfAPiece() throws IOException {
        check("why-piece", "end: piece 0", "end: piece 3", "@20: piece 0", "@1000: piece 0", "@2545: piece 0", "@2560: piece 0", "@3000: piece 0");
        assertThrows(IllegalArgumentException.class, () -> ask(TUTORIAL, Optional.empty(), "piece", "6"));
        assertThrows(IllegalArgumentException.class, () -> ask(TUTORIAL, Optional.empty(), "piece", "x"));
    }

    @Test
    void tellsOfAPeer() throws IOException {
        check("why-peer", "end: peer " + LIAR, "end: peer " + HONEST, "@2600: peer " + LIAR, "@2600: peer 198.51.100.90", "@30: peer " + HONEST,
                "end: peer 192.0.2.99");
        assertThrows(IllegalArgumentException.class, () -> ask(TUTORIAL, Optional.empty(), "peer", "nobody"));
    }

    @Test
    void saysWhatABanRestsOn() throws IOException {
        check("why-ban", "end: ban " + LIAR, "@3000: ban " + LIAR, "end: ban " + HONEST);
        assertEquals(List.of(3397L), ask(TUTORIAL, Optional.empty(), "ban", LIAR).toJson().findValues("evidence").stream()
                .filter(it -> it.size() == 1 && it.get(0).asLong() == 3397).map(it -> it.get(0).asLong()).toList());
    }

    @Test
    void tellsOfAFile() throws IOException {
        check("why-file", "end: file 0", "@1500: file 0", "end: file holiday-film.mkv");
        assertThrows(IllegalArgumentException.class, () -> ask(TUTORIAL, Optional.empty(), "file", "1"));
    }

    @Test
    void namesTheOneThingThatHoldsItUp() throws IOException {
        check("why-slow", "@20: slow", "@60: slow", "@1000: slow", "@2800: slow", "@2800: stalled", "end: slow");
        check("why-stalled", "@20: stalled", "@1000: stalled", "end: stalled");
    }

    /** The beginning of the answer while a download from these peers is under way, so many seconds after its start. */
    private String stalled(long seconds, List<ScriptedPeer> peers) throws IOException {
        Path directory = home.resolve("session-" + seconds);
        try (RecordedDownload download = RecordedDownload.begin(directory, SPEC, peers)) {
            download.run(3_000);
        }
        long last = -1;
        long beginNs = -1;
        try (JournalReader reader = JournalReader.open(directory)) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                beginNs = beginNs < 0 ? next.get().timeNs() : beginNs;
                last = next.get().timeNs() - beginNs <= seconds * SECOND_NS ? next.get().sequence() : last;
            }
        }
        return ask(directory, Optional.of("@" + last), "stalled").lines().get(0).replaceAll(" *\\[.*", "");
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        assertEquals("small one: no peer is known: the torrent names no tracker, and there is no DHT.", stalled(5, List.of()));
    }

    @Test
    void saysThatNobodyHasAnsweredYet() throws IOException {
        List<ScriptedPeer> far = List.of(ScriptedPeer.good(1).slow(200 * SECOND_NS, 1_000_000), ScriptedPeer.good(2).slow(200 * SECOND_NS, 1_000_000));
        assertEquals("small one: no peer has answered yet; 2 connections being made.", stalled(5, far));
    }

    @Test
    void saysThatEverybodyChokesUs() throws IOException {
        List<ScriptedPeer> late = List.of(ScriptedPeer.good(1).slow(3 * SECOND_NS, 1_000_000), ScriptedPeer.good(2).slow(3 * SECOND_NS, 1_000_000));
        assertEquals("small one: both peers that have what is missing choke us.", stalled(10, late));
        assertEquals("small one: the only peer that has what is missing chokes us.", stalled(11, late.subList(0, 1)));
    }

    @Test
    void saysThatTheOnlyPeerDoesNotAnswer() throws IOException {
        assertEquals("small one: the only peer that unchokes us does not answer.",
                stalled(100, List.of(ScriptedPeer.good(1).slow(1_000_000, 10))));
    }
}
