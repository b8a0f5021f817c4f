package dev.oxbow.cli.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Replay;
import dev.oxbow.replay.Verifier;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A payload of one file, its torrent, and what the packaged program does with it: each run has a directory and a journal by a name. */
final class SmallTorrent {
    final Path home;
    /** Where the payload lies. */
    final Path original;
    final int lengthBytes;
    final byte[] bytes;
    final Path file;
    final String infoHash;

    SmallTorrent(Path home, int lengthBytes, boolean isPrivate, String... trackers) throws IOException {
        this(home, lengthBytes, 0, isPrivate, trackers);
    }

    /** @param pieceBytes 0 for a usual length; small ones make long metadata */
    SmallTorrent(Path home, int lengthBytes, int pieceBytes, boolean isPrivate, String... trackers) throws IOException {
        this.home = home;
        this.lengthBytes = lengthBytes;
        original = Files.createDirectories(home.resolve("original"));
        byte[] payload = new byte[lengthBytes];
        new Random(17).nextBytes(payload);
        Files.write(original.resolve("payload"), payload);
        List<List<String>> tiers = List.of(trackers).stream().map(List::of).toList();
        bytes = TorrentMaker.make(original.resolve("payload"), pieceBytes,
                new TorrentMaker.Label(tiers, List.of(), Optional.empty(), isPrivate, OptionalLong.empty(), "test"));
        infoHash = infoHashOf(bytes);
        file = Files.write(home.resolve("payload.torrent"), bytes);
    }

    private static String infoHashOf(byte[] torrent) throws IOException {
        try {
            return MetainfoParser.parse(torrent).infoHash().toString();
        } catch (MetainfoException e) {
            throw new IOException("we made a torrent that we cannot read", e);
        }
    }

    byte[] payload() throws IOException {
        return Files.readAllBytes(original.resolve("payload"));
    }

    int pieceBytes() throws IOException {
        try {
            return Math.toIntExact(MetainfoParser.parse(bytes).layout().pieceLengthBytes());
        } catch (MetainfoException e) {
            throw new IOException("we made a torrent that we cannot read", e);
        }
    }

    Path state(String name) {
        return home.resolve(name + "-state");
    }

    /** What {@code oxbow COMMAND} is told beside what it is to do with its network. */
    String[] arguments(String command, String what, String name, String... more) {
        List<String> out = new ArrayList<>(List.of(command, what, "--dir", home.resolve(name).toString(), "--state", state(name).toString(),
                "--jsonl"));
        out.addAll(List.of(more));
        return out.toArray(String[]::new);
    }

    /** {@code oxbow get} of the torrent file, with everything off that looks for peers. */
    PackagedOxbow get(String name, String... more) throws IOException {
        List<String> quiet = new ArrayList<>(List.of("--bind", "127.0.0.1", "--no-dht"));
        quiet.addAll(List.of(more));
        return PackagedOxbow.start(home, arguments("get", file.toString(), name, quiet.toArray(String[]::new)));
    }

    /** What the journal says up to now, of these types, or everything. */
    List<JsonNode> events(String name, String... types) throws IOException {
        List<JsonNode> out = new ArrayList<>();
        try (Replay replay = new Replay(state(name))) {
            for (Optional<Replay.Step> step = replay.step(); step.isPresent(); step = replay.step()) {
                JsonNode entry = step.get().json();
                if (types.length == 0 || List.of(types).contains(entry.get("type").textValue())) {
                    out.add(entry);
                }
            }
        }
        return out;
    }

    /** Waits for the end of a download, and sees that all is right: the payload, and the journal. */
    void assertDownloaded(PackagedOxbow oxbow, String name) throws IOException, InterruptedException {
        assertEquals(0, oxbow.await(), oxbow.said());
        assertEquals("complete", oxbow.result().get("status").textValue());
        assertEquals(-1, Files.mismatch(original.resolve("payload"), home.resolve(name).resolve("payload")));
        assertEquals(oxbow.result().get("stateHash").textValue(), assertReplays(name));
    }

    /** Sees that the journal is whole, and that today's decisions are those that it tells of. @return the hash of the last state */
    String assertReplays(String name) throws IOException {
        Verifier.Result result = Verifier.verify(state(name));
        assertEquals(Optional.empty(), result.damage());
        assertEquals(Optional.empty(), result.divergence());
        return result.stateHash();
    }

    /** The same by {@code oxbow replay verify}. */
    void assertReplaysByCommand(String name) throws IOException, InterruptedException {
        try (PackagedOxbow verify = PackagedOxbow.start(home, "replay", "verify", "--state", state(name).toString(), "-o", "json")) {
            assertEquals(0, verify.await(), verify.said());
            assertEquals("ok", verify.result().get("chain").textValue());
            assertEquals("ok", verify.result().get("decisions").textValue());
        }
    }

    /** What is left after all that was done to it: the payload is whole, the journal replays, and the doctor finds no damage; by the commands. */
    void assertSound(String name) throws IOException, InterruptedException {
        try (PackagedOxbow verify = PackagedOxbow.start(home, "verify", file.toString(), "--dir", home.resolve(name).toString());
                PackagedOxbow doctor = PackagedOxbow.start(home, "replay", "doctor", "--state", state(name).toString(), "-o", "json")) {
            assertReplaysByCommand(name);
            assertEquals(0, verify.await(), verify.said());
            assertEquals(0, doctor.await(), doctor.said());
            assertEquals(0, doctor.result().get("damage").size(), doctor.said());
        }
    }

    /** The pieces that the journal says were verified. */
    BitSet verified(String name) throws IOException {
        BitSet out = new BitSet();
        if (!hasJournal(name)) {
            return out;
        }
        try (JournalReader reader = JournalReader.open(state(name))) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().entry() instanceof StorageEvent.PieceVerified it) {
                    out.set(it.pieceIndex());
                }
            }
        }
        return out;
    }

    /** Whether a run has come so far that its journal can be read. */
    boolean hasJournal(String name) throws IOException {
        try {
            return Files.isDirectory(state(name)) && !JournalReader.segments(state(name)).isEmpty();
        } catch (NoSuchElementException notYet) {
            return false;
        }
    }

    /** The type of the first entry that tells of the peer: how we came to know of it. */
    String toldBy(String name, String endpoint) throws IOException {
        return events(name).stream().filter(line -> line.toString().contains("\"" + endpoint + "\"")).findFirst()
                .map(line -> line.get("type").textValue()).orElse("nobody");
    }
}
