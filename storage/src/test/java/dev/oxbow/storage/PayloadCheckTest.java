package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.link;
import static dev.oxbow.storage.TestTorrent.pad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadCheckTest {
    private static final int PIECE = 16384;

    private final TestTorrent torrent = TestTorrent.of(PIECE, file("a", 3 * PIECE + 10), file("b", 2 * PIECE), pad(PIECE - 10), file("empty", 0),
            link("l"), file("c", 5));

    @TempDir
    private Path home;

    @BeforeEach
    void write() throws Exception {
        torrent.writeTo(home);
    }

    private List<PayloadCheck.FileReport> check() {
        return PayloadCheck.check(torrent.metainfo(), home);
    }

    private String wrong() {
        StringBuilder out = new StringBuilder();
        for (PayloadCheck.FileReport report : check()) {
            if (!report.isRight()) {
                out.append(report.path()).append(' ').append(report.wrongPieces()).append('/').append(report.pieces()).append(' ')
                        .append(report.foundBytes()).append(';');
            }
        }
        return out.toString();
    }

    @Test
    void findsNothingWrongWithWhatIsRight() {
        assertEquals("", wrong());
        assertEquals(List.of("top/a", "top/b", "top/empty", "top/c"), check().stream().map(PayloadCheck.FileReport::path).toList());
        assertTrue(check().stream().allMatch(PayloadCheck.FileReport::isRight));
    }

    @Test
    void namesEachFileThatAWrongPieceLiesIn() throws Exception {
        byte[] content = torrent.entries().get(0).content().clone();
        content[3 * PIECE + 9] ^= 1;
        Files.write(torrent.path(home, 0), content);
        assertEquals("top/a 1/4 49162;top/b 1/3 32768;", wrong());
    }

    @Test
    void tellsMissingShortAndLongFilesApart() throws Exception {
        Files.delete(torrent.path(home, 0));
        assertEquals("top/a 4/4 -1;top/b 1/3 32768;", wrong());
        write();
        Files.write(torrent.path(home, 1), new byte[] {1}, StandardOpenOption.APPEND);
        assertEquals("top/b 0/3 32769;", wrong());
        Files.write(torrent.path(home, 1), new byte[0]);
        assertEquals("top/a 1/4 49162;top/b 3/3 0;", wrong());
        write();
        Files.delete(torrent.path(home, 3));
        assertEquals("top/empty 0/0 -1;", wrong());
    }

    @Test
    void followsNoLink() throws Exception {
        Path elsewhere = Files.move(torrent.path(home, 5), home.resolve("elsewhere"));
        Files.createSymbolicLink(torrent.path(home, 5), elsewhere);
        assertEquals("top/c 1/1 -1;", wrong());
    }

    @Test
    void aTorrentOfNothingButAnEmptyFileIsRightWhenThatIsThere() throws Exception {
        TestTorrent nothing = TestTorrent.of(PIECE, file("nothing", 0));
        assertEquals(List.of(new PayloadCheck.FileReport("top/nothing", 0, -1, 0, 0)), PayloadCheck.check(nothing.metainfo(), home));
        nothing.writeTo(home);
        assertTrue(PayloadCheck.check(nothing.metainfo(), home).get(0).isRight());
    }

    @Test
    void nothingIsRightInADirectoryThatIsNotThere() {
        assertTrue(PayloadCheck.check(torrent.metainfo(), home.resolve("nowhere")).stream().noneMatch(PayloadCheck.FileReport::isRight));
    }
}
