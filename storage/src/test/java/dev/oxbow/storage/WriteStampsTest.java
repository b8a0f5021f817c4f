package dev.oxbow.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteStampsTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    @TempDir
    private Path home;
    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("deep/write-stamps");
    }

    private static long nowNs() {
        return System.currentTimeMillis() * 1_000_000;
    }

    private long lastOf(byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        try (WriteStamps stamps = new WriteStamps(file, 0)) {
            return stamps.last();
        }
    }

    @Test
    void knowsOfNoWriteAtFirst() throws IOException {
        try (WriteStamps stamps = new WriteStamps(file)) {
            assertEquals(0, stamps.last());
        }
    }

    @Test
    void noWriteHappensAfterTheLastOne() throws IOException {
        try (WriteStamps stamps = new WriteStamps(file)) {
            for (int i = 0; i < 200; i++) {
                stamps.begin(i % 3);
                Path written = Files.writeString(home.resolve("payload"), "x" + i);
                stamps.end(i % 3);
                long modified = Files.getLastModifiedTime(written).to(java.util.concurrent.TimeUnit.NANOSECONDS);
                assertTrue(modified <= stamps.last(), modified + " > " + stamps.last());
            }
        }
    }

    @Test
    void outlivesTheProcess() throws IOException {
        long last;
        try (WriteStamps stamps = new WriteStamps(file)) {
            stamps.begin(2);
            stamps.end(2);
            last = stamps.last();
        }
        for (int i = 0; i < 3; i++) {
            try (WriteStamps stamps = new WriteStamps(file)) {
                assertEquals(last, stamps.last());
            }
        }
    }

    @Test
    void aWriteThatWasUnderWayCountsAsOver() throws IOException {
        long begun;
        try (WriteStamps stamps = new WriteStamps(file)) {
            begun = nowNs();
            stamps.begin(0);
        }
        try (WriteStamps stamps = new WriteStamps(file)) {
            assertTrue(stamps.last() > begun && stamps.last() < begun + MINUTE_NS);
        }
    }

    @Test
    void aShortFileIsReadAsFarAsItGoes() throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(16).order(java.nio.ByteOrder.nativeOrder()).putLong(1000).putLong(2000);
        assertEquals(2000, lastOf(slot.array()));
        assertEquals(0, lastOf(new byte[3]));
        assertEquals(0, lastOf(new byte[0]));
    }

    /** To take a stranger's change for our own would be worse than to hash too much. */
    @Test
    void aDamagedFileVouchesForNothing() throws IOException {
        byte[] noise = new byte[4096];
        for (int seed = 0; seed < 50; seed++) {
            new Random(seed).nextBytes(noise);
            assertEquals(0, lastOf(noise), "seed " + seed);
        }
        ByteBuffer future = ByteBuffer.allocate(4096).order(java.nio.ByteOrder.nativeOrder());
        future.putLong(64, nowNs() + 10 * MINUTE_NS).putLong(72, nowNs() + 10 * MINUTE_NS);
        assertEquals(0, lastOf(future.array()));
        future.putLong(64, Long.MAX_VALUE).putLong(72, 5);
        assertEquals(0, lastOf(future.array()));
        future.putLong(64, -1).putLong(72, -1);
        assertEquals(0, lastOf(future.array()));
    }

    @Test
    void allowsForTheStampsThatAPowerCutTook() throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(16).order(java.nio.ByteOrder.nativeOrder()).putLong(1000).putLong(2000);
        lastOf(slot.array());
        assertEquals(2000, lastAfterBoot(1500), "written since the machine started: nothing is lost");
        assertEquals(2000 + 5, lastAfterBoot(2000 + 5), "nothing was written after the machine went down");
        for (int i = 0; i < 3; i++) {
            assertEquals(2000 + WriteStamps.LOST_MAX_NS, lastAfterBoot(nowNs()));
        }
        assertEquals(2000, lastAfterBoot(0), "where the system does not say when it started, the stamps stand");
    }

    @Test
    void knowsWhenTheMachineStarted() {
        long bootNs = BootTime.currentNs();
        assertTrue(bootNs <= nowNs());
        assertEquals(Files.exists(Path.of("/proc/stat")), bootNs > 0);
    }

    private long lastAfterBoot(long bootNs) throws IOException {
        try (WriteStamps stamps = new WriteStamps(file, bootNs)) {
            stamps.force();
            return stamps.last();
        }
    }

    @Test
    void refusesAFileThatItCannotMap() throws IOException {
        Files.createDirectories(file);
        assertThrows(IOException.class, () -> new WriteStamps(file));
    }
}
