package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that know nothing but a magnet link, and each other. */
class MagnetTest {
    private static final int BYTES = 3 << 20;

    @TempDir
    private Path home;

    /** A link without trackers. */
    private static MagnetUri link(InfoHash infoHash, List<Integer> selectOnly, Oxbow... peers) {
        List<String> addresses = new ArrayList<>();
        for (Oxbow peer : peers) {
            addresses.add(endpoint(peer).toString());
        }
        return new MagnetUri(Optional.of(infoHash), Optional.empty(), Optional.of("by link"), List.of(), List.of(), addresses, selectOnly,
                OptionalLong.empty());
    }

    private static Endpoint endpoint(Oxbow session) {
        await().atMost(10, TimeUnit.SECONDS).until(() -> session.view().listening().isPresent());
        return session.view().listening().orElseThrow();
    }

    /** A torrent of the fixture's files without trackers, so that nobody finds anybody by them. */
    private byte[] trackerless(Fixture fixture, int pieceBytes) throws IOException {
        return dev.oxbow.storage.TorrentMaker.make(fixture.original.resolve("payload"), pieceBytes, new dev.oxbow.storage.TorrentMaker.Label(
                List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
    }

    private TorrentHandle seed(Oxbow session, Fixture fixture, byte[] torrent) throws Exception {
        TorrentHandle handle = session.add(torrent, fixture.original, TorrentWish.SEED);
        await().atMost(20, TimeUnit.SECONDS).until(() -> handle.view().filter(TorrentView::complete).isPresent());
        return handle;
    }

    private <T extends Entry> List<T> entries(String name, Class<T> kind) throws IOException {
        List<T> out = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(home.resolve(name + "-state"))) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                if (kind.isInstance(record.get().entry())) {
                    out.add(kind.cast(record.get().entry()));
                }
            }
        }
        return out;
    }

    @Test
    void fetchesMetadataAndPayloadFromAPeerThatTheLinkNames() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow seeder = fixture.open("seeder"); Oxbow leech = fixture.open("leech")) {
            byte[] torrent = trackerless(fixture, 1024); // 60 KiB of metadata: several pieces
            InfoHash infoHash = seed(seeder, fixture, torrent).infoHash();
            TorrentHandle handle = leech.add(link(infoHash, List.of(), seeder), home.resolve("leech"), TorrentWish.DOWNLOAD);
            handle.completion().get(60, TimeUnit.SECONDS);
            assertTrue(fixture.isSame("leech"));
            assertEquals("payload", handle.view().orElseThrow().name());
            leech.stop();
            assertTrue(entries("leech", PeerEvent.MetadataPieceReceived.class).size() > 3);
            assertEquals(1, entries("leech", dev.oxbow.core.event.ConnectionEvent.ConnectionOpened.class).size(), "the connection was kept");
        }
    }

    @Test
    void onlyTheFilesThatTheLinkSelectsAreFetched() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow seeder = fixture.open("seeder"); Oxbow leech = fixture.open("leech")) {
            InfoHash infoHash = seed(seeder, fixture, trackerless(fixture, 16384)).infoHash();
            TorrentHandle handle = leech.add(link(infoHash, List.of(1), seeder), home.resolve("leech"), TorrentWish.DOWNLOAD);
            handle.completion().get(60, TimeUnit.SECONDS);
            assertEquals(-1, Files.mismatch(fixture.original.resolve("payload/b.bin"), fixture.file("leech", "b.bin")));
            assertTrue(handle.view().orElseThrow().bytesVerified() < BYTES * 3L / 4);
        }
    }

    @Test
    void metadataThatHasComeIsNotFetchedAgainAfterARestart() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES)) {
            MagnetUri link;
            try (Oxbow seeder = fixture.open("seeder"); Oxbow leech = fixture.open("leech")) {
                InfoHash infoHash = seed(seeder, fixture, trackerless(fixture, 4096)).infoHash();
                link = link(infoHash, List.of(), seeder);
                TorrentHandle handle = leech.add(link, home.resolve("leech"), TorrentWish.DOWNLOAD);
                await().atMost(20, TimeUnit.SECONDS).until(() -> handle.view().filter(view -> view.pieceCount() > 0).isPresent());
                leech.stop();
            }
            int requests = entries("leech", PeerCommand.SendMetadataRequest.class).size();
            assertTrue(requests > 0);
            try (Oxbow leech = fixture.open("leech")) {
                TorrentHandle handle = leech.add(link, home.resolve("leech"), TorrentWish.DOWNLOAD);
                await().atMost(20, TimeUnit.SECONDS).until(() -> handle.view().orElseThrow().phase() == TorrentPhase.DOWNLOADING
                        || handle.view().orElseThrow().complete());
                assertEquals("payload", handle.view().orElseThrow().name(), "with no peer at all");
            }
            assertEquals(requests, entries("leech", PeerCommand.SendMetadataRequest.class).size());
        }
    }

    @Test
    void aRestartInTheMiddleGoesOnWithTheLink() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES)) {
            byte[] torrent = trackerless(fixture, 4096);
            MagnetUri link;
            try (Oxbow seeder = fixture.open("seeder"); Oxbow leech = fixture.open("leech")) {
                link = link(seed(seeder, fixture, torrent).infoHash(), List.of(), seeder);
            }
            try (Oxbow leech = fixture.open("leech")) {
                TorrentHandle handle = leech.add(link, home.resolve("leech"), TorrentWish.DOWNLOAD); // nobody is there
                assertEquals(TorrentPhase.FETCHING_METADATA, handle.view().orElseThrow().phase());
            }
            try (Oxbow leech = fixture.open("leech"); Oxbow seeder = fixture.open("seeder")) {
                InfoHash infoHash = seed(seeder, fixture, torrent).infoHash();
                await().atMost(10, TimeUnit.SECONDS)
                        .until(() -> leech.view().torrent(infoHash).orElseThrow().phase() == TorrentPhase.FETCHING_METADATA);
                leech.torrent(infoHash).addPeer(endpoint(seeder));
                leech.torrent(infoHash).completion().get(60, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("leech"));
            }
        }
    }

    @Test
    void peersAreFoundThroughPeersAlone() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow seeder = fixture.open("seeder"); Oxbow middle = fixture.open("middle");
                Oxbow leech = fixture.open("leech")) {
            byte[] torrent = trackerless(fixture, 16384);
            InfoHash infoHash = seed(seeder, fixture, torrent).infoHash();
            middle.add(torrent, home.resolve("middle"), TorrentWish.SEED); // wants nothing and has nothing, but knows the seeder
            middle.torrent(infoHash).addPeer(endpoint(seeder));
            await().atMost(20, TimeUnit.SECONDS).until(() -> middle.view().torrent(infoHash).orElseThrow().peers().stream()
                    .anyMatch(peer -> peer.active() && peer.client().startsWith("Oxbow")));
            TorrentHandle handle = leech.add(link(infoHash, List.of(), middle), home.resolve("leech"), TorrentWish.DOWNLOAD);
            handle.completion().get(60, TimeUnit.SECONDS);
            assertTrue(fixture.isSame("leech"));
            leech.stop();
            assertFalse(entries("leech", PeerEvent.PexReceived.class).isEmpty());
        }
    }

    @Test
    void peerExchangeCanBeSwitchedOff() throws Exception {
        try (Fixture fixture = new Fixture(home, BYTES); Oxbow seeder = fixture.open("seeder"); Oxbow leech = Oxbow.open(
                OxbowOptions.in(home.resolve("leech-state")).withBindAddress("127.0.0.1").withPeerExchange(false))) {
            InfoHash infoHash = seed(seeder, fixture, trackerless(fixture, 16384)).infoHash();
            leech.add(link(infoHash, List.of(), seeder), home.resolve("leech"), TorrentWish.DOWNLOAD).completion().get(60, TimeUnit.SECONDS);
            leech.stop();
            assertTrue(entries("leech", PeerCommand.SendExtendedHandshake.class).stream().noneMatch(PeerCommand.SendExtendedHandshake::peerExchange));
        }
    }
}
