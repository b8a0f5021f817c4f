package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on disks that are full, that may only be read, and that are taken away. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class FailingDiskTest {
    private static final int PAYLOAD_BYTES = 12 << 20;
    private static final int PIECE_BYTES = 1 << 18;
    private static final int SLOW_BYTES_PER_SEC = 4 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path home;
    private SmallTorrent torrent;
    private ScriptedPeer peer;

    private OwnDisk disk(Path at, String size) throws IOException {
        torrent = new SmallTorrent(home, PAYLOAD_BYTES, PIECE_BYTES, false);
        peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS);
        Optional<OwnDisk> disk = OwnDisk.open(at, size);
        assumeTrue(disk.isPresent(), "this system lets us have no mount namespace");
        return disk.get();
    }

    private PackagedOxbow in(OwnDisk disk, String... arguments) throws IOException {
        return PackagedOxbow.startIn(disk, home, arguments);
    }

    private PackagedOxbow get(OwnDisk disk) throws IOException {
        return in(disk, torrent.arguments("get", torrent.file.toString(), "got", "--bind", "127.0.0.1", "--no-dht", "--peer", peer.endpoint()));
    }

    /** By the commands, which see the disk. */
    private void assertSound(OwnDisk disk) throws IOException, InterruptedException {
        String state = torrent.state("got").toString();
        for (String[] command : List.of(new String[] {"verify", torrent.file.toString(), "--dir", home.resolve("got").toString()},
                new String[] {"replay", "verify", "--state", state}, new String[] {"replay", "doctor", "--state", state})) {
            try (PackagedOxbow oxbow = in(disk, command)) {
                assertEquals(0, oxbow.await(), oxbow.said());
            }
        }
    }

    private void assertCompletes(PackagedOxbow oxbow, long rehashedBytes) throws IOException, InterruptedException {
        assertEquals(0, oxbow.await(), oxbow.said());
        assertEquals(rehashedBytes, oxbow.result().get("bytesRehashedAtStart").longValue(), oxbow.said());
    }

    /** With a disk and a peer as they should be, the next start completes the download and hashes nothing again. */
    private void assertGoesOn(OwnDisk disk) throws IOException, InterruptedException {
        peer.at(Long.MAX_VALUE);
        try (PackagedOxbow oxbow = get(disk)) {
            assertCompletes(oxbow, 0);
        }
        assertSound(disk);
    }

    private static String error(PackagedOxbow oxbow) throws IOException {
        List<String> errors = oxbow.said().lines().filter(line -> !line.startsWith("{")).toList();
        assertEquals(1, errors.size(), oxbow.said());
        assertTrue(errors.get(0).startsWith("oxbow: "), errors.get(0));
        System.out.println(errors.get(0));
        return errors.get(0);
    }

    @Test
    void goesOnByItselfWhenThereIsRoomForThePayloadAgain() throws Exception {
        try (OwnDisk disk = disk(home.resolve("got"), "6m"); PackagedOxbow oxbow = get(disk)) {
            await().atMost(LIMIT).until(() -> oxbow.lines().stream().anyMatch(line -> line.path("phase").asText().equals("WAITING_FOR_SPACE")));
            try (PackagedOxbow why = in(disk, "why", "stalled", "--state", torrent.state("got").toString())) {
                assertEquals(0, why.await(), why.said());
                System.out.println(why.said().lines().findFirst().orElse(""));
                assertTrue(why.said().startsWith("payload: it waits for room on the disk: cannot write payload: the disk is full"), why.said());
            }
            disk.resize("32m");
            assertCompletes(oxbow, 0);
            assertSound(disk);
        }
    }

    @Test
    void saysThatThereIsNoRoomForTheJournal() throws Exception {
        try (OwnDisk disk = disk(home.resolve("got-state"), "32m")) {
            peer.at(SLOW_BYTES_PER_SEC);
            try (PackagedOxbow oxbow = get(disk)) {
                await().atMost(LIMIT).until(() -> oxbow.bytesVerified() > 0);
                oxbow.kill();
            }
            String filler = torrent.state("got").resolve("filler").toString();
            disk.run("dd if=/dev/zero of='" + filler + "' bs=4k status=none 2>/dev/null; test $(df --output=avail '" + filler + "' | tail -1) -eq 0");
            try (PackagedOxbow oxbow = get(disk)) {
                assertEquals(9, oxbow.await(), oxbow.said());
                error(oxbow);
            }
            disk.run("rm '" + filler + "'");
            assertGoesOn(disk);
        }
    }

    @Test
    void aDirectoryThatMayOnlyBeReadIsNamed() throws Exception {
        try (OwnDisk disk = disk(home.resolve("got"), "32m")) {
            peer.at(SLOW_BYTES_PER_SEC);
            try (PackagedOxbow oxbow = get(disk)) {
                await().atMost(LIMIT).until(() -> oxbow.bytesVerified() > PAYLOAD_BYTES / 4);
                oxbow.kill();
            }
            disk.run("mount -o remount,ro '" + home.resolve("got") + "'");
            try (PackagedOxbow oxbow = get(disk)) {
                assertEquals(10, oxbow.await(), oxbow.said());
                assertTrue(error(oxbow).contains("read-only"), oxbow.said());
            }
            disk.run("mount -o remount,rw '" + home.resolve("got") + "'");
            assertGoesOn(disk);
        }
    }

    /** As when it lies on a disk that is not mounted. */
    @Test
    void aDirectoryThatIsGoneIsMissedAloudAndTakenUpAgainWhenItIsBack() throws Exception {
        torrent = new SmallTorrent(home, PAYLOAD_BYTES, PIECE_BYTES, false);
        peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).at(SLOW_BYTES_PER_SEC);
        try (PackagedOxbow oxbow = torrent.get("got", "--peer", peer.endpoint())) {
            await().atMost(LIMIT).until(() -> oxbow.bytesVerified() > PAYLOAD_BYTES / 4);
            oxbow.kill();
        }
        peer.close(); // its address is remembered
        Files.move(home.resolve("got"), home.resolve("elsewhere"));
        try (PackagedOxbow oxbow = torrent.get("got", "--stall-timeout", "1s")) {
            assertEquals(5, oxbow.await(), oxbow.said());
            assertTrue(oxbow.said().contains("got is not there any more"), oxbow.said());
        }
        Files.deleteIfExists(home.resolve("got"));
        Files.move(home.resolve("elsewhere"), home.resolve("got"));
        peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS);
        try (PackagedOxbow oxbow = torrent.get("got", "--peer", peer.endpoint())) {
            torrent.assertDownloaded(oxbow, "got");
            System.out.println("after it was away: " + oxbow.result().get("bytesRehashedAtStart").longValue() + " bytes hashed, "
                    + oxbow.result().get("bytesDownloaded").longValue() + " of " + PAYLOAD_BYTES + " downloaded in the last run");
        }
        torrent.assertSound("got");
    }
}
