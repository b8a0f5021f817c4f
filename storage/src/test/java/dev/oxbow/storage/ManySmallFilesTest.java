package dev.oxbow.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.value.Bitfield;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A torrent of more files than may be open: {@code -Doxbow.files=50000} for the size that is measured. */
class ManySmallFilesTest {
    private static final int FILES = Integer.getInteger("oxbow.files", 2000);
    private static final int FILE_BYTES = 4096;
    private static final int FILES_IN_DIRECTORY = 500;
    private static final int THREADS = 2;
    private static final long LIMIT_SECONDS = 300;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockPool received = new BlockPool(64);
    private final StringBuilder seconds = new StringBuilder();
    private long sinceNs = System.nanoTime();

    @TempDir
    private Path home;

    private void lap(String what) {
        long now = System.nanoTime();
        seconds.append(String.format(Locale.ROOT, "%s %.2f s, ", what, (now - sinceNs) / 1e9));
        sinceNs = now;
    }

    private Path makeFiles() throws Exception {
        Path directory = home.resolve("original/many");
        byte[] content = new byte[FILE_BYTES];
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            random.nextBytes(content);
            Path file = directory.resolve("d" + i / FILES_IN_DIRECTORY).resolve("f" + i);
            if (i % FILES_IN_DIRECTORY == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.write(file, content);
        }
        return directory;
    }

    @Test
    @Timeout(600)
    void areMadeCheckedWrittenAndSynced() throws Exception {
        Path directory = makeFiles();
        lap("files");
        byte[] torrent = TorrentMaker.make(directory, 0, new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        lap("create");
        Metainfo metainfo = MetainfoParser.parse(torrent, NamingRules.POSIX);
        lap("parse");
        assertTrue(PayloadCheck.check(metainfo, home.resolve("original")).stream().allMatch(PayloadCheck.FileReport::isRight));
        lap("verify");
        download(metainfo);
        assertTrue(PayloadCheck.check(metainfo, home.resolve("copy")).stream().allMatch(PayloadCheck.FileReport::isRight));
        lap("verify again");
        System.out.println(FILES + " files of " + FILE_BYTES + " bytes: " + seconds);
    }

    private <E extends Event> E next(Class<E> kind) throws InterruptedException {
        while (true) {
            Event event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(event != null, "no event came; so far " + seconds);
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
            assertTrue(event instanceof StorageEvent.BlocksWritten || event instanceof StorageEvent.BlockCorrupted, event.toString());
        }
    }

    private void download(Metainfo metainfo) throws Exception {
        Inbox inbox = new Inbox() {
            @Override
            public boolean offer(Event event) {
                return events.offer(event);
            }

            @Override
            public boolean hasRoom() {
                return true;
            }
        };
        try (Storage storage = new Storage(inbox, received, hash -> Optional.of(metainfo), ReadBlocks::release,
                home.resolve("state"), THREADS, Allocation.SPARSE)) {
            storage.onOpenFiles(new StorageCommand.OpenFiles(1, metainfo.infoHash(), home.resolve("copy").toString()));
            assertEquals(FILES, next(StorageEvent.FilesOpened.class).stamps().size());
            lap("open");
            write(metainfo, storage);
            lap("write and hash");
            Bitfield all = new Bitfield(FILES);
            all.fill();
            storage.onSyncFiles(new StorageCommand.SyncFiles(1, 1, all.toWire()));
            assertEquals(FILES, next(StorageEvent.FilesSynced.class).stamps().size());
            lap("sync");
        }
    }

    private void write(Metainfo metainfo, Storage storage) throws Exception {
        PayloadAccess original = new PayloadAccess(10);
        TorrentFiles files = new TorrentFiles(metainfo, home.resolve("original"));
        int pieces = metainfo.layout().pieceCount();
        for (int piece = 0; piece < pieces; piece++) {
            for (int block = 0; block < metainfo.layout().blockCount(piece); block++) {
                int slot = received.take();
                while (slot == BlockSlots.NO_SLOT) {
                    Thread.onSpinWait();
                    slot = received.take();
                }
                ByteBuffer into = received.buffer(slot).limit(metainfo.layout().blockLengthBytes(piece, block));
                original.read(files, metainfo.layout().pieceOffsetBytes(piece) + block * 16384L, into);
                storage.onWriteBlock(new StorageCommand.WriteBlock(1, piece, block, slot));
            }
            storage.onVerifyPiece(new StorageCommand.VerifyPiece(1, piece, VerifyReason.DOWNLOADED));
        }
        original.closeAll();
        Bitfield verified = new Bitfield(pieces);
        while (verified.count() < pieces) {
            verified.add(next(StorageEvent.PieceVerified.class).pieceIndex());
        }
    }
}
