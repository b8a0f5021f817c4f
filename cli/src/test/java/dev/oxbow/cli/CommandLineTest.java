package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path home;

    private record Run(int exit, String out, String error) {
    }

    private static Run run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private static Run run(Map<String, String> environment, String... arguments) {
        PrintStream out = System.out;
        PrintStream error = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errorBytes, true, StandardCharsets.UTF_8));
            return new Run(Main.run(environment::get, arguments), outBytes.toString(StandardCharsets.UTF_8), errorBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(error);
        }
    }

    private void assertRefused(Run run, int exit) {
        assertEquals(exit, run.exit(), run.error());
        assertEquals("", run.out());
        assertTrue(run.error().startsWith("oxbow: ") && run.error().indexOf('\n') == run.error().length() - 1, run.error());
        assertFalse(run.error().chars().anyMatch(c -> c < 32 && c != '\n'), run.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "hello", "d4:infod4:name1:ae", "llllllllllllllllllll", "99999999999:x", "<html>404</html>", "d4:infoi1ee",
        "d4:infod6:lengthi5e4:name3:\u001b[31m12:piece lengthi16384e6:pieces3:abcee"})
    void refusesWhatIsNoTorrentInOneLine(String content) throws IOException {
        Path file = Files.writeString(home.resolve("x.torrent"), content, StandardCharsets.ISO_8859_1);
        assertRefused(run("info", "--json", file.toString()), 2);
        assertRefused(run("get", file.toString(), "--dir", home.toString(), "--state", home.resolve("s").toString()), 2);
        assertRefused(run("verify", file.toString()), 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"magnet:?xt=urn:btih:zz", "magnet:?dn=x", "/nowhere/at/all.torrent"})
    void refusesLinksAndPathsThatLeadNowhere(String input) {
        assertRefused(run("info", input), 2);
    }

    @Test
    void scrapesNothingWithoutATracker() {
        assertRefused(run("scrape", "magnet:?xt=urn:btih:" + "ab".repeat(20)), 2);
        assertRefused(run("scrape", "/nowhere.torrent"), 2);
        assertRefused(run("scrape", "magnet:?xt=urn:btih:" + "ab".repeat(20) + "&tr=http%3A%2F%2F127.0.0.1%3A9%2Fannounce", "--bind", "192.0.2.77"), 2);
    }

    @Test
    void saysOfEachTrackerWhyItCouldNotBeScraped() throws IOException {
        String link = "magnet:?xt=urn:btih:" + "ab".repeat(20) + "&tr=http%3A%2F%2F127.0.0.1%3A9%2Fannounce&tr=wss%3A%2F%2Fx%2F";
        Run plain = run("scrape", link);
        assertEquals(6, plain.exit(), plain.error());
        assertTrue(plain.out().contains("wss://x/: wss:// trackers are not supported yet"), plain.out());
        JsonNode trackers = new ObjectMapper().readTree(run("scrape", "--json", link).out()).get("trackers");
        assertEquals(2, trackers.size());
        assertTrue(trackers.get(0).get("seeders").isNull() && trackers.get(0).get("failure").textValue().length() > 10, trackers.toString());
    }

    @Test
    void refusesUnknownCommandsAndOptions() {
        assertRefused(run("frobnicate"), 2);
        assertRefused(run("get"), 2);
        assertRefused(run("get", "x.torrent", "--utp", "only"), 2);
        assertRefused(run("create", home.toString(), "-o", "x", "--piece-length", "3K"), 2);
        assertRefused(run("replay", "at", "end", "--state", home.resolve("none").toString()), 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-5", "6889-6881", "70000", "6881-70000", "-1", "x", "6881-", "6881-6882-6883"})
    void refusesPortsThatCannotBe(String ports) {
        assertRefused(run("get", "x.torrent", "--listen-port=" + ports), 2);
    }

    @Test
    void takesAPortOrARangeOfThem() {
        ListenPorts.Converter converter = new ListenPorts.Converter();
        assertEquals(new ListenPorts(0, 0), converter.convert("0"));
        assertEquals(new ListenPorts(6881, 6881), converter.convert("6881"));
        assertEquals(new ListenPorts(6881, 6889), converter.convert("6881-6889"));
    }

    /** Nothing is fetched, listened on or written by way of another address. */
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.77", "2001:db8::77", "localhost", "nonsense"})
    void doesNothingWhenTheAddressToUseIsNotThere(String address) {
        Path state = home.resolve("bound-state");
        assertRefused(run("get", "http://127.0.0.1:9/x.torrent", "--dir", home.toString(), "--state", state.toString(), "--bind", address), 2);
        assertRefused(run("seed", "http://127.0.0.1:9/x.torrent", "--dir", home.toString(), "--state", state.toString(), "--bind", address), 2);
        assertFalse(Files.exists(state));
    }

    @Test
    void makesShowsAndVerifiesATorrent() throws IOException {
        Path data = Files.createDirectories(home.resolve("data/sub"));
        Files.writeString(data.resolve("a.txt"), "hello");
        Files.writeString(data.resolveSibling("b.txt"), "world!");
        String torrent = home.resolve("data.torrent").toString();
        Run made = run("create", home.resolve("data").toString(), "-o", torrent, "--tracker", "http://127.0.0.1:1/announce", "--web-seed", "http://w/",
                "--comment", "c", "--private", "--piece-length", "16K");
        assertEquals(0, made.exit(), made.error());
        JsonNode info = new ObjectMapper().readTree(run("info", "--json", torrent).out());
        assertEquals("data", info.get("name").textValue());
        assertEquals(11, info.get("totalLength").longValue());
        assertEquals(1, info.get("pieceCount").intValue());
        assertTrue(info.get("private").booleanValue());
        assertEquals("data/b.txt", info.get("files").get(0).get("path").textValue());
        assertEquals("data/sub/a.txt", info.get("files").get(1).get("path").textValue());
        assertEquals("http://127.0.0.1:1/announce", info.get("trackers").get(0).get(0).textValue());
        assertEquals("http://w/", info.get("webSeeds").get(0).textValue());
        assertTrue(info.get("infoHashV2").isNull() && info.get("selectOnly").isNull());
        assertEquals(0, run("verify", torrent, "--dir", home.toString()).exit());
        Files.writeString(data.resolve("a.txt"), "hellO");
        Run wrong = run("verify", torrent, "--dir", home.toString());
        assertEquals(8, wrong.exit());
        assertTrue(wrong.out().contains("data/sub/a.txt"), wrong.out());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void findsFilesAgainWhateverTheirNames() throws IOException {
        List<String> names = List.of("a: b?.txt", "*.\"q\"", "<x|y>", "back\\slash", "dot.", "space ", "nul", "Readme", "README", "...", "\u202etxt", " ",
                "x".repeat(255));
        Path data = Files.createDirectories(home.resolve("who: me?"));
        for (String name : names) {
            Files.writeString(Files.createDirectories(data.resolve("in " + name.substring(0, Math.min(name.length(), 200)))).resolve(name), name);
        }
        String torrent = home.resolve("t.torrent").toString();
        assertEquals(0, run("create", data.toString(), "-o", torrent).exit());
        Run verified = run("verify", torrent, "--dir", home.toString());
        assertEquals(0, verified.exit(), verified.out() + verified.error());
        for (JsonNode file : new ObjectMapper().readTree(run("info", "--json", torrent).out()).get("files")) {
            assertTrue(Files.isRegularFile(home.resolve(file.get("path").textValue())), file.toString());
        }
        assertEquals(8, run("verify", torrent, "--dir", home.toString(), "--portable-names").exit());
        Run shown = run("info", torrent, "--portable-names");
        assertTrue(shown.out().contains("who_ me_/in a_ b_.txt/a_ b_.txt"), shown.out());
        assertFalse(run("info", torrent).out().contains("\u202e"), "a terminal would turn the line around");
    }

    @Test
    void showsAMagnetLinkWithNullForWhatItCannotKnow() throws IOException {
        JsonNode info = new ObjectMapper().readTree(run("info", "--json",
                "magnet:?xt=urn:btih:aabbccddeeff00112233445566778899aabbccdd&dn=x&so=0,2&x.pe=127.0.0.1:1&tr=http://t/").out());
        assertEquals("aabbccddeeff00112233445566778899aabbccdd", info.get("infoHashV1").textValue());
        assertTrue(info.get("files").isNull() && info.get("pieceCount").isNull());
        assertEquals("[0,2]", info.get("selectOnly").toString());
        assertEquals("[\"127.0.0.1:1\"]", info.get("peerAddresses").toString());
    }

    @Test
    void printsAMagnetLinkThatLeadsBack() throws IOException {
        Path data = Files.writeString(home.resolve("a & b.txt"), "hello");
        String torrent = home.resolve("t.torrent").toString();
        assertEquals(0, run("create", data.toString(), "-o", torrent, "--tracker", "http://t/a?b=1").exit());
        Run link = run("magnet", torrent);
        assertEquals(0, link.exit(), link.error());
        JsonNode shown = new ObjectMapper().readTree(run("info", "--json", link.out().trim()).out());
        JsonNode info = new ObjectMapper().readTree(run("info", "--json", torrent).out());
        assertEquals(info.get("infoHashV1"), shown.get("infoHashV1"));
        assertEquals(info.get("trackers"), shown.get("trackers"));
        assertEquals("a & b.txt", shown.get("name").textValue());
    }

    @Test
    void refusesLinksThatCannotBecomeATorrent() {
        String dir = home.toString();
        assertRefused(run("get", "magnet:?dn=x", "--dir", dir), 2);
        assertRefused(run("get", "magnet:?xt=urn:btmh:1220" + "ab".repeat(32), "--dir", dir), 2);
        assertRefused(run("seed", "ab".repeat(20), "--dir", dir), 2);
        assertRefused(run("magnet", home.resolve("none.torrent").toString()), 2);
    }

    @Test
    void readsAmountsAsPeopleWriteThem() {
        assertEquals(65536, new Amounts.Bytes().convert("64K"));
        assertEquals(1L << 30, new Amounts.Bytes().convert("1GiB"));
        assertEquals(90, new Amounts.Span().convert("90s").toSeconds());
        assertEquals(7200, new Amounts.Span().convert("2h").toSeconds());
        assertEquals("1.5 KiB", Amounts.bytes(1536));
    }

    @Test
    void takesOptionsFromTheEnvironment() throws IOException {
        Path file = Files.write(home.resolve("file"), new byte[100_000]);
        Path made = home.resolve("made.torrent");
        Map<String, String> environment = Map.of("OXBOW_OUTPUT", made.toString(), "OXBOW_PIECE_LENGTH", "64K", "OXBOW_JSON", "true", "OXBOW_HELP", "true");
        assertEquals(0, run(environment, "create", file.toString()).exit());
        assertTrue(run(environment, "info", made.toString()).out().contains("\"pieceLength\":65536"));
        assertTrue(run(Map.of("OXBOW_JSON", ""), "info", made.toString()).out().contains("info hash"), "an empty one says nothing");
        assertRefused(run(Map.of("OXBOW_PIECE_LENGTH", "x"), "create", file.toString(), "-o", made.toString()), 2);
        assertTrue(run(Map.of("OXBOW_PIECE_LENGTH", "16K"), "create", file.toString(), "-o", made.toString(), "--piece-length", "32K").out()
                .contains("4 pieces"), "the command line wins");
    }

    @Test
    void helpsWhoMistypes() {
        assertEquals(2, run("reply").exit());
        assertTrue(run("reply").error().contains("did you mean 'replay'"), run("reply").error());
        assertTrue(run("replay", "evnets").error().contains("did you mean 'events'"), run("replay", "evnets").error());
        assertTrue(run("get", "--bindd", "x").error().contains("--bind"), run("get", "--bindd", "x").error());
        assertTrue(run("zzzzzzzz").error().contains("try 'oxbow --help'"), run("zzzzzzzz").error());
    }

    @Test
    void listsEveryCommandInHelp() {
        for (String command : List.of("get", "seed", "replay", "why", "selftest")) {
            assertTrue(run("--help").out().contains("\n  " + command + " "), command);
            assertTrue(run("help").out().contains("\n  " + command + " "), command);
            assertTrue(run("help", command).out().contains("oxbow " + command), command);
        }
        assertTrue(run("replay", "--help").out().contains("\n  why "));
    }
}
