package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.value.InfoHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moving the files of a session that is not running. */
@Timeout(60)
class StoppedMoveTest {
    @TempDir
    private Path home;
    private Fixture fixture;
    private InfoHash infoHash;

    @BeforeEach
    void takeUp() throws Exception {
        fixture = new Fixture(home, 1 << 20);
        infoHash = MetainfoParser.parse(fixture.torrent, SystemNaming.rules()).infoHash();
        seed(fixture.original);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private long seed(Path directory) throws Exception {
        try (Oxbow oxbow = fixture.open("seeder")) {
            return oxbow.add(fixture.torrent, directory, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS).bytesRehashed();
        }
    }

    private void move(Path to) throws OxbowException {
        StoppedSession.move(home.resolve("seeder-state"), infoHash, to, SystemNaming.rules());
    }

    @Test
    void theNextSessionFindsThemThereAndHashesNothing() throws Exception {
        Path there = home.resolve("there");
        move(there);
        assertTrue(Files.exists(there.resolve("payload").resolve("a.bin")));
        assertFalse(Files.exists(fixture.original.resolve("payload")));
        assertEquals(0, seed(there));
    }

    @Test
    void nothingIsTouchedWhereAnotherFileLiesInTheWay() throws Exception {
        Path there = home.resolve("there");
        Files.write(Files.createDirectories(there.resolve("payload")).resolve("b.bin"), new byte[10]);
        OxbowException refused = assertThrows(OxbowException.class, () -> move(there));
        assertTrue(refused.getMessage().contains("there is another file of that name"), refused.getMessage());
        assertEquals(0, seed(fixture.original));
    }

    @Test
    void isRefusedWhileASessionRuns() throws Exception {
        try (Oxbow running = fixture.open("seeder")) {
            assertEquals(OxbowException.Kind.HELD, assertThrows(OxbowException.class, () -> move(home.resolve("there"))).kind());
        }
    }

    @Test
    void isRefusedForATorrentThatTheSessionDoesNotHave() {
        infoHash = InfoHash.of(new byte[InfoHash.LENGTH_BYTES]);
        assertTrue(assertThrows(OxbowException.class, () -> move(home.resolve("there"))).getMessage().startsWith("there is no torrent 00"));
    }

    @Test
    void isRefusedWhereTheyLieAlready() {
        assertTrue(assertThrows(OxbowException.class, () -> move(fixture.original)).getMessage().contains("lie there already"));
    }
}
