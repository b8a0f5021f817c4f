package dev.oxbow.replay;

import dev.oxbow.journal.JournalPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The {@link StateImage}s of one journal, in its cache directory: {@code SEQUENCE-TIME.state} is the state behind that entry, preceded by
 * the place behind it and followed by a CRC. Their size is bounded: when there are too many every second one goes.
 */
final class ImageStore {
    private static final Pattern NAME = Pattern.compile("([0-9]{1,19})-([0-9]{1,19})\\.state");
    private static final int CRC_BYTES = 4;
    private static final long BYTES_MAX = 128L << 20;

    /** @param mark behind which the state is that of the file */
    record Stored(IndexMark mark, StateImage image) {
    }

    private record Named(long sequence, long timeNs, Path file) {
    }

    private final Optional<Path> directory;
    private final TreeMap<Long, Named> images = new TreeMap<>();
    private boolean closed;

    private ImageStore(Optional<Path> directory) {
        this.directory = directory;
    }

    static ImageStore open(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        ImageStore out = new ImageStore(cacheHome.isEmpty() ? Optional.empty() : Optional.of(CacheHome.of(cacheHome.get(), sessionDirectory)));
        if (out.directory.filter(Files::isDirectory).isPresent()) {
            try (Stream<Path> files = Files.list(out.directory.get())) {
                files.forEach(out::know);
            } catch (IOException | UncheckedIOException e) {
                out.images.clear();
            }
        }
        return out;
    }

    private void know(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        if (matcher.matches()) {
            Named named = new Named(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), file);
            images.put(named.sequence, named);
        }
    }

    /** Whether there is one behind this entry. */
    boolean has(long sequence) {
        return images.containsKey(sequence);
    }

    /** The entry before this one that the last image is behind; -1 when there is none. */
    long lastBefore(long sequence) {
        Long out = images.lowerKey(sequence);
        return out == null ? -1 : out;
    }

    /** Whether a place is one in the journal as it is now. */
    interface PlaceCheck {
        boolean fits(JournalPlace place) throws IOException;
    }

    /**
     * The last one behind entries that are all covered by the point, and after {@code above}. One whose place is not there any more is of
     * another journal that stood here, as all of them are then; what cannot be read is deleted.
     */
    Optional<Stored> before(PointInTime point, long above, PlaceCheck check) throws IOException {
        for (Named named : List.copyOf(images.headMap(point.sequence(), true).descendingMap().values())) {
            if (named.sequence <= above) {
                return Optional.empty();
            }
            if (named.timeNs <= point.timeNs()) {
                Optional<byte[]> bytes = bytes(named);
                if (bytes.isPresent() && !check.fits(IndexFile.mark(ByteBuffer.wrap(bytes.get())).place())) {
                    clear();
                    return Optional.empty();
                }
                Optional<Stored> stored = bytes.flatMap(ImageStore::stored);
                if (stored.isPresent()) {
                    return stored;
                }
                forget(named.sequence);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> bytes(Named named) {
        try {
            byte[] bytes = Files.readAllBytes(named.file);
            int length = bytes.length - CRC_BYTES;
            return length > IndexFile.MARK_BYTES && ByteBuffer.wrap(bytes).getInt(length) == IndexFile.crc(bytes, length) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // as if it were not there
        }
    }

    private static Optional<Stored> stored(byte[] bytes) {
        IndexMark mark = IndexFile.mark(ByteBuffer.wrap(bytes));
        return StateImage.of(Arrays.copyOfRange(bytes, IndexFile.MARK_BYTES, bytes.length - CRC_BYTES))
                .filter(image -> image.state().sequence() == mark.place().lastSequence()).map(image -> new Stored(mark, image));
    }

    /** All of them are of another journal. */
    void clear() {
        List.copyOf(images.keySet()).forEach(this::forget);
    }

    private void forget(long sequence) {
        Named named = images.remove(sequence);
        try {
            Files.deleteIfExists(named.file);
        } catch (IOException e) {
            // a cache that cannot be cleaned is still only a cache
        }
    }

    /** Keeps the state behind the mark, where that can be done. @return how many bytes it takes */
    long keep(IndexMark mark, StateImage image) {
        if (directory.isEmpty() || closed) {
            return 0;
        }
        try {
            byte[] bytes = image.toBytes();
            byte[] all = IndexFile.put(ByteBuffer.allocate(IndexFile.MARK_BYTES + bytes.length + CRC_BYTES), mark).put(bytes).array();
            ByteBuffer.wrap(all).putInt(all.length - CRC_BYTES, IndexFile.crc(all, all.length - CRC_BYTES));
            Path file = directory.get().resolve(mark.place().lastSequence() + "-" + mark.lastTimeNs() + ".state");
            IndexFile.replace(file, all);
            know(file);
            thin();
            return all.length;
        } catch (IOException | GraphKinds.UnknownClassException e) {
            closed = true; // no room, no permission, or a state that cannot be kept: everything works without, only slower
            return 0;
        }
    }

    private void thin() throws IOException {
        long sum = 0;
        for (Named named : images.values()) {
            sum += Files.size(named.file);
        }
        boolean drop = true;
        for (Long sequence : sum > BYTES_MAX ? images.keySet().toArray(Long[]::new) : new Long[0]) {
            if (drop) {
                forget(sequence);
            }
            drop = !drop;
        }
    }
}
