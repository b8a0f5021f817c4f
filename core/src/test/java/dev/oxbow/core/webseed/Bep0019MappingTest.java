package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BEP 19: which bytes of which files to ask for. */
class Bep0019MappingTest {
    private static String requests(WebSeedLayout layout, String base, BlockRun run) {
        return new WebSeedMapping(layout, WebSeedStyle.GETRIGHT, base).stretches(run).stream().map(Bep0019MappingTest::text)
                .collect(Collectors.joining(" "));
    }

    /** Offsets and lengths in KiB. */
    private static String text(Stretch stretch) {
        if (stretch instanceof Stretch.FileRange range) {
            return range.url() + "[" + range.offsetBytes() / 1024 + "+" + range.lengthBytes() / 1024 + "/" + range.fileLengthBytes() / 1024 + "]";
        }
        return "zeros+" + stretch.lengthBytes() / 1024;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # base              | several | files                  | piece, first block, count | requests
            http://h/f.iso      | false   | f.iso:100              | 0 0 1                     | http://h/f.iso[0+16/100]
            http://h/f.iso      | false   | f.iso:100              | 0 1 1                     | http://h/f.iso[16+16/100]
            http://h/f.iso      | false   | f.iso:100              | 1 0 2                     | http://h/f.iso[32+32/100]
            http://h/f.iso      | false   | f.iso:100              | 3 0 1                     | http://h/f.iso[96+4/100]
            http://h/f.iso      | false   | f.iso:100              | 0 1 6                     | http://h/f.iso[16+84/100]
            http://h/dir/       | false   | f.iso:100              | 0 0 2                     | http://h/dir/name[0+32/100]
            http://h/x?f=1&g=/  | false   | f.iso:100              | 0 0 2                     | http://h/x?f=1&g=/name[0+32/100]
            http://h            | true    | a:16 b:16              | 0 0 1                     | http://h/name/a[0+16/16]
            http://h/           | true    | a:16 b:16              | 0 1 1                     | http://h/name/b[0+16/16]
            http://h/pub        | true    | d/a:16 d/e/b:16        | 0 0 2                     | http://h/pub/name/d/a[0+16/16] http://h/pub/name/d/e/b[0+16/16]
            http://h/           | true    | a:4 b:4 c:4 d:20       | 0 0 1                     | http://h/name/a[0+4/4] http://h/name/b[0+4/4] http://h/name/c[0+4/4] http://h/name/d[0+4/20]
            http://h/           | true    | a:4 b:0 c:28           | 0 0 2                     | http://h/name/a[0+4/4] http://h/name/c[0+28/28]
            http://h/           | true    | b:0 a:4 c:28 z:0       | 0 0 2                     | http://h/name/a[0+4/4] http://h/name/c[0+28/28]
            http://h/           | true    | a:20 b:44              | 1 0 1                     | http://h/name/b[12+16/44]
            http://h/           | true    | a:20 b:44              | 0 1 2                     | http://h/name/a[16+4/20] http://h/name/b[0+28/44]
            http://h/           | true    | a:10 pad:22 b:40       | 0 0 3                     | http://h/name/a[0+10/10] zeros+22 http://h/name/b[0+16/40]
            http://h/           | true    | a:10 pad:22 b:40       | 0 1 1                     | zeros+16
            http://h/           | true    | pad:8 pad:8 b:40       | 0 0 1                     | zeros+8 zeros+8
            http://h/           | true    | a:60 pad:4             | 1 0 2                     | http://h/name/a[32+28/60] zeros+4
            http://h/           | true    | only:10                | 0 0 1                     | http://h/name/only[0+10/10]
            """)
    void asksForRangesOfFiles(String base, boolean multiFile, String files, String run, String requests) {
        String[] numbers = run.split(" ");
        BlockRun blocks = new BlockRun(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        WebSeedLayout layout = WebSeedLayouts.layout("name", multiFile, files, 32);
        assertEquals(true, blocks.isWithin(layout.pieces()));
        assertEquals(requests, requests(layout, base, blocks));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # base                    | name         | file         | URL
            http://h/                 | a b          | c+d          | http://h/a%20b/c%2Bd
            http://h/                 | n            | 100%?#.txt   | http://h/n/100%25%3F%23.txt
            http://h/                 | n            | \u00e9\u4e2d | http://h/n/%C3%A9%E4%B8%AD
            http://h/                 | n            | [x]&y;z=1,2  | http://h/n/%5Bx%5D%26y%3Bz%3D1%2C2
            http://h/a b/%20/%zz/%4   | n            | f            | http://h/a%20b/%20/%25zz/%254/n/f
            http://h/\u00e9/          | n            | f            | http://h/%C3%A9/n/f
            http://h/p/#top           | n            | f            | http://h/p/n/f
            http://[::1]:8080/(a)'!$/ | n            | f            | http://[::1]:8080/(a)'!$/n/f
            http://h/                 | ..           | f            | http://h/f
            http://h/                 | .            | ...          | http://h/...
            http://h/                 | n            | ~a-b_c.d     | http://h/n/~a-b_c.d
            """)
    void encodesWhatAUrlCannotHold(String base, String name, String file, String url) {
        assertEquals(url, WebSeedUrl.file(base, true, List.of(ByteString.ofUtf8(name), ByteString.ofUtf8(file))));
    }

    @Test
    void encodesNamesThatAreNotUtf8ByteForByteAndASlashInAName() {
        ByteString shiftJis = ByteString.ofHex("835c2f0a0d00ff");
        assertEquals("http://h/%83%5C%2F%0A%0D%00%FF", WebSeedUrl.file("http://h/", false, List.of(shiftJis)));
    }

    @Test
    void noBaseCanEndTheRequestEarly() {
        assertEquals("http://h/%0D%0AHost:%20x", WebSeedUrl.file("http://h/\r\nHost: x", false, List.of(ByteString.ofUtf8("n"))));
        assertEquals("", WebSeedUrl.file("", false, List.of(ByteString.ofUtf8("n"))));
    }

    @Test
    void theRangeHeaderIncludesTheLastByte() {
        Stretch.FileRange range = new Stretch.FileRange(0, "http://h/", 100, 10, 20);
        assertEquals("bytes=10-29", range.rangeHeader());
        assertEquals(false, range.isWholeFile());
        assertEquals(true, new Stretch.FileRange(0, "http://h/", 100, 0, 100).isWholeFile());
    }

    @Test
    void everyByteOfEveryRunIsAskedForExactlyOnce() {
        WebSeedLayout layout = WebSeedLayouts.layout("n", true, "a:1 b:0 c:15 pad:16 d:1 e:1 f:1 g:77 pad:3 h:200 i:5", 48);
        WebSeedMapping mapping = new WebSeedMapping(layout, WebSeedStyle.GETRIGHT, "http://h/");
        for (int piece = 0; piece < layout.pieces().pieceCount(); piece++) {
            for (int block = 0; block < layout.pieces().blockCount(piece); block++) {
                for (int count = 1; new BlockRun(piece, block, count).isWithin(layout.pieces()); count++) {
                    BlockRun run = new BlockRun(piece, block, count);
                    long sum = mapping.stretches(run).stream().mapToLong(Stretch::lengthBytes).sum();
                    assertEquals(run.lengthBytes(layout.pieces()), sum, run.toString());
                }
            }
        }
    }

    @Test
    void refusesToAskForNothing() {
        WebSeedMapping mapping = new WebSeedMapping(WebSeedLayouts.layout("n", false, "n:16", 16), WebSeedStyle.GETRIGHT, "http://h/");
        assertThrows(IllegalArgumentException.class, () -> mapping.stretchAt(0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> mapping.stretchAt(16 * 1024, 17 * 1024));
    }
}
