package dev.oxbow.journal;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.PeerEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the journal's tests do over and over: write a segment, read everything, look at a directory, start a child. */
final class TestJournal {
    /** The two entries of the checkpoint that {@link #begin} writes. */
    static final int CHECKPOINT_ENTRIES = 2;

    private TestJournal() {
    }

    static JournalWriter begin(Path directory) throws IOException {
        return begin(directory, new SpaceAhead());
    }

    static JournalWriter begin(Path directory, SpaceAhead space) throws IOException {
        JournalWriter writer = JournalWriter.open(directory, JournalRecovery.recover(directory, record -> { }), space);
        checkpoint(writer);
        return writer;
    }

    static void checkpoint(JournalWriter writer) throws IOException {
        writer.append(1, new CheckpointEvent.CheckpointStarted(writer.segment(), 1, 1, 1, 0, "boot", true));
        writer.append(1, new CheckpointEvent.CheckpointCompleted(7));
    }

    static void append(JournalWriter writer, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            writer.append(1, new PeerEvent.HaveReceived(1, i));
        }
    }

    /** Writes a whole segment: a checkpoint, {@code count} entries, a sync. */
    static void write(Path directory, int count) throws IOException {
        try (JournalWriter writer = begin(directory)) {
            append(writer, count);
            writer.sync();
        }
    }

    static List<JournalRecord> read(JournalReader reader) throws IOException {
        List<JournalRecord> out = new ArrayList<>();
        for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
            out.add(record.get());
        }
        return out;
    }

    static Path file(Path directory, int segment) throws IOException {
        return ChronicleSegment.files(Segments.path(directory, segment)).get(0);
    }

    /** Name, size and times of everything below the directory. */
    static Map<Path, String> snapshot(Path directory) throws IOException {
        Map<Path, String> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                BasicFileAttributes it = Files.readAttributes(path, BasicFileAttributes.class);
                out.put(path, it.size() + " bytes, " + it.lastModifiedTime() + ", key " + it.fileKey());
            }
        }
        return out;
    }

    /** A JVM like this one that runs {@code main}. */
    static ProcessBuilder child(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(it -> it.startsWith("--add-opens")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
