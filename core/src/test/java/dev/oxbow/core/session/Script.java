package dev.oxbow.core.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A golden conversation in a file. Lines of a script:
 *
 * <pre>
 * # anything               a comment
 * after NAME               everything in NAME.script happened before
 * wait 10s | wait 20ms     time passes
 * clock                    ClockAdvanced, if a deadline is due; else nothing happens
 * &gt; HaveReceived …         an event
 * restart                  the process is gone; the next one begins a segment with a checkpoint
 * ? due | ? torrent | ? peers | ? webSeeds   what the state says
 * &lt; RequestBlocks …        what followed: written by the runner, as are lines that begin with * or =
 * </pre>
 */
final class Script {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "scripts");

    private Script() {
    }

    static List<Path> all() {
        try (var files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".script")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path named(String name) {
        return DIRECTORY.resolve(name + ".script");
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plays the script, and gives it back with what really followed from its events. */
    static String play(Path file, Conversation conversation) {
        List<String> out = new ArrayList<>();
        conversation.listen(out::add);
        for (String line : text(file).split("\n")) {
            if (line.startsWith("<") || line.startsWith("*") || line.startsWith("=")) {
                continue;
            }
            out.add(line);
            try {
                play(line, conversation, out::add);
            } catch (RuntimeException e) {
                throw new IllegalStateException(file.getFileName() + ": " + line + "\n" + e.getMessage(), e);
            }
        }
        return String.join("\n", out) + "\n";
    }

    private static void play(String line, Conversation conversation, Consumer<String> out) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+", 2);
        switch (words[0]) {
            case "after" -> {
                play(named(words[1]), conversation);
                conversation.listen(out);
            }
            case "wait" -> conversation.waitFor(words[1]);
            case "clock" -> conversation.clock();
            case ">" -> conversation.hear(words[1]);
            case "restart" -> conversation.restart();
            case "?" -> conversation.ask(words[1]);
            default -> throw new IllegalArgumentException("scripts know no " + words[0]);
        }
    }
}
