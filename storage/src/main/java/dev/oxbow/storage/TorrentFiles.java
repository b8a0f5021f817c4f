package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where the files of one torrent lie, and the only way to open them: below the torrent's directory no symbolic link is ever followed,
 * and nothing but a regular file is opened.
 */
public final class TorrentFiles {
    private static final int NAME_MAX_CHARS = 255;
    /** For so long the directories that lead to a file are not looked at again for those beside it. */
    private static final long PARENT_KNOWN_NS = 100_000_000;
    private static final KnownParent NO_PARENT = new KnownParent(Path.of(""), 0);
    private static final String UNIX_ATTRIBUTES = "unix:isRegularFile,size,lastModifiedTime,ino";

    private final Metainfo metainfo;
    private final Path directory;
    private final FileLayout files;
    private final PieceLayout pieces;
    private final Optional<PartsFile> parts;
    private volatile Bitfield inParts;
    private volatile KnownParent knownParent = NO_PARENT;

    /** A directory that was there, with no link on the way, a moment ago. */
    private record KnownParent(Path path, long sinceNs) {
    }

    /** All files are in their places. */
    public TorrentFiles(Metainfo metainfo, Path directory) {
        this(metainfo, directory, Optional.empty());
    }

    /** @param parts takes what is not to go to its file */
    TorrentFiles(Metainfo metainfo, Path directory, Optional<PartsFile> parts) {
        this.metainfo = metainfo;
        this.directory = directory;
        this.files = metainfo.fileLayout();
        this.pieces = metainfo.layout();
        this.parts = parts;
        this.inParts = new Bitfield(files.fileCount());
    }

    PartsFile parts() {
        return parts.orElseThrow();
    }

    /** Whether the parts file stands for this file, which is not there. */
    boolean isInParts(int fileIndex) {
        return inParts.contains(fileIndex);
    }

    /** @param kept the files that the parts file stands for from now on */
    void keepInParts(Bitfield kept) {
        inParts = kept.copy();
    }

    FileLayout layout() {
        return files;
    }

    PieceLayout pieces() {
        return pieces;
    }

    byte[] pieceHash(int pieceIndex) {
        return metainfo.pieceHash(pieceIndex).toArray();
    }

    Path directory() {
        return directory;
    }

    /** The volume that the files lie on, or will lie on once their directory is made. */
    FileStore fileStore() throws IOException {
        Path at = directory.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return Files.getFileStore(at);
    }

    /** For people: relative to the directory, with {@code /} between the components. */
    String name(int fileIndex) {
        return metainfo.files().get(fileIndex).shownPath();
    }

    /** @throws DiskFault when this system has no bytes for a character of the name */
    Path path(int fileIndex) throws DiskFault {
        try {
            Path out = directory;
            for (String component : metainfo.files().get(fileIndex).path()) {
                out = out.resolve(component);
            }
            return out;
        } catch (InvalidPathException e) {
            throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot use " + name(fileIndex)
                    + ": the locale has no such characters; set LC_ALL to a UTF-8 locale, as C.UTF-8");
        }
    }

    boolean isWritten(int fileIndex) {
        return !files.isPad(fileIndex) && metainfo.files().get(fileIndex).symlink().isEmpty();
    }

    FileChannel openForReading(int fileIndex) throws DiskFault {
        try {
            return openExisting(fileIndex);
        } catch (IOException e) {
            throw DiskFault.of("cannot read " + name(fileIndex), e);
        }
    }

    /** The same; nothing when it is not there. */
    Optional<FileChannel> openIfThere(int fileIndex) throws DiskFault {
        try {
            return Optional.of(openExisting(fileIndex));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFault.of("cannot read " + name(fileIndex), e);
        }
    }

    private FileChannel openExisting(int fileIndex) throws IOException, DiskFault {
        checkParents(fileIndex, false);
        checkRegular(path(fileIndex));
        return FileChannel.open(path(fileIndex), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Creates the file, and the directories that lead to it, when they are not there. */
    FileChannel openForWriting(int fileIndex) throws DiskFault {
        try {
            return openForWriting(fileIndex, Set.of());
        } catch (IOException e) {
            throw DiskFault.of("cannot write " + name(fileIndex), e);
        }
    }

    /** The same. @param further options, which not every file system knows */
    FileChannel openForWriting(int fileIndex, Set<OpenOption> further) throws IOException, DiskFault {
        checkParents(fileIndex, true);
        try {
            checkRegular(path(fileIndex));
        } catch (NoSuchFileException e) {
            // it is made now
        }
        Set<OpenOption> options = new HashSet<>(further);
        Collections.addAll(options, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.SPARSE,
                LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path(fileIndex), options);
    }

    /** Creates the directories that lead to the file. */
    void createParents(int fileIndex) throws IOException, DiskFault {
        checkParents(fileIndex, true);
    }

    private void checkParents(int fileIndex, boolean create) throws IOException, DiskFault {
        Path parent = path(fileIndex).getParent(); // refuses names that cannot be written
        KnownParent known = knownParent;
        long nowNs = System.nanoTime();
        if (!known.path().equals(parent) || nowNs - known.sinceNs() >= PARENT_KNOWN_NS) {
            if (lookAtParents(fileIndex, create) && Files.isDirectory(parent)) {
                knownParent = new KnownParent(parent, nowNs);
            }
        }
    }

    /** @return whether they are there */
    private boolean lookAtParents(int fileIndex, boolean create) throws IOException, DiskFault {
        if (create && !Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        List<String> components = metainfo.files().get(fileIndex).path();
        Path at = directory;
        for (String component : components.subList(0, components.size() - 1)) {
            at = at.resolve(component);
            if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                if (!create) {
                    return false; // the file is missing
                }
                createDirectory(at);
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot use " + name(fileIndex) + ": a directory on the way is a link or a file");
            }
        }
        return true;
    }

    private static void createDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(path);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // another thread was quicker; what stands there is looked at next
        }
    }

    private static BasicFileAttributes checkRegular(Path path) throws IOException, DiskFault {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        checkRegular(path, attributes.isRegularFile());
        return attributes;
    }

    private static void checkRegular(Path path, boolean regular) throws DiskFault {
        if (!regular) {
            throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot use " + Text.printable(path.getFileName().toString(), NAME_MAX_CHARS) + ": a link, directory or device stands in its place");
        }
    }

    /** How every file looks now; nothing is created. */
    List<FileStamp> stamps() throws DiskFault {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot use " + directory + ": it is not a directory");
        }
        List<FileStamp> out = new ArrayList<>();
        for (int i = 0; i < files.fileCount(); i++) {
            if (isWritten(i)) {
                out.add(stamp(i));
            }
        }
        return out;
    }

    boolean exists(int fileIndex) throws DiskFault {
        return !stampOnDisk(fileIndex).isMissing();
    }

    FileStamp stamp(int fileIndex) throws DiskFault {
        return isInParts(fileIndex) ? FileStamp.inParts(fileIndex, parts().heldBytes(fileIndex)) : stampOnDisk(fileIndex);
    }

    private FileStamp stampOnDisk(int fileIndex) throws DiskFault {
        try {
            checkParents(fileIndex, false);
            return stamp(fileIndex, path(fileIndex));
        } catch (NoSuchFileException e) {
            return FileStamp.missing(fileIndex);
        } catch (IOException e) {
            throw DiskFault.of("cannot look at " + name(fileIndex), e);
        }
    }

    private static FileStamp stamp(int fileIndex, Path path) throws IOException, DiskFault {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, UNIX_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS); // one look for all
            checkRegular(path, (Boolean) attributes.get("isRegularFile"));
            FileTime modified = (FileTime) attributes.get("lastModifiedTime");
            return new FileStamp(fileIndex, (Long) attributes.get("size"), modified.to(TimeUnit.NANOSECONDS), (Long) attributes.get("ino"));
        } catch (UnsupportedOperationException | IllegalArgumentException e) { // no inode numbers on this system
            BasicFileAttributes attributes = checkRegular(path);
            return new FileStamp(fileIndex, attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), 0);
        }
    }

    /** Deletes the torrent's files and the directories that this leaves empty. @return what could not be deleted; empty for nothing */
    String remove() {
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < files.fileCount(); i++) {
            try {
                if (isWritten(i)) {
                    checkParents(i, false);
                    if (Files.exists(path(i), LinkOption.NOFOLLOW_LINKS)) {
                        checkRegular(path(i));
                        Files.delete(path(i));
                    }
                    removeEmptyParents(i);
                }
            } catch (IOException e) {
                failures.add(DiskFault.of("cannot delete " + name(i), e).getMessage());
            } catch (DiskFault e) {
                failures.add(e.getMessage());
            }
        }
        return failures.isEmpty() ? "" : failures.get(0) + (failures.size() > 1 ? " (and " + (failures.size() - 1) + " more)" : "");
    }

    /** Deletes the directories that lead to the file as far as they are empty; the torrent's own directory is the user's. */
    void removeEmptyParents(int fileIndex) throws DiskFault {
        knownParent = NO_PARENT;
        for (Path at = path(fileIndex).getParent(); !at.equals(directory) && at.startsWith(directory); at = at.getParent()) {
            try {
                Files.deleteIfExists(at);
            } catch (IOException e) {
                return; // not empty
            }
        }
    }
}
