package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries about torrents as large as there may be. */
class LongEntryTest {
    private static final int AHEAD_MAX_BYTES = 3 << 20;

    @TempDir
    Path directory;

    /** Notes how much room is made ahead of what was written. */
    private static final class Counted extends SpaceAhead {
        private long mostBytes;

        @Override
        void allocate(FileChannel channel, long from, long to) throws IOException {
            mostBytes = Math.max(mostBytes, to - from);
            super.allocate(channel, from, to);
        }

        @Override
        void ensure(Path at, long bytes) throws IOException {
            mostBytes = Math.max(mostBytes, bytes);
            super.ensure(at, bytes);
        }
    }

    private static StorageEvent.FilesOpened opened(int files) {
        return new StorageEvent.FilesOpened(1, IntStream.range(0, files).mapToObj(i -> new FileStamp(i, i * 7L, i * 11L, i)).toList(), 5);
    }

    private long appendAndReadBack(Entry... entries) throws IOException {
        Counted space = new Counted();
        long before;
        try (JournalWriter writer = TestJournal.begin(directory, space)) {
            before = writer.nextSequence();
            for (Entry entry : entries) {
                writer.append(1_000_000, entry);
            }
            writer.sync();
        }
        List<JournalRecord> records = new ArrayList<>();
        assertTrue(JournalRecovery.recover(directory, records::add).damage().isEmpty());
        assertEquals(List.of(entries), records.stream().filter(it -> it.sequence() >= before).map(JournalRecord::entry).toList());
        return space.mostBytes;
    }

    @Test
    void fiftyThousandFilesAndTwoMillionPiecesAreToldInOneEntryEach() throws IOException {
        Bitfield pieces = new Bitfield(2_000_000);
        IntStream.range(0, 2_000_000).filter(i -> i % 3 == 0).forEach(pieces::add);
        StorageEvent.FilesOpened files = opened(50_000);
        long ahead = appendAndReadBack(files, new PeerEvent.BitfieldReceived(1, pieces.toWire()), files);
        assertTrue(ahead <= AHEAD_MAX_BYTES, "no more room than the entry and a little: " + ahead);
    }

    @Test
    void asManyFilesAsATorrentMayHaveFitIntoAnEntry() throws IOException {
        appendAndReadBack(opened(MetainfoParser.FILES_MAX));
    }

    @Test
    void littleRoomIsMadeForShortEntries() throws IOException {
        assertTrue(appendAndReadBack(opened(10)) <= AHEAD_MAX_BYTES);
    }
}
