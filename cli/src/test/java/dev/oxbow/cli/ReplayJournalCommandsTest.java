package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.JournalCopy;
import dev.oxbow.journal.SessionLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor, prune, export and anonymise print, and with which status they end. */
class ReplayJournalCommandsTest {
    @TempDir
    private Path home;
    private String state;

    private record Run(int exit, String out, String error) {
    }

    private static Run run(String... arguments) {
        PrintStream out = System.out;
        PrintStream error = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errorBytes, true, StandardCharsets.UTF_8));
            return new Run(Main.run(arguments), outBytes.toString(StandardCharsets.UTF_8), errorBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(error);
        }
    }

    @BeforeEach
    void write() throws IOException {
        Path directory = home.resolve("state");
        state = directory.toString();
        long sequence = 0;
        try (JournalCopy journal = JournalCopy.create(directory)) {
            for (int segment = 1; segment <= 3; segment++) {
                journal.beginSegment(sequence);
                SessionState folded = new SessionState();
                CheckpointEvent.CheckpointStarted started = new CheckpointEvent.CheckpointStarted(segment, 1, 1, 1, 0, "boot", true);
                journal.append(1000, started);
                folded.apply(sequence++, 1000, started);
                journal.append(1000, new CheckpointEvent.CheckpointCompleted(StateHash.of(folded)));
                sequence++;
                for (int i = 0; i < 50; i++) {
                    journal.append(1000, new SessionEvent.JournalSynced(i));
                    sequence++;
                }
            }
        }
    }

    private void damage(int segment) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("state/journal/00000" + segment))) {
            Path file = files.filter(it -> it.toString().endsWith(".cq4")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            int last = bytes.length - 1;
            while (bytes[last] == 0) {
                last--;
            }
            try (RandomAccessFile it = new RandomAccessFile(file.toFile(), "rw")) {
                it.seek(last - 400);
                it.write(new byte[100]);
            }
        }
    }

    @Test
    void theDoctorFindsAWholeJournalWholeAndADamagedOneDamaged() throws IOException {
        Run whole = run("replay", "doctor", "--state", state);
        assertEquals(0, whole.exit(), whole.error());
        assertTrue(whole.out().startsWith("156 entries readable, 0 lost\n"), whole.out());
        damage(2);
        Run damaged = run("replay", "doctor", "--state", state, "-o", "json");
        assertEquals(13, damaged.exit());
        JsonNode json = new ObjectMapper().readTree(damaged.out());
        assertEquals(156, json.get("entriesReadable").intValue() + json.get("entriesLost").intValue());
        assertEquals(1, json.get("damage").size());
        assertTrue(damaged.error().startsWith("oxbow: segment 2 (") && damaged.error().lines().count() == 1, damaged.error());
        String out = home.resolve("salvaged").toString();
        assertEquals(13, run("replay", "doctor", "--state", state, "--salvage", out).exit());
        assertEquals(0, run("replay", "doctor", "--state", out).exit());
        assertEquals(0, run("replay", "verify", "--state", out).exit());
        assertEquals(0, run("replay", "at", "end", "--state", out).exit());
        assertEquals(10, run("replay", "doctor", "--state", state, "--salvage", out).exit());
        assertEquals(2, run("replay", "doctor", "--state", home.resolve("none").toString()).exit());
    }

    @Test
    void pruningIsRefusedWhileSomebodyWorksThere() throws Exception {
        Run dry = run("replay", "prune", "--state", state, "--max-size", "1", "--dry-run", "-o", "json");
        assertEquals(0, dry.exit(), dry.error());
        assertEquals(1, new ObjectMapper().readTree(dry.out()).get("segments").size());
        try (SessionLock lock = SessionLock.acquire(Path.of(state))) {
            assertEquals(11, run("replay", "prune", "--state", state, "--max-size", "1").exit());
        }
        Run done = run("replay", "prune", "--state", state, "--max-size", "1");
        assertEquals(0, done.exit(), done.error());
        assertTrue(done.out().contains("bytes in 1 segment freed; 2 segments of "), done.out());
        assertEquals(0, run("replay", "doctor", "--state", state).exit());
    }

    @Test
    void exportsAndAnonymises() throws IOException {
        Path lines = home.resolve("lines");
        assertEquals(0, run("replay", "export", "--state", state, "--to", "jsonl", "-O", lines.toString(), "--since", "@10", "--until",
                "@19").exit());
        assertEquals(10, Files.readAllLines(lines).size());
        for (String form : new String[] {"csv", "pcapng", "perfetto"}) {
            assertEquals(0, run("replay", "export", "--state", state, "--to", form, "-O", home.resolve(form).toString()).exit(), form);
        }
        assertEquals(2, run("replay", "export", "--state", state, "--to", "paper", "-O", lines.toString()).exit());
        assertEquals(2, run("replay", "export", "--state", state, "--to", "jsonl", "-O", lines.toString(), "--since", "soon").exit());
        assertEquals(10, run("replay", "export", "--state", state, "--to", "jsonl", "-O", home.resolve("no/where").toString()).exit());
        Run copied = run("replay", "anonymise", "--state", state, home.resolve("copy").toString(), "--check");
        assertEquals(0, copied.exit(), copied.error());
        assertTrue(copied.out().contains("none found"), copied.out());
        damage(3);
        assertEquals(13, run("replay", "export", "--state", state, "--to", "jsonl", "-O", lines.toString()).exit());
    }

    @Test
    void whatIfTakesSeveralFiguresAndNamesThoseThatThereAre() {
        String tutorial = Path.of("..", "docs", "tutorial").toString();
        Run both = run("replay", "what-if", "--exact", "--set", "CHOKE_FLAP.changes=3", "--set", "SettingsChanged.connectionsMax=1",
                "--state", tutorial);
        assertEquals(0, both.exit(), both.error());
        assertTrue(both.out().contains("CHOKE_FLAP (low, statistical): 3 changes")
                && both.out().contains("with CHOKE_FLAP.changes=3, SettingsChanged.connectionsMax=1: "), both.out());
        for (String wrong : new String[] {"SNUB.minutes=1", "SNUB.seconds=soon", "SNUB.seconds", "=3", "SNUB.seconds=0", "SNUB.seconds=2",
                "SNUB.seconds=99999999999999999999"}) {
            Run refused = run("replay", "what-if", "--exact", "--set", "SNUB.seconds=1", "--set", wrong, "--state", tutorial);
            assertEquals(2, refused.exit(), wrong);
            assertEquals(1, refused.error().lines().count(), refused.error());
        }
        assertTrue(run("replay", "what-if", "--exact", "--set", "SNUB.minutes=1", "--state",
                tutorial).error().contains("SNUB.seconds, SNUB.firstSeconds"));
    }
}
