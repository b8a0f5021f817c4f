package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.replay.BanTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The screens of docs/replaying.md are what the commands above them print of the journal that comes with them. {@code -Doxbow.rewrite=true}
 * writes the page anew; review the difference.
 */
class TutorialTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("replaying.md");
    private static final String STATE = "--state docs/tutorial";
    private static final String FENCE = "```";
    private static final String PROMPT = "$ ./oxbow ";
    private static final long PACKED_MAX_BYTES = 500_000;

    @TempDir
    private Path home;

    /** Runs it as the page has it, and says what it prints. */
    private static List<String> screen(String command) {
        String[] arguments = command.substring(PROMPT.length()).replace(STATE, "--state " + DOCS.resolve("tutorial")).split(" ");
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertEquals(0, Main.run(arguments), command);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** The page with every screen as it is now; a screen is a fenced block whose first line runs a command on the tutorial's journal. */
    private static List<String> page(List<String> lines, List<String> commands) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            out.add(lines.get(i));
            if (lines.get(i).startsWith(PROMPT) && lines.get(i).contains(STATE) && lines.get(i - 1).equals(FENCE)) {
                commands.add(lines.get(i));
                out.addAll(screen(lines.get(i)));
                while (!lines.get(i + 1).equals(FENCE)) {
                    i++;
                }
            }
        }
        return out;
    }

    private static Map<Path, byte[]> files(Path directory) throws IOException {
        Map<Path, byte[]> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                out.put(directory.relativize(file), Files.readAllBytes(file));
            }
        }
        return out;
    }

    @Test
    void showsWhatTheCommandsPrintAndLeavesTheJournalAlone() throws IOException {
        Map<Path, byte[]> before = files(DOCS.resolve("tutorial"));
        List<String> lines = Files.readAllLines(PAGE);
        List<String> commands = new ArrayList<>();
        List<String> now = page(lines, commands);
        if (Boolean.getBoolean("oxbow.rewrite")) {
            Files.write(PAGE, now);
        } else {
            assertEquals(String.join("\n", now), String.join("\n", lines));
        }
        assertTrue(commands.size() >= 5, commands.toString());
        Map<Path, byte[]> after = files(DOCS.resolve("tutorial"));
        assertEquals(before.keySet(), after.keySet());
        before.forEach((file, bytes) -> assertTrue(Arrays.equals(bytes, after.get(file)), file + " was written to"));
        assertTrue(before.values().stream().mapToLong(bytes -> bytes.length).sum() < PACKED_MAX_BYTES);
    }

    @Test
    void theSameSwarmStillEndsWithTheSamePeerBanned() throws IOException {
        TutorialJournal.record(home);
        assertEquals(List.of(TutorialJournal.LIAR.toString()), BanTable.of(home).stream().map(ban -> ban.get("peer").textValue()).toList());
    }
}
