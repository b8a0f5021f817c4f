package dev.oxbow.core.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafePathsTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(60);

    /** What the torrent says, what is written on any system, what is written on Linux and macOS. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "plain.txt|plain.txt|plain.txt",
        "Ünïcödé 名前 🎬.mkv|Ünïcödé 名前 🎬.mkv|Ünïcödé 名前 🎬.mkv",
        ".hidden|.hidden|.hidden",
        "a\u202eb|a_b|a\u202eb",
        "👨\u200d👩|👨_👩|👨\u200d👩",
        "a:b?c*d\"e<f>g\\|a_b_c_d_e_f_g_|a:b?c*d\"e<f>g\\",
        "name.|name_|name.",
        "name |name_|name ",
        "...|_|...",
        "nul.txt|_nul.txt|nul.txt",
        "COM¹|_COM¹|COM¹",
        "..|_|_",
        ".|_|_",
        "a/b|a_b|a_b",
        "../../etc|.._.._etc|.._.._etc",
        "''|_|_",
    })
    void makesOneComponentSafe(String raw, String portable, String posix) {
        assertEquals(portable, SafePaths.component(raw, NamingRules.PORTABLE));
        assertEquals(posix, SafePaths.component(raw, NamingRules.POSIX));
        assertEquals(posix, SafePaths.component(raw, NamingRules.MACOS));
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void replacesControlCharacters(NamingRules rules) {
        for (String raw : List.of("a\u0000b", "a\nb", "a\u001bb", "a\u007fb", "a\u0085b")) {
            assertEquals("a_b", SafePaths.component(raw, rules));
        }
    }

    @Test
    void replacesHalvesOfCharactersThatNoFileSystemCanWrite() {
        assertEquals("a_b", SafePaths.component("a\ud800b", NamingRules.POSIX));
        assertEquals("a_b", SafePaths.component("a\udc00b", NamingRules.PORTABLE));
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void cutsALongNameAtACharacterAndKeepsItsExtension(NamingRules rules) {
        String name = SafePaths.component("🎬".repeat(100) + ".mkv", rules);
        assertEquals("🎬".repeat((rules.lengthBytesMax - 4) / 4) + ".mkv", name);
        assertEquals("x".repeat(rules.lengthBytesMax), SafePaths.component("x".repeat(300), rules));
        assertEquals("x".repeat(rules.lengthBytesMax), SafePaths.component("x".repeat(rules.lengthBytesMax), rules));
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void aSafeNameStaysAsItIsAndKeepsWithinTheRules(NamingRules rules) {
        String alphabet = "ab.. :/\\\u0000\u00e9\ud83c\udfac\ud800 ~$1CONnul";
        for (int seed = 0; seed < 5000; seed++) {
            StringBuilder raw = new StringBuilder();
            int length = Rng.below(300, seed, Rng.Purpose.PIECE_ORDER, 0, 0);
            for (int i = 0; i < length; i++) {
                raw.append(alphabet.charAt(Rng.below(alphabet.length(), seed, Rng.Purpose.PIECE_ORDER, 1, i)));
            }
            String safe = SafePaths.component(raw.toString(), rules);
            assertEquals(safe, SafePaths.component(safe, rules), "seed " + seed);
            assertFalse(safe.isEmpty() || safe.equals(".") || safe.equals("..") || safe.indexOf('/') >= 0 || safe.indexOf('\0') >= 0, "seed " + seed);
            assertTrue(safe.getBytes(StandardCharsets.UTF_8).length <= 255, "seed " + seed);
        }
    }

    private static List<String> claimed(NamingRules rules, String... paths) {
        SafePaths safe = new SafePaths(rules);
        return Stream.of(paths).map(path -> String.join("/", safe.claim(Arrays.asList(path.split("/"))))).toList();
    }

    @Test
    void onPosixNamesThatDifferInCaseOrUnicodeFormAreTwoFiles() {
        assertEquals(List.of("Readme", "README", "e\u0301", "\u00e9", "D/x", "d/x"),
                claimed(NamingRules.POSIX, "Readme", "README", "e\u0301", "\u00e9", "D/x", "d/x"));
    }

    @ParameterizedTest
    @EnumSource(value = NamingRules.class, names = {"MACOS", "PORTABLE"})
    void elsewhereTheSecondGetsANumberAndDirectoriesBecomeOne(NamingRules rules) {
        assertEquals(List.of("Readme", "README (2)", "e\u0301", "\u00e9 (2)", "D/x", "D/x (2)", "\u03c3", "\u03c2 (2)"),
                claimed(rules, "Readme", "README", "e\u0301", "\u00e9", "D/x", "d/x", "\u03c3", "\u03c2"));
    }

    @Test
    void onPosixTheSameNameTwiceStillBecomesTwoFiles() {
        assertEquals(List.of("a.txt", "a (2).txt", "a (3).txt", "a (3) (2).txt"),
                claimed(NamingRules.POSIX, "a.txt", "a.txt", "a.txt", "a (3).txt"));
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void aFileAndADirectoryOfOneNameArePartedWhicheverComesFirst(NamingRules rules) {
        assertEquals(List.of("a", "a (2)/b", "a (2)/c"), claimed(rules, "a", "a/b", "a/c"));
        assertEquals(List.of("a/b", "a (2)", "a/c"), claimed(rules, "a/b", "a", "a/c"));
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void aNumberedNameIsNotTooLongEither(NamingRules rules) {
        for (String name : List.of("x".repeat(300), "a." + "y".repeat(300), "z".repeat(300) + ".mkv", "\u00e9".repeat(200))) {
            List<String> two = claimed(rules, name, name);
            assertFalse(two.get(0).equals(two.get(1)));
            assertTrue(two.get(1).getBytes(StandardCharsets.UTF_8).length <= rules.lengthBytesMax, two.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void takesNoLongerForManyFilesOfOneName(NamingRules rules) {
        assertTimeoutPreemptively(AT_ONCE, () -> {
            SafePaths safe = new SafePaths(rules);
            Set<List<String>> paths = new HashSet<>();
            for (int i = 0; i < 100_000; i++) {
                assertTrue(paths.add(safe.claim(List.of("top", "a"))));
            }
            for (int i = 0; i < 100_000; i++) {
                assertTrue(paths.add(safe.claim(List.of("top", "a", "b" + i))));
            }
            String common = "x".repeat(rules.lengthBytesMax - 6);
            for (int i = 0; i < 40_000; i++) {
                assertTrue(paths.add(safe.claim(List.of("top", common + i / 2))));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(NamingRules.class)
    void takesNoLongerForANameOfMegabytes(NamingRules rules) {
        assertTimeoutPreemptively(AT_ONCE, () -> SafePaths.component("\u00e9".repeat(8 << 20) + ".mkv", rules));
    }
}
