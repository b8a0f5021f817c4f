package dev.oxbow.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A session's journal directory as bytes: each file by its path below {@code journal}; writes only what differs. */
final class JournalImage {
    private final TreeMap<String, byte[]> files;

    private JournalImage(Map<String, byte[]> files) {
        this.files = new TreeMap<>(files);
    }

    static JournalImage of(Path sessionDirectory) throws IOException {
        TreeMap<String, byte[]> out = new TreeMap<>();
        Path home = Segments.home(sessionDirectory);
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                out.put(home.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return new JournalImage(out);
    }

    JournalImage copy() {
        return new JournalImage(files);
    }

    /** The name of the one file of entries that the segment has. */
    static Optional<String> entries(JournalImage image, int segment) {
        return image.files.keySet().stream().filter(name -> name.startsWith(String.format("%06d/", segment)) && name.endsWith(".cq4")).findFirst();
    }

    Optional<byte[]> get(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    void put(String name, byte[] content) {
        files.put(name, content);
    }

    void remove(String name) {
        files.remove(name);
    }

    void removeSegment(int segment) {
        files.keySet().removeIf(name -> name.startsWith(String.format("%06d/", segment)));
    }

    /** Makes the directory be like this, given that it is like {@code now}. A segment without files has no directory. */
    void replace(JournalImage now, Path sessionDirectory) throws IOException {
        Path home = Segments.home(sessionDirectory);
        for (String name : now.files.keySet()) {
            if (!files.containsKey(name)) {
                Files.delete(home.resolve(name));
                Path parent = home.resolve(name).getParent();
                if (!parent.equals(home) && parent.toFile().list().length == 0) {
                    Files.delete(parent);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!Arrays.equals(file.getValue(), now.files.get(file.getKey()))) {
                Files.createDirectories(home.resolve(file.getKey()).getParent());
                Files.write(home.resolve(file.getKey()), file.getValue());
            }
        }
    }
}
