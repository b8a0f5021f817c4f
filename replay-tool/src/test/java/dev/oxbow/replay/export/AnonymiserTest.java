package dev.oxbow.replay.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.RecordedSession;
import dev.oxbow.replay.Replay;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.Verifier;
import dev.oxbow.replay.doctor.Doctor;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown to strangers says what happened, and not to whom. */
class AnonymiserTest {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path home;
    private static Path journal;
    private static Path disguised;
    private static Anonymiser.Result result;

    @BeforeAll
    static void disguise() throws IOException {
        journal = home.resolve("journal");
        disguised = home.resolve("disguised");
        RecordedSession.record(journal, 40, 2);
        result = Anonymiser.run(journal, disguised, KEY, false, true);
    }

    private static List<JsonNode> entries(Path directory) throws IOException {
        List<JsonNode> out = new ArrayList<>();
        try (Replay replay = new Replay(directory)) {
            for (Optional<Replay.Step> step = replay.step(); step.isPresent(); step = replay.step()) {
                out.add(step.get().json());
            }
        }
        return out;
    }

    @Test
    void everyComponentOfEveryEntryIsOfATypeThatCanBeDisguised() {
        int components = 0;
        for (Class<?> root : List.of(Event.class, Command.class)) {
            for (Class<?> family : root.getPermittedSubclasses()) {
                for (Class<?> kind : family.getPermittedSubclasses()) {
                    for (RecordComponent component : kind.getRecordComponents()) {
                        components++;
                        assertTrue(Disguise.isCovered(component.getGenericType()), "say in Disguise what to do with "
                                + kind.getSimpleName() + "."
                                + component.getName() + ", a " + component.getGenericType());
                    }
                }
            }
        }
        assertTrue(components > 200, "components: " + components);
        assertFalse(Disguise.isCovered(URI.class), "what is not known is refused");
    }

    @Test
    void keepsEveryEntryItsKindItsNumberAndItsInterval() throws IOException {
        List<JsonNode> before = entries(journal);
        List<JsonNode> after = entries(disguised);
        assertEquals(before.size(), after.size());
        assertEquals(before.size(), result.entries());
        for (int i = 0; i < before.size(); i++) {
            for (String same : List.of("seq", "kind", "type", "connection", "cause", "pieceIndex", "blockIndex", "lengthBytes")) {
                assertEquals(before.get(i).get(same), after.get(i).get(same), "entry " + i);
            }
            assertEquals(before.get(i).get("time").textValue().substring(17), after.get(i).get("time").textValue().substring(17));
        }
        assertTrue(after.get(0).get("time").textValue().startsWith("2000-01-01T00:00:"), after.get(0).toString());
    }

    @Test
    void holdsNothingOfWhatItReplaced() throws IOException {
        assertEquals(List.of(), result.leaks());
        assertTrue(result.disguised() > 20, "originals: " + result.disguised());
        StringBuilder all = new StringBuilder();
        entries(disguised).forEach(it -> all.append(it).append('\n'));
        for (String secret : List.of(RecordedSession.INFO_HASH.toString(), "holiday", "video", "alice", "Downloads", "example.org",
                "passkey", "203.0.113",
                "198.51.100", "2001:db8", "leecherABCDE", ByteString.ofUtf8("leecherABCDE").toHex())) {
            assertFalse(all.toString().contains(secret), secret);
        }
        assertFalse(Files.exists(disguised.resolve("metainfo")));
    }

    @Test
    void theSearchFindsWhatWasForgotten() throws IOException {
        Originals originals = new Originals();
        originals.text(RecordedSession.NAME, word -> false);
        originals.endpoint(RecordedSession.BAD);
        originals.bytes(RecordedSession.INFO_HASH.bytes());
        assertEquals(List.of(), originals.foundIn(disguised));
        assertEquals(Set.of(RecordedSession.NAME, "holiday", "video", RecordedSession.BAD.toString(), RecordedSession.INFO_HASH.toString()),
                new HashSet<>(originals.foundIn(journal)));
    }

    @Test
    void foldsAndIsWholeAndSaysFromWhereOnItIsDecidedOtherwise() throws IOException {
        assertFalse(Doctor.examine(disguised).isDamaged());
        JsonNode before = StateAt.of(journal, PointInTime.END).at("/torrents/0");
        JsonNode after = StateAt.of(disguised, PointInTime.END).at("/torrents/0");
        for (String same : List.of("pieceCount", "piecesVerified", "piecesDurable", "bytesVerified", "bytesDownloaded", "bytesUploaded",
                "phase")) {
            assertEquals(before.get(same), after.get(same), same);
        }
        Optional<Verifier.Divergence> divergence = Verifier.verify(disguised).divergence();
        assertEquals(result.divergence(), divergence);
        assertFalse(result.ofOriginal(), "the original is decided again");
        // BEP 6: chosen by address and info hash
        assertTrue(divergence.isEmpty() || divergence.get().recorded().startsWith("SendAllowedFast"),
                divergence.toString());
    }

    @Test
    void oneKeyGivesOneDisguiseAndAnotherAnother() throws IOException {
        Path again = home.resolve("again");
        Anonymiser.run(journal, again, KEY, false, false);
        assertEquals(entries(disguised), entries(again));
        Path other = home.resolve("other");
        Anonymiser.run(journal, other, "other".getBytes(StandardCharsets.UTF_8), true, false);
        assertNotEquals(entries(disguised).get(15), entries(other).get(15));
        assertEquals(entries(journal).get(15).get("time"), entries(other).get(15).get("time"));
        assertThrows(IOException.class, () -> Anonymiser.run(journal, other, KEY, true, false));
    }

    @Test
    void peersOfOneNetworkStayOfOneNetwork() {
        AddressPseudonyms them = new AddressPseudonyms(new Pseudonyms(KEY));
        for (String[] pair : new String[][] {{"203.0.113.7:1", "203.0.113.99:2"}, {"198.51.100.1:1", "198.51.7.1:1"},
                {"[2001:db8::1]:1", "[2001:db8::2]:1"}}) {
            Endpoint a = Endpoint.parse(pair[0]);
            Endpoint b = Endpoint.parse(pair[1]);
            assertEquals(common(a, b), common(them.endpoint(a), them.endpoint(b)), pair[0]);
            assertNotEquals(a.address(), them.endpoint(a).address());
        }
        for (String own : List.of("127.0.0.1:1", "[::1]:7", "0.0.0.0:9", "[::]:3")) {
            assertEquals(Endpoint.parse(own), them.endpoint(Endpoint.parse(own)));
        }
        assertTrue(them.endpoint(Endpoint.parse("192.168.3.4:1")).host().startsWith("192.168."));
        assertTrue(them.endpoint(Endpoint.parse("10.1.2.3:1")).host().startsWith("10."));
        Set<Endpoint> all = new HashSet<>();
        for (int i = 0; i < 256; i++) {
            all.add(them.endpoint(Endpoint.parse("172." + i + ".0.1:1")));
        }
        assertEquals(256, all.size());
        assertEquals(16, all.stream().filter(it -> (it.address().byteAt(1) & 0xf0) == 16).count());
    }

    private static int common(Endpoint a, Endpoint b) {
        int count = 0;
        while (a.address().byteAt(count) == b.address().byteAt(count)) {
            count++;
        }
        return count;
    }

    @Test
    void keepsOfASentenceOnlyWordsOfOurOwn() {
        Pseudonyms pseudonyms = new Pseudonyms(KEY);
        TextPseudonyms texts = new TextPseudonyms(pseudonyms, new AddressPseudonyms(pseudonyms));
        assertEquals("all of piece 6 came from it, and the hash differs",
                texts.sentence("all of piece 6 came from it, and the hash differs"));
        String faulty = texts.sentence("cannot write /home/alice/Bob's holiday.mkv: the disk is full");
        assertTrue(faulty.matches("cannot write /path-[0-9a-f]{8}: the disk is full"), faulty);
        String refused = texts.sentence("Connection refused: tracker.secret.org/203.0.113.9:6881");
        assertFalse(refused.contains("secret") || refused.contains("203.0"), refused);
        assertTrue(refused.matches("Connection refused: host-[0-9a-f]{8}.invalid/[0-9.]+:6881"), refused);
        assertFalse(texts.sentence("20240131 d5ba335bdbae90e571c6642f089bbd91dd83fb7f Müller").matches(".*(2024|d5ba|M.ller).*"));
        assertEquals("qBittorrent/4.6.5", texts.sentence("qBittorrent/4.6.5"));
        assertTrue(texts.url("https://user:pass@tracker.example.org:8080/abc/announce?x=1")
                .matches("https://host-[0-9a-f]{8}\\.invalid:8080/x[0-9a-f]{8}"));
    }

    @Test
    void aMarkOfTheContentIsReplacedAndStillTellsEqualFromDifferent() {
        Disguise disguise = new Disguise(KEY, new Originals(), 0);
        PeerEvent.BlockReceived one = new PeerEvent.BlockReceived(1, 2, 3, 4, 77);
        PeerEvent.BlockReceived other = new PeerEvent.BlockReceived(1, 2, 3, 4, 78);
        assertNotEquals(one, disguise.entry(one));
        assertEquals(disguise.entry(one), disguise.entry(one));
        assertNotEquals(disguise.entry(one), disguise.entry(other));
        assertEquals(new StorageEvent.SyncFailed(1, 2, StorageFault.NO_SPACE, "the disk is full"),
                disguise.entry(new StorageEvent.SyncFailed(1, 2, StorageFault.NO_SPACE, "the disk is full")));
    }
}
