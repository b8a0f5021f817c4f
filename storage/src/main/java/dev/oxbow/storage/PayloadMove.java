package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Moves a torrent's files, one after another, to another directory: by renaming, or to another volume by copying under another name,
 * syncing, renaming and only then deleting. So each file is whole in one of the two places at any moment, and a move that a crash
 * interrupted is gone on with by doing the same again.
 */
final class PayloadMove {
    static final String UNFINISHED = ".oxbow-moving";
    private static final int CHUNK_BYTES = 8 << 20;

    private final TorrentFiles from;
    private final TorrentFiles to;
    private final BooleanSupplier cancelled;

    /** @param cancelled is asked after each MiB; what has been done by then stays, to be gone on with */
    PayloadMove(TorrentFiles from, TorrentFiles to, BooleanSupplier cancelled) {
        this.from = from;
        this.to = to;
        this.cancelled = cancelled;
    }

    /**
     * @return how the files look in their new places; nothing when it was cancelled
     * @throws DiskFault when it cannot be done; then what had been moved is back where it was, unless the message says otherwise
     */
    Optional<List<FileStamp>> run() throws DiskFault {
        List<Integer> files = check();
        List<Integer> moved = new ArrayList<>();
        try {
            for (int file : files) {
                if (cancelled.getAsBoolean() || !move(from, to, file)) {
                    return Optional.empty();
                }
                moved.add(file);
            }
            syncDirectories(to);
            syncDirectories(from);
        } catch (DiskFault e) {
            throw new DiskFault(e.fault(), e.getMessage() + back(moved));
        }
        for (int file = 0; file < from.layout().fileCount(); file++) {
            from.removeEmptyParents(file);
        }
        return Optional.of(to.stamps());
    }

    /** The files that are still to be moved; nothing has been touched when this refuses. */
    private List<Integer> check() throws DiskFault {
        List<Integer> out = new ArrayList<>();
        long bytes = 0;
        for (int file = 0; file < from.layout().fileCount(); file++) {
            if (!from.isWritten(file) || from.stamp(file).isMissing()) {
                continue;
            }
            FileStamp there = to.stamp(file);
            if (!there.isMissing() && !isSame(file)) {
                throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot move " + from.name(file) + ": there is another file of that name in " + to.directory());
            }
            out.add(file);
            bytes += there.isMissing() ? from.stamp(file).sizeBytes() : 0;
        }
        checkRoom(bytes);
        return out;
    }

    /** What a crash left in both places. */
    private boolean isSame(int file) throws DiskFault {
        try {
            return from.stamp(file).sizeBytes() == to.stamp(file).sizeBytes() && Files.mismatch(from.path(file), to.path(file)) == -1;
        } catch (IOException e) {
            throw DiskFault.of("cannot read " + from.name(file), e);
        }
    }

    private void checkRoom(long bytes) throws DiskFault {
        try {
            if (!from.fileStore().equals(to.fileStore()) && to.fileStore().getUsableSpace() < bytes) {
                throw new DiskFault(StorageFault.NO_SPACE, "cannot move the files: " + to.directory() + " has no room for their " + bytes + " bytes");
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot look at the disk", e);
        }
    }

    /** @return whether it is done; not so when it was cancelled */
    private boolean move(TorrentFiles here, TorrentFiles there, int file) throws DiskFault {
        Path source = here.path(file);
        Path target = there.path(file);
        try {
            there.createParents(file);
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(source, target)) {
                return true;
            }
            try {
                Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (AtomicMoveNotSupportedException otherVolume) {
                return copy(source, target);
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot move " + here.name(file), e);
        }
    }

    private boolean copy(Path source, Path target) throws IOException, DiskFault {
        Path unfinished = target.resolveSibling(UNFINISHED);
        Files.deleteIfExists(unfinished);
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long size = in.size();
            for (long at = 0; at < size; ) {
                if (cancelled.getAsBoolean()) {
                    return false;
                }
                at += in.transferTo(at, Math.min(CHUNK_BYTES, size - at), out);
            }
            Files.getFileAttributeView(unfinished, BasicFileAttributeView.class).setTimes(Files.getLastModifiedTime(source), null, null);
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        FileSync.syncDirectory(target.getParent());
        Files.delete(source);
        return true;
    }

    private String back(List<Integer> moved) {
        List<String> left = new ArrayList<>();
        for (int file : moved) {
            try {
                if (!move(to, from, file)) {
                    left.add(from.name(file));
                }
                to.removeEmptyParents(file);
            } catch (DiskFault e) {
                left.add(from.name(file));
            }
        }
        return left.isEmpty() ? "" : "; " + left.get(0) + (left.size() > 1 ? " and " + (left.size() - 1) + " more were" : " was") + " left in " + to.directory();
    }

    /** All of them: an earlier attempt may have moved the others. */
    private static void syncDirectories(TorrentFiles torrent) throws DiskFault {
        Set<Path> directories = new LinkedHashSet<>();
        for (int file = 0; file < torrent.layout().fileCount(); file++) {
            for (Path at = torrent.path(file).getParent(); directories.add(at) && !at.equals(torrent.directory()); at = at.getParent()) {
                // each on the way, once
            }
        }
        for (Path directory : directories) {
            FileSync.syncDirectory(directory);
        }
    }
}
