package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forces files, and the directories that lead to them, to stable storage. Many files are forced several at a time: a file system commits
 * together what waits together, so that thousands of small files take a third of the time.
 */
final class FileSync {
    private static final int AT_ONCE = 8;
    private static final int ALONE_MAX = 32;

    private final TorrentFiles torrent;
    private final int[] files;
    private final FileStamp[] stamps;
    private final AtomicInteger next = new AtomicInteger();

    private FileSync(TorrentFiles torrent, int[] files) {
        this.torrent = torrent;
        this.files = files;
        this.stamps = new FileStamp[files.length];
    }

    /**
     * Creates those of the files that are to be empty. What the parts file stands for is safe with that.
     *
     * @return how each file looks now that it is safe, in the torrent's order
     */
    static List<FileStamp> sync(TorrentFiles torrent, Bitfield wanted) throws DiskFault {
        List<Integer> files = new ArrayList<>();
        for (int file = wanted.nextPresent(0); file != Bitfield.NONE; file = wanted.nextPresent(file + 1)) {
            if (torrent.isWritten(file)) {
                files.add(file);
            }
        }
        List<Integer> inParts = files.stream().filter(torrent::isInParts).toList();
        files.removeAll(new HashSet<>(inParts));
        List<FileStamp> out = new ArrayList<>();
        for (int file : inParts) {
            out.add(torrent.stamp(file)); // before the sync: what is written meanwhile is not vouched for
        }
        if (!inParts.isEmpty()) {
            torrent.parts().force();
        }
        FileSync sync = new FileSync(torrent, files.stream().mapToInt(Integer::intValue).toArray());
        sync.syncFiles();
        sync.syncDirectories();
        out.addAll(Arrays.asList(sync.stamps));
        out.sort(Comparator.comparingInt(FileStamp::fileIndex));
        return out;
    }

    private void syncFiles() throws DiskFault {
        if (files.length <= ALONE_MAX) {
            syncRemaining();
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "oxbow-sync");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                tasks.add(this::syncRemaining);
            }
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DiskFault fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DiskFault(StorageFault.IO_ERROR, "interrupted while files were made safe");
        } finally {
            threads.shutdownNow();
        }
    }

    private Void syncRemaining() throws DiskFault {
        for (int i = next.getAndIncrement(); i < files.length; i = next.getAndIncrement()) {
            syncFile(files[i]);
            stamps[i] = torrent.stamp(files[i]);
        }
        return null;
    }

    private void syncFile(int file) throws DiskFault {
        boolean empty = torrent.layout().lengthBytes(file) == 0;
        Optional<FileChannel> there = empty ? Optional.of(torrent.openForWriting(file)) : torrent.openIfThere(file);
        if (there.isEmpty()) {
            return; // it holds nothing yet
        }
        try (FileChannel channel = there.get()) {
            channel.force(true);
        } catch (IOException e) {
            throw DiskFault.of("cannot make " + torrent.name(file) + " safe", e);
        }
    }

    /** A new file is safe only when its name is, and those of the directories above it. */
    private void syncDirectories() throws DiskFault {
        Set<Path> directories = new LinkedHashSet<>();
        for (int file : files) {
            Path at = torrent.path(file).getParent();
            while (directories.add(at) && !at.equals(torrent.directory())) {
                at = at.getParent();
            }
        }
        for (Path directory : directories) {
            syncDirectory(directory);
        }
    }

    static void syncDirectory(Path directory) throws DiskFault {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            if (System.getProperty("os.name").startsWith("Linux")) {
                throw DiskFault.of("cannot make the directory " + directory + " safe", e);
            } // elsewhere directories cannot be synced
        }
    }
}
