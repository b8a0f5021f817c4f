package dev.oxbow.journal;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.codec.RandomEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Small journals of each released version of the schema, with every kind of entry it has, that every later version reads to the same
 * listing. {@link #main} makes the one of a new version; those that are there are never made again.
 */
final class GoldenJournal {
    private static final long FIRST_TIME_NS = 1_700_000_000_000_000_000L;
    private static final int SEEDS = 3;

    private GoldenJournal() {
    }

    /** @param args the directory to write {@code journal.zip} and {@code listing.txt} to, and an empty one to work in */
    public static void main(String[] args) throws Exception {
        Path out = Files.createDirectories(Path.of(args[0]));
        Path work = Path.of(args[1]);
        try (JournalWriter writer = JournalWriter.open(work, JournalRecovery.recover(work, record -> { }))) {
            for (Entry entry : entries()) {
                writer.append(FIRST_TIME_NS + writer.nextSequence(), entry);
            }
            writer.sync();
        }
        try (JournalReader reader = JournalReader.open(work)) {
            Files.write(out.resolve("listing.txt"), TestJournal.read(reader).stream().map(GoldenJournal::line).toList());
        }
        try (OutputStream file = Files.newOutputStream(out.resolve("journal.zip"))) {
            zip(work, file);
        }
    }

    /** Every kind, a few times over; a whole checkpoint first. */
    private static List<Entry> entries() throws ReflectiveOperationException {
        List<Entry> checkpoint = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            for (Class<?> kind : RandomEntries.kinds()) {
                boolean framing = kind == CheckpointEvent.CheckpointStarted.class || kind == CheckpointEvent.CheckpointCompleted.class;
                Entry entry = new RandomEntries(seed).make(kind);
                if (!framing || seed == 0) {
                    (entry instanceof CheckpointEvent ? checkpoint : others).add(entry);
                }
            }
        }
        checkpoint.sort((a, b) -> Integer.compare(place(a), place(b)));
        checkpoint.addAll(others);
        return checkpoint;
    }

    private static int place(Entry entry) {
        return entry instanceof CheckpointEvent.CheckpointStarted ? 0 : entry instanceof CheckpointEvent.CheckpointCompleted ? 2 : 1;
    }

    /** Sequence, time, kind, then each component as {@code name=value}, between tabs. */
    static String line(JournalRecord record) {
        StringBuilder out = new StringBuilder();
        out.append(record.sequence()).append('\t').append(record.timeNs()).append('\t').append(record.entry().getClass().getSimpleName());
        for (RecordComponent component : record.entry().getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(record.entry());
                out.append('\t').append(component.getName()).append('=').append(value instanceof TorrentSpec spec ? text(spec) : value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return out.toString();
    }

    private static String text(TorrentSpec spec) {
        StringBuilder out = new StringBuilder(spec.infoHash() + " " + spec.name() + " " + spec.pieces().pieceLengthBytes() + " private "
                + spec.isPrivate() + " trackers " + spec.trackerTiers());
        for (int i = 0; i < spec.files().fileCount(); i++) {
            out.append(spec.files().isPad(i) ? " pad " : " file ").append(spec.files().lengthBytes(i));
        }
        return out.toString();
    }

    private static void zip(Path directory, OutputStream to) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(to); Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                ZipEntry entry = new ZipEntry(directory.relativize(path).toString().replace('\\', '/'));
                out.putNextEntry(entry.setLastModifiedTime(FileTime.fromMillis(FIRST_TIME_NS / 1_000_000)));
                out.write(Files.readAllBytes(path));
            }
        }
    }

    static void unzip(String version, Path directory) throws IOException {
        try (InputStream resource = GoldenJournal.class.getResourceAsStream("/golden/" + version + "/journal.zip");
                ZipInputStream in = new ZipInputStream(Optional.ofNullable(resource).orElseThrow())) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, in.readAllBytes());
            }
        }
    }
}
