package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.TorrentMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many torrents in one session, of which few run at a time. */
class QueueTest {
    private static final int TORRENTS = 8;
    private static final int BYTES = 1 << 20;

    @TempDir
    private Path home;

    /** A torrent of one file of its own, with the fixture's tracker. */
    private byte[] torrent(Fixture fixture, int i) throws Exception {
        byte[] content = new byte[BYTES];
        new Random(i).nextBytes(content);
        Path file = Files.write(fixture.original.resolve("file" + i), content);
        return TorrentMaker.make(file, 65536, new TorrentMaker.Label(List.of(List.of(fixture.tracker.url())), List.of(), Optional.empty(), false,
                OptionalLong.empty(), "test"));
    }

    @Test
    @Timeout(90)
    void downloadsTwoAtATimeUntilAllAreThere() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 16); Oxbow seeder = Oxbow.open(options("seeder", QueueLimits.NONE))) {
            List<byte[]> torrents = new ArrayList<>();
            for (int i = 0; i < TORRENTS; i++) {
                torrents.add(torrent(fixture, i));
                seeder.add(torrents.get(i), fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
            }
            AtomicInteger most = new AtomicInteger();
            try (Oxbow leech = Oxbow.open(options("leech", new QueueLimits(2, 3)))) {
                List<TorrentHandle> handles = new ArrayList<>();
                for (byte[] torrent : torrents) {
                    handles.add(leech.add(torrent, home.resolve("copy"), TorrentWish.PAUSE));
                }
                handles.get(TORRENTS - 1).queuePlace(0);
                leech.onNotice(notice -> most.accumulateAndGet(running(leech, TorrentPhase.DOWNLOADING), Math::max));
                handles.get(3).pause();
                for (TorrentHandle handle : handles) {
                    handle.resume();
                }
                for (TorrentHandle handle : handles) {
                    TorrentView done = handle.completion().get(60, TimeUnit.SECONDS);
                    assertEquals(BYTES, done.bytesVerified());
                }
                await().until(() -> running(leech, TorrentPhase.SEEDING) == 3 && running(leech, TorrentPhase.QUEUED) == TORRENTS - 3);
                assertTrue(most.get() <= 2, most + " were downloaded at a time");
                TorrentView waiting = leech.view().torrents().stream().filter(it -> it.phase() == TorrentPhase.QUEUED).findFirst().orElseThrow();
                assertEquals("waits for its turn: at most 3 torrents are seeded at a time", waiting.phaseReason());
                leech.torrent(waiting.infoHash()).startNow();
                await().until(() -> running(leech, TorrentPhase.SEEDING) == 4);
                leech.queue(QueueLimits.NONE);
                await().until(() -> running(leech, TorrentPhase.SEEDING) == TORRENTS);
                assertEquals(0, leech.view().torrent(handles.get(TORRENTS - 1).infoHash()).orElseThrow().queuePlace());
            }
        }
    }

    private OxbowOptions options(String name, QueueLimits limits) {
        return OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1").withQueue(limits);
    }

    private static int running(Oxbow oxbow, TorrentPhase phase) {
        return (int) oxbow.view().torrents().stream().filter(torrent -> torrent.phase() == phase).count();
    }
}
