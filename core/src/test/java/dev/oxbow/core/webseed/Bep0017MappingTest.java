package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.WebSeedStyle;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BEP 17: which pieces, and which parts of them, to ask the script for. */
class Bep0017MappingTest {
    private static final String HASH = "info_hash=%9C%D9i%8A%F5Uu%1A%91%86%AE%06lW%EA%21W%235%E0";

    @Test
    void asksAsTheExamplesOfTheSpecificationDo() {
        String base = "http://www.whatever.com/seed.php";
        assertEquals(base + "?" + HASH + "&piece=3", WebSeedUrl.piece(base, WebSeedLayouts.INFO_HASH, 3));
        assertEquals(base + "?" + HASH + "&piece=8&ranges=49152-131071",
                WebSeedUrl.pieceRange(base, WebSeedLayouts.INFO_HASH, 8, 49152, 131071));
    }

    @Test
    void keepsTheQueryThatTheUrlHas() {
        assertEquals("http://h/s?a=b&" + HASH + "&piece=0", WebSeedUrl.piece("http://h/s?a=b", WebSeedLayouts.INFO_HASH, 0));
        assertEquals("http://h/s?" + HASH + "&piece=0", WebSeedUrl.piece("http://h/s?", WebSeedLayouts.INFO_HASH, 0));
        assertEquals("http://h/s?a&" + HASH + "&piece=0", WebSeedUrl.piece("http://h/s?a&#x", WebSeedLayouts.INFO_HASH, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # files                 | run    | requests
            a:100                   | 0 0 2  | piece=0
            a:100                   | 0 0 1  | piece=0&ranges=0-16383
            a:100                   | 1 1 1  | piece=1&ranges=16384-32767
            a:100                   | 3 0 1  | piece=3
            a:100                   | 0 1 4  | piece=0&ranges=16384-32767 piece=1 piece=2&ranges=0-16383
            a:4 b:4 c:92            | 0 0 2  | piece=0
            a:20 pad:12 b:32        | 0 0 4  | piece=0&ranges=0-20479 zeros:12288 piece=1
            a:20 pad:4 b:40         | 0 0 2  | piece=0&ranges=0-20479 zeros:4096 piece=0&ranges=24576-32767
            a:20 pad:0 b:44         | 0 0 2  | piece=0
            """)
    void asksForPiecesAndLeavesPadFilesOut(String files, String run, String requests) {
        String[] numbers = run.split(" ");
        BlockRun blocks = new BlockRun(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        WebSeedMapping mapping = new WebSeedMapping(WebSeedLayouts.layout("n", true, files, 32), WebSeedStyle.HOFFMAN, "http://h/s");
        assertEquals(requests, mapping.stretches(blocks).stream().map(stretch -> stretch instanceof Stretch.ScriptRange range
                ? range.url().replace("http://h/s?" + HASH + "&", "") : "zeros:" + stretch.lengthBytes()).collect(Collectors.joining(" ")));
        assertEquals(blocks.lengthBytes(WebSeedLayouts.layout("n", true, files, 32).pieces()),
                mapping.stretches(blocks).stream().mapToLong(Stretch::lengthBytes).sum());
    }
}
