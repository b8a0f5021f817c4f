package dev.oxbow.storage;

import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.MetainfoWriter;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes a v1 torrent of a file or a directory: finds the files in a stable order and hashes the pieces. Links are left out. */
public final class TorrentMaker {
    private static final int PIECE_MIN_BYTES = 16 * 1024;
    private static final int PIECE_MAX_BYTES = 16 << 20;
    private static final long PIECES_WANTED = 1500;
    private static final int READ_BYTES = 1 << 20;
    /** What Java makes of bytes in a file name that the locale cannot decode. */
    private static final char UNREADABLE = '\uFFFD';

    /** What the torrent is to say beside its files. */
    public record Label(
            List<List<String>> trackerTiers, List<String> webSeeds, Optional<String> comment, boolean isPrivate, OptionalLong creationDateSeconds,
            String createdBy) {
    }

    private record Source(Path path, List<String> components, long lengthBytes) {
    }

    private TorrentMaker() {
    }

    /** A power of two that gives between one and two thousand pieces, within sensible bounds. */
    public static int pieceLengthFor(long totalBytes) {
        int length = PIECE_MIN_BYTES;
        while (length < PIECE_MAX_BYTES && totalBytes / length > PIECES_WANTED) {
            length *= 2;
        }
        return length;
    }

    /**
     * Hashes everything below the path. The path itself may be a link; its own name is the torrent's.
     *
     * @param pieceLengthBytes 0 to choose one by size
     * @return the bytes of the torrent file
     * @throws IOException with a sentence for people where the reason is not the operating system's
     */
    public static byte[] make(Path path, int pieceLengthBytes, Label label) throws IOException {
        Path named = path.toAbsolutePath().normalize();
        if (named.getFileName() == null) {
            throw new IOException("it has no name");
        }
        String name = checkedName(named);
        boolean directory = Files.isDirectory(path);
        List<Source> sources = directory ? sources(path.toRealPath()) : List.of(new Source(path.toRealPath(), List.of(), Files.size(path)));
        if (sources.isEmpty()) {
            throw new IOException("there is no file in it");
        }
        long total = sources.stream().mapToLong(Source::lengthBytes).sum();
        int pieceLength = pieceLengthBytes > 0 ? pieceLengthBytes : pieceLengthFor(total);
        if (total / pieceLength >= MetainfoParser.PIECES_MAX) {
            throw new IOException("pieces of " + pieceLength + " bytes would be more than " + MetainfoParser.PIECES_MAX + "; choose a larger piece length");
        }
        ByteString hashes = hash(sources, pieceLength, total);
        return MetainfoWriter.write(new MetainfoWriter.Draft(name, directory ? OptionalLong.empty() : OptionalLong.of(total),
                directory ? sources.stream().map(it -> new MetainfoWriter.FileEntry(it.components(), it.lengthBytes())).toList() : List.of(),
                pieceLength, hashes, label.isPrivate(), label.trackerTiers(), label.webSeeds(), label.comment(), Optional.of(label.createdBy()),
                label.creationDateSeconds()));
    }

    private static List<Source> sources(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Source> out = new ArrayList<>();
            for (Path path : walk.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS)).toList()) {
                List<String> components = new ArrayList<>();
                Path at = directory;
                for (Path component : directory.relativize(path)) {
                    at = at.resolve(component);
                    components.add(checkedName(at));
                }
                out.add(new Source(path, components, Files.size(path)));
            }
            out.sort((a, b) -> String.join("/", a.components()).compareTo(String.join("/", b.components())));
            return out;
        } catch (UncheckedIOException e) {
            throw e.getCause(); // a directory that cannot be read
        }
    }

    /** The last name of the path, refused when nobody could write it or find the file again. */
    private static String checkedName(Path path) throws IOException {
        String name = path.getFileName().toString();
        if (name.codePoints().anyMatch(point -> Character.getType(point) == Character.CONTROL)) {
            throw new IOException("the name of " + Text.printable(name, name.length())
                    + " has control characters in it; rename it first");
        }
        if (name.indexOf(UNREADABLE) >= 0 && !Files.exists(path.resolveSibling(name), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the name of " + Text.printable(name, name.length())
                    + " has bytes in it that are no text in this locale; rename it, or set LC_ALL to the locale that it was made in");
        }
        return name;
    }

    private static ByteString hash(List<Source> sources, int pieceLength, long total) throws IOException {
        int pieces = Math.toIntExact((total + pieceLength - 1) / pieceLength);
        byte[] hashes = new byte[pieces * 20];
        MessageDigest digest = PieceCursor.sha1();
        byte[] buffer = new byte[READ_BYTES];
        int piece = 0;
        int inPiece = 0;
        for (Source source : sources) {
            try (InputStream in = Files.newInputStream(source.path(), LinkOption.NOFOLLOW_LINKS)) {
                long left = source.lengthBytes();
                while (left > 0) {
                    int count = in.read(buffer, 0, (int) Math.min(Math.min(buffer.length, pieceLength - inPiece), left));
                    if (count < 0) {
                        throw new IOException(source.path().getFileName() + " became shorter while it was read");
                    }
                    digest.update(buffer, 0, count);
                    left -= count;
                    inPiece += count;
                    if (inPiece == pieceLength) {
                        System.arraycopy(digest.digest(), 0, hashes, 20 * piece++, 20);
                        inPiece = 0;
                    }
                }
            }
        }
        if (inPiece > 0) {
            System.arraycopy(digest.digest(), 0, hashes, 20 * piece, 20);
        }
        return ByteString.wrap(hashes);
    }
}
