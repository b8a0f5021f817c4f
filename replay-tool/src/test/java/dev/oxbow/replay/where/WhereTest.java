package dev.oxbow.replay.where;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {
    private static final Map<String, Object> VALUES = Map.of("piece", 5L, "length", 16384L, "waitedNs", 2_500_000_000L, "type", "BlockReceived",
            "peer.choking", true, "gone", Fields.ABSENT);

    private static boolean holds(String text) {
        return Where.parse(text, VALUES::containsKey).test(VALUES::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"piece = 5", "piece == 5 and length = 16K", "piece != 6", "not piece = 6", "piece < 1 or length = 1 and piece = 9 or piece = 5",
        "waitedNs > 2s", "waitedNs <= 2500ms", "waitedNs = 2.5s", "type = BlockReceived", "type = 'blockreceived'", "type ~ '*Received'", "type ~ block*",
        "type !~ Choke*", "peer.choking", "peer.choking = true", "not (piece = 6 or length < 1K)", "piece + 1 = 6", "length - 16_000 = 384", "gone = null",
        "piece != null", "! gone > 5", "not not piece = 5", "piece >= 5 && length >= 0 || false", "-1 < piece"})
    void itHolds(String text) {
        assertTrue(holds(text), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"piece = 6", "gone = 5", "gone != 5", "gone < 5", "piece = 'five'", "piece < 'five'", "not peer.choking", "type = Block",
        "piece = null", "gone != null", "false", "waitedNs > 1m", "piece = 5 and (false or length = 1)"})
    void doesNotHold(String text) {
        assertFalse(holds(text), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"piece = ;8;expected a field or a value, found the end", "pice = 5;1;there is no field 'pice'",
        "piece = 5 length = 4;11;expected 'and', 'or' or the end, found 'length'", "(piece = 5;11;expected ')', found the end",
        "piece = 5q;10;'q' is no unit", "type = 'Block;8;the text that begins here is not ended", "piece = 5 and;14;expected a field or a value",
        "piece # 5;7;'#' has no meaning here", "5;2;expected a comparison", "piece = 1.5;9;is no whole number", "piece = 10.0.0.1;9;put texts in quotes",
        "piece = 5 for;14;expected a duration", "piece = 99999999999999999999;9;is no whole number", "and = 5;1;expected a field or a value"})
    void saysWhereItDoesNotUnderstand(String text, int column, String sentence) {
        WhereException refused = assertThrows(WhereException.class, () -> holds(text));
        assertEquals(column, refused.column(), refused.getMessage());
        assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
    }

    @Test
    void knowsHowLongItMustHold() {
        assertEquals(60_000_000_000L, Where.parse("piece = 5 for 60s", VALUES::containsKey).forNs());
        assertEquals(0, Where.parse("piece = 5", VALUES::containsKey).forNs());
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThrows(WhereException.class, () -> holds("(".repeat(5000) + "piece = 5" + ")".repeat(5000)));
        assertThrows(WhereException.class, () -> holds("not ".repeat(5001) + "piece = 5"));
    }

    @Test
    void refusesOrUnderstandsAnythingAtAll() {
        Random random = new Random(5);
        String[] words = {"piece", "=", "and", "or", "not", "(", ")", "5", "'x'", "for", "~", "-", "+", "null", "type", "<", "zz", "1s", "%", ".", "'"};
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                holds(text.toString());
                understood++;
            } catch (WhereException e) {
                assertTrue(e.column() >= 1 && e.column() <= text.length() + 1, e.getMessage());
            }
        }
        assertTrue(understood > 10, "some of them make sense");
    }

    @Test
    void fitsPatterns() {
        assertTrue(Glob.fits("*", ""));
        assertTrue(Glob.fits("a*b*c", "aXXbYYc"));
        assertTrue(Glob.fits("a?c", "abc"));
        assertFalse(Glob.fits("a*b", "acd"));
        assertFalse(Glob.fits("", "a"));
        assertFalse(Glob.fits("*a".repeat(40) + "b", "a".repeat(4000)));
    }
}
