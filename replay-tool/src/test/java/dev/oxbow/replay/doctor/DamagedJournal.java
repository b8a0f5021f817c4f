package dev.oxbow.replay.doctor;

import dev.oxbow.core.random.Rng;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Copies of a journal, and what may happen to them. */
final class DamagedJournal {
    static final int PAGE_BYTES = 4096;
    private static final int KINDS = 7;

    private DamagedJournal() {
    }

    static Map<Long, JournalRecord> read(Path directory) throws IOException {
        Map<Long, JournalRecord> out = new TreeMap<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                out.put(record.get().sequence(), record.get());
            }
        }
        return out;
    }

    static Path copy(Path source, Path target) throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            for (Path path : all.toList()) {
                Path there = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(path, there);
                }
            }
        }
        return target;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    static Path file(Path directory, int segment) throws IOException {
        try (Stream<Path> all = Files.list(directory.resolve("journal/00000" + segment))) {
            return all.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
    }

    /** Does what the seed says. @return what was done, for people */
    static String damage(Path directory, long seed, int segments) throws IOException {
        int segment = 1 + below(segments, seed, 1);
        Path file = file(directory, segment);
        long size = Files.size(file);
        switch (below(KINDS, seed, 2)) {
            case 0, 1, 2:
                List<Long> flipped = new ArrayList<>();
                for (int i = 0; i <= below(3, seed, 3); i++) {
                    long bit = firstEntryByte() * 8L + below((int) (size - firstEntryByte()) * 8, seed, 10 + i);
                    flip(file, bit);
                    flipped.add(bit);
                }
                return "bits " + flipped + " of segment " + segment;
            case 3, 4:
                long page = below((int) (size / PAGE_BYTES), seed, 4) * (long) PAGE_BYTES;
                zero(file, page, PAGE_BYTES);
                return "page at " + page + " of segment " + segment;
            case 5:
                long length = below((int) size, seed, 5);
                truncate(file, length);
                return "segment " + segment + " cut to " + length;
            default:
                return deleteSomething(directory, segment, below(4, seed, 6));
        }
    }

    private static String deleteSomething(Path directory, int segment, int what) throws IOException {
        Path journal = directory.resolve("journal");
        switch (what) {
            case 0:
                Files.delete(journal.resolve("00000" + segment + "/metadata.cq4t"));
                return "no metadata in segment " + segment;
            case 1:
                delete(journal.resolve("00000" + segment));
                return "no segment " + segment;
            case 2:
                Files.delete(file(directory, segment));
                return "no file in segment " + segment;
            default:
                Files.delete(journal.resolve("anchor"));
                return "no anchor";
        }
    }

    /** Flips mostly hit zeros unless they keep to where entries may be: behind the queue's own tables. */
    private static int firstEntryByte() {
        return 65_536;
    }

    static int below(int bound, long seed, int draw) {
        return Rng.below(bound, seed, Rng.Purpose.PIECE_ORDER, draw, 0);
    }

    static void flip(Path file, long bit) throws IOException {
        try (RandomAccessFile it = new RandomAccessFile(file.toFile(), "rw")) {
            it.seek(bit / 8);
            int value = it.read();
            it.seek(bit / 8);
            it.write(value ^ 1 << (int) (bit % 8));
        }
    }

    static void zero(Path file, long at, int length) throws IOException {
        try (RandomAccessFile it = new RandomAccessFile(file.toFile(), "rw")) {
            it.seek(at);
            it.write(new byte[(int) Math.min(length, it.length() - at)]);
        }
    }

    static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile it = new RandomAccessFile(file.toFile(), "rw")) {
            it.setLength(length);
        }
    }

    /** Name, size, time of writing and content of everything below the directory. */
    static Map<Path, String> snapshot(Path directory) throws IOException {
        Map<Path, String> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                String content = Files.isDirectory(path) ? "" : Arrays.hashCode(Files.readAllBytes(path)) + "";
                out.put(path, Files.size(path) + " " + Files.getLastModifiedTime(path) + " " + content);
            }
        }
        return out;
    }
}
