package dev.oxbow.storage;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.StorageCommandHandler;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.port.BlockSender;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * The edge towards the disk. Commands are queued for threads of its own and answered by events; the caller never waits. It decides
 * nothing.
 */
public final class Storage implements StorageCommandHandler, AutoCloseable {
    /** Of these 16 MiB and of those 12, if ever so much is wanted at once. */
    private static final int UPLOAD_BLOCKS = 1024;
    private static final int UPLOAD_RUNS = 48;
    /** Shared by the threads; a process may usually have a thousand. */
    private static final int OPEN_FILES_MAX = 512;
    private static final long INBOX_FULL_PARK_NS = 100_000;

    private final Inbox inbox;
    private final BlockPool received;
    private final Function<InfoHash, Optional<Metainfo>> metainfos;
    private final WriteStamps stamps;
    private final PartsFiles parts;
    private final Map<Integer, TorrentFiles> torrents = new ConcurrentHashMap<>();
    /** The wanted files of those torrents of which not all are, or were, wanted; known before the torrent is opened. */
    private final Map<Integer, ByteString> selections = new ConcurrentHashMap<>();
    private final List<WorkQueue> workers = new ArrayList<>();
    private final Allocation allocation;
    /** The torrents that are being closed: nothing that takes long is done for them. */
    private final Set<Integer> closingTorrents = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private final ExecutorService files = thread("oxbow-files");
    /** What may take hours, and nobody waits for. */
    private final ExecutorService moves = thread("oxbow-moves");

    /**
     * @param received  the pool that blocks of peers come in
     * @param metainfos where torrents' file names and piece hashes are found
     * @param sender    takes the blocks that were read for peers
     * @param sessionDirectory holds what remembers, beyond this process, when it last wrote, and the torrents' parts files
     */
    public Storage(Inbox inbox, BlockPool received, Function<InfoHash, Optional<Metainfo>> metainfos, BlockSender sender,
            Path sessionDirectory, int threadCount, Allocation allocation) throws IOException {
        this.inbox = inbox;
        this.allocation = allocation;
        this.received = received;
        this.metainfos = metainfos;
        this.stamps = new WriteStamps(sessionDirectory.resolve("write-stamps"));
        this.parts = new PartsFiles(sessionDirectory.resolve("parts"));
        UploadSlots uploads = new UploadSlots(UPLOAD_BLOCKS, UPLOAD_RUNS);
        for (int i = 0; i < threadCount; i++) {
            workers.add(new WorkQueue("oxbow-disk-" + i,
                    new DiskWorker(i, received, uploads, stamps, torrents::get, this::post, sender,
                            new PayloadAccess(Math.max(1, OPEN_FILES_MAX / threadCount)))));
        }
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private void post(Event event) {
        while (!inbox.offer(event) && !closing) { // nobody may be left to make room
            LockSupport.parkNanos(INBOX_FULL_PARK_NS);
        }
    }

    private WorkQueue workerOf(int torrentId, int pieceIndex) {
        return workers.get(Math.floorMod(torrentId * 31 + pieceIndex, workers.size()));
    }

    @Override
    public void onWriteBlock(StorageCommand.WriteBlock command) {
        workerOf(command.torrentId(), command.pieceIndex()).add(command);
    }

    @Override
    public void onWriteBlocks(StorageCommand.WriteBlocks command) {
        workerOf(command.torrentId(), command.pieceIndex()).add(command);
    }

    @Override
    public void onDiscardBlock(StorageCommand.DiscardBlock command) {
        received.release(command.slotId());
    }

    @Override
    public void onVerifyPiece(StorageCommand.VerifyPiece command) {
        workerOf(command.torrentId(), command.pieceIndex()).add(command);
    }

    /** Reads a block and hands it to the sender. */
    public void sendBlock(PeerCommand.SendBlock command) {
        readerOf(command.connectionId()).add(command);
    }

    /** Reads blocks and hands each to the sender. */
    public void sendBlocks(PeerCommand.SendBlocks command) {
        readerOf(command.connectionId()).add(command);
    }

    /** One peer's blocks are read one after another, so that they go in the order in which they were asked for. */
    private WorkQueue readerOf(long connectionId) {
        return workers.get((int) ((connectionId >>> 1) % workers.size())); // whose last bit says who dialled
    }

    @Override
    public void onOpenFiles(StorageCommand.OpenFiles command) {
        if (torrents.containsKey(command.torrentId())) {
            holdingAll(command.torrentId(), () -> open(command)); // again: work on what was open may be under way
        } else {
            files.execute(() -> open(command));
        }
    }

    private void open(StorageCommand.OpenFiles command) {
        int id = command.torrentId();
        Optional<Metainfo> metainfo = metainfos.apply(command.infoHash());
        if (metainfo.isEmpty()) {
            post(new StorageEvent.FilesOpenFailed(id, StorageFault.MISSING,
                    "the torrent's metainfo is gone from the state directory; add the torrent again"));
            return;
        }
        try {
            PartsFile kept = parts.open(id, command.infoHash(), metainfo.get());
            TorrentFiles opened = new TorrentFiles(metainfo.get(), directory(command.directory()), Optional.of(kept));
            Bitfield wanted = wanted(id, opened);
            FileSelection.apply(opened, wanted, stamps, workers.size());
            List<FileStamp> now = opened.stamps();
            if (allocation == Allocation.FULL) {
                new Preallocation(opened, now.stream().filter(file -> wanted.contains(file.fileIndex())).toList(), stamps, workers.size(),
                        () -> closing || closingTorrents.contains(id)).run();
            }
            torrents.put(id, opened);
            post(new StorageEvent.FilesOpened(id, now, stamps.last()));
        } catch (DiskFault e) {
            post(new StorageEvent.FilesOpenFailed(id, e.fault(), e.getMessage()));
        }
    }

    private Bitfield wanted(int torrentId, TorrentFiles torrent) {
        Bitfield all = new Bitfield(torrent.layout().fileCount());
        all.fill();
        return Optional.ofNullable(selections.get(torrentId)).map(known -> Bitfield.fromWire(known, all.size())).orElse(all);
    }

    private static Path directory(String text) throws DiskFault {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DiskFault(StorageFault.UNSAFE_PATH, "cannot use " + Text.printable(text, text.length())
                    + ": the locale has no such characters; set LC_ALL to a UTF-8 locale, as C.UTF-8");
        }
    }

    /** Runs the task on the files thread once all that was queued before for any worker is done. */
    private void afterAll(int torrentId, boolean closeFiles, Runnable task) {
        if (closeFiles) {
            closingTorrents.add(torrentId);
        }
        AtomicInteger missing = new AtomicInteger(workers.size());
        barrier(torrentId, closeFiles, () -> {
            if (missing.decrementAndGet() == 0) {
                files.execute(task);
            }
        });
    }

    /** The same, and nothing that is queued later is begun before the task is done. */
    private void holdingAll(int torrentId, Runnable task) {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger missing = new AtomicInteger(workers.size());
        barrier(torrentId, false, () -> {
            if (missing.decrementAndGet() == 0) {
                files.execute(() -> {
                    try {
                        task.run();
                    } finally {
                        done.countDown();
                    }
                });
            }
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void barrier(int torrentId, boolean closeFiles, Runnable reached) {
        DiskWorker.Barrier barrier = new DiskWorker.Barrier(torrentId, closeFiles, reached);
        workers.forEach(worker -> worker.add(barrier));
    }

    @Override
    public void onSyncFiles(StorageCommand.SyncFiles command) {
        afterAll(command.torrentId(), false, () -> sync(command.torrentId(), command.operationId(), command.files()));
    }

    private void sync(int torrentId, long operationId, ByteString wanted) {
        TorrentFiles torrent = torrents.get(torrentId);
        if (torrent == null) {
            return;
        }
        try {
            Bitfield set = Bitfield.fromWire(wanted, torrent.layout().fileCount());
            List<FileStamp> safe = FileSync.sync(torrent, set);
            stamps.force();
            post(new StorageEvent.FilesSynced(torrentId, operationId, safe));
        } catch (DiskFault e) {
            post(new StorageEvent.SyncFailed(torrentId, operationId, e.fault(), e.getMessage()));
        }
    }

    @Override
    public void onCloseFiles(StorageCommand.CloseFiles command) {
        afterAll(command.torrentId(), true, () -> {
            torrents.remove(command.torrentId());
            parts.close(command.torrentId());
            closingTorrents.remove(command.torrentId());
            post(new StorageEvent.FilesClosed(command.torrentId()));
        });
    }

    @Override
    public void onRemoveFiles(StorageCommand.RemoveFiles command) {
        afterAll(command.torrentId(), true, () -> {
            TorrentFiles torrent = torrents.remove(command.torrentId());
            parts.close(command.torrentId());
            closingTorrents.remove(command.torrentId());
            post(new StorageEvent.FilesRemoved(command.torrentId(), torrent == null ? "its files are not open" : torrent.remove()));
        });
    }

    @Override
    public void onMoveFiles(StorageCommand.MoveFiles command) {
        afterAll(command.torrentId(), true, () -> {
            torrents.remove(command.torrentId());
            closingTorrents.remove(command.torrentId());
            moves.execute(() -> move(command));
        });
    }

    private void move(StorageCommand.MoveFiles command) {
        int id = command.torrentId();
        try {
            Metainfo metainfo = metainfos.apply(command.infoHash()).orElseThrow(() -> new DiskFault(StorageFault.MISSING,
                    "the torrent's metainfo is gone from the state directory; add the torrent again"));
            TorrentFiles from = new TorrentFiles(metainfo, directory(command.from()));
            TorrentFiles to = new TorrentFiles(metainfo, directory(command.to()));
            new PayloadMove(from, to, () -> closing).run().ifPresent(stamps -> post(new StorageEvent.FilesMoved(id, command.to(), stamps)));
        } catch (DiskFault e) {
            post(new StorageEvent.FilesMoveFailed(id, e.fault(), e.getMessage()));
        }
    }

    @Override
    public void onSelectFiles(StorageCommand.SelectFiles command) {
        int id = command.torrentId();
        selections.put(id, command.wanted());
        holdingAll(id, () -> select(id));
    }

    private void select(int torrentId) {
        TorrentFiles torrent = torrents.get(torrentId);
        if (torrent == null) {
            return; // it is heeded when the torrent is opened
        }
        try {
            FileSelection.apply(torrent, wanted(torrentId, torrent), stamps, workers.size());
        } catch (DiskFault e) {
            post(new StorageEvent.FilesOpenFailed(torrentId, e.fault(), e.getMessage()));
        }
    }

    /** Tidies up behind an earlier process: to be called before anything is opened. */
    public void forgetAllBut(Set<InfoHash> torrentsKept) {
        files.execute(() -> parts.deleteAllBut(torrentsKept));
    }

    /** The torrent is no more part of the session: what was kept aside for it goes. */
    public void forget(int torrentId) {
        selections.remove(torrentId);
        files.execute(() -> parts.delete(torrentId));
    }

    @Override
    public void onProbeSpace(StorageCommand.ProbeSpace command) {
        files.execute(() -> post(new StorageEvent.SpaceProbed(command.torrentId(), freeBytes(torrents.get(command.torrentId())))));
    }

    private static long freeBytes(TorrentFiles torrent) {
        try {
            return torrent == null ? 0 : Math.min(torrent.fileStore().getUsableSpace(), torrent.parts().freeBytes());
        } catch (IOException e) {
            return 0;
        }
    }

    /** Ends the threads once what is queued is done. */
    @Override
    public void close() {
        closing = true;
        boolean ended = true;
        for (WorkQueue worker : workers) {
            ended &= worker.end();
        }
        files.shutdown();
        moves.shutdown();
        try {
            ended &= files.awaitTermination(10, TimeUnit.SECONDS);
            moves.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = false;
        }
        if (ended) {
            stamps.close(); // a thread that wrote to it after that would bring the process down
        }
    }

    /** Is done where metainfo is kept, before there is a torrent with files. */
    @Override
    public void onAssembleMetadata(StorageCommand.AssembleMetadata command) {
        throw new IllegalStateException("metadata is put together before there are files");
    }
}
