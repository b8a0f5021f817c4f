package dev.oxbow.replay.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.StateCursor;
import dev.oxbow.sim.RecordedDownload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;
    private Path session;
    private PageServer server;
    private List<JournalRecord> all;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void serve() throws IOException {
        session = Hostile.record(home.resolve("session"));
        all = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(session)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                all.add(record.get());
            }
        }
        server = PageServer.start(session, Optional.of(home.resolve("cache")), 0);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ask(String question) throws IOException, InterruptedException {
        HttpResponse<String> response = get(server.url() + "api/" + question);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private JsonNode whole() throws IOException, InterruptedException {
        JsonNode out = ask("summary");
        while (!out.get("complete").booleanValue()) {
            out = ask("summary");
        }
        return out;
    }

    private int rawStatus(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(server.url()).getPort())) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            return Integer.parseInt(status.split(" ")[1]);
        }
    }

    @Test
    void answersNobodyWithoutTheTokenOrByAnotherName() throws Exception {
        URI url = URI.create(server.url());
        String host = "Host: 127.0.0.1:" + url.getPort() + "\r\n";
        assertEquals(200, rawStatus("GET " + url.getPath() + " HTTP/1.1\r\n" + host));
        assertEquals(200, rawStatus("GET " + url.getPath() + " HTTP/1.1\r\nHost: localhost:" + url.getPort() + "\r\n"));
        assertEquals(403, rawStatus("GET / HTTP/1.1\r\n" + host));
        assertEquals(403, rawStatus("GET /0000/api/summary HTTP/1.1\r\n" + host));
        assertEquals(403, rawStatus("GET " + url.getPath() + " HTTP/1.1\r\nHost: evil.example:" + url.getPort() + "\r\n"));
        assertEquals(403, rawStatus("GET " + url.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"));
        assertEquals(405, rawStatus("POST " + url.getPath() + " HTTP/1.1\r\n" + host));
        assertEquals(302, rawStatus("GET " + url.getPath().substring(0, url.getPath().length() - 1) + " HTTP/1.1\r\n" + host));
        assertEquals(404, rawStatus("GET " + url.getPath() + "../../etc/passwd HTTP/1.1\r\n" + host));
    }

    @Test
    void tellsTheBrowserToRunNothingOfOthers() throws Exception {
        HttpResponse<String> page = get(server.url());
        assertTrue(page.headers().firstValue("Content-Security-Policy").orElse("").startsWith("default-src 'none'; script-src 'self'"));
        assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
        for (String name : List.of("", "page.js", "page.css")) {
            assertFalse(get(server.url() + name).body().matches("(?s).*(https?:)?//[a-z]+\\.[a-z].*"), "nothing is fetched from elsewhere: " + name);
        }
    }

    @Test
    void summarisesTheJournal() throws Exception {
        JsonNode summary = whole();
        assertEquals(all.size(), summary.get("entries").asInt());
        assertEquals(all.get(all.size() - 1).sequence(), summary.get("lastSeq").asLong());
        assertEquals(2, summary.get("sessions").size());
        assertEquals(1, summary.get("cuts").size());
        assertEquals(Hostile.SPEC.name(), summary.at("/torrents/0/name").textValue());
        assertEquals(24, summary.at("/torrents/0/pieceCount").asInt());
        assertTrue(summary.get("stopped").booleanValue());
        assertTrue(summary.get("flags").findValuesAsText("text").stream().anyMatch(text -> text.startsWith("PieceHashMismatched")));
    }

    @Test
    void knowsTheStateAndThePiecesAtAnyEntry() throws Exception {
        whole();
        for (long sequence : new long[] {all.size() - 1, 0, 100, 170, 300, 160}) {
            SessionState state = new SessionState();
            all.stream().limit(sequence + 1).forEach(it -> state.apply(it.sequence(), it.timeNs(), it.entry()));
            JsonNode at = ask("at?seq=" + sequence);
            assertEquals(sequence, at.get("seq").asLong());
            assertEquals(StateAt.json(state).toString(), at.get("state").toString());
            if (!state.torrents().isEmpty()) {
                String map = at.get("pieces").get(Hostile.SPEC.infoHash().toString()).textValue();
                assertEquals(24, map.length());
                assertEquals(state.torrents().get(0).picker().verified().count(), map.chars().filter(c -> "45ef".indexOf(c) >= 0).count());
            }
        }
        assertEquals(24, ask("at?seq=999999").get("pieces").get(Hostile.SPEC.infoHash().toString()).textValue()
                .chars().filter(c -> c == '5' || c == 'f').count(), "all durable at the end, the one that failed once with its mark");
        assertEquals(1, ask("at?seq=999999").get("pieces").get(Hostile.SPEC.infoHash().toString()).textValue().chars().filter(c -> c == 'f').count());
    }

    @Test
    void timeLeadsToTheEntryThatHasIt() throws Exception {
        whole();
        for (long sequence : new long[] {50, 179, 200, 400}) {
            long us = ask("at?seq=" + sequence).get("us").asLong();
            JsonNode there = ask("at?us=" + us);
            assertTrue(there.get("seq").asLong() >= sequence);
            assertEquals(us, there.get("us").asLong());
        }
        assertEquals(all.size() - 1, ask("at?us=999999999999").get("seq").asLong());
    }

    @Test
    void pagesThroughTheEntriesBothWays() throws Exception {
        JsonNode forth = ask("entries?seq=10&limit=7");
        assertEquals(7, forth.get("rows").size());
        assertEquals(10, forth.at("/rows/0/seq").asLong());
        assertEquals(17, forth.get("next").asLong());
        assertEquals(all.get(10).entry().getClass().getSimpleName(), forth.at("/rows/0/type").textValue());
        JsonNode back = ask("entries?seq=10&limit=7&order=back");
        assertEquals(3, back.at("/rows/0/seq").asLong());
        assertEquals(9, back.at("/rows/6/seq").asLong());
        assertTrue(ask("entries?seq=5&limit=50&order=back").get("next").isNull());
        assertTrue(ask("entries?seq=" + (all.size() - 3) + "&limit=50").get("next").isNull());
    }

    /** However many answers it takes. */
    private List<JsonNode> rows(long sequence, String more) throws IOException, InterruptedException {
        List<JsonNode> out = new ArrayList<>();
        JsonNode at = JSON.getNodeFactory().numberNode(sequence);
        while (!at.isNull()) {
            JsonNode page = ask("entries?limit=1000&seq=" + at.asLong() + more);
            page.get("rows").forEach(out::add);
            at = page.get("next");
        }
        return out;
    }

    @Test
    void filtersEntries() throws Exception {
        long verified = all.stream().filter(it -> it.entry().getClass().getSimpleName().equals("PieceVerified")).count();
        assertEquals(verified, rows(0, "&filter=pieceverified").size());
        assertEquals(verified, rows(999_999, "&order=back&filter=type%20%3D%20PieceVerified").size());
        List<JsonNode> ofPiece = rows(0, "&filter=piece:3%20peer:10.0.0.1");
        assertFalse(ofPiece.isEmpty());
        ofPiece.forEach(row -> {
            assertEquals(3, row.get("piece").asInt());
            assertEquals("10.0.0.1:6881", row.get("peer").textValue());
        });
        HttpResponse<String> bad = get(server.url() + "api/entries?filter=colour:red");
        assertEquals(400, bad.statusCode());
        assertEquals("'colour:red': there are piece:, peer:, torrent: and severity:", JSON.readTree(bad.body()).get("error").textValue());
    }

    private Map<String, Long> blocksAskedOf() {
        Map<Long, String> peers = new HashMap<>();
        Map<String, Long> out = new HashMap<>();
        for (JournalRecord record : all) {
            if (record.entry() instanceof ConnectionCommand.Connect it) {
                peers.put(it.connectionId(), it.endpoint().toString());
            } else if (record.entry() instanceof PeerCommand.RequestBlocks it) {
                out.merge(peers.get(it.connectionId()), (long) it.blockCount(), Long::sum);
            }
        }
        return out;
    }

    @Test
    void showsEveryPeerInALaneWithWhatItWasAskedFor() throws Exception {
        whole();
        JsonNode lanes = ask("lanes?points=1000000").get("lanes");
        assertEquals(3, lanes.size());
        JsonNode bad = lanes.get(0);
        assertEquals("10.0.0.2:6881", bad.get("peer").textValue(), "a peer with flags stands first");
        assertTrue(bad.get("flags").findValuesAsText("text").stream().anyMatch(text -> text.startsWith("BanPeer")));
        Map<String, Long> asked = blocksAskedOf();
        for (JsonNode lane : lanes) {
            assertTrue(lane.get("connected").size() > 0 && lane.get("connected").size() % 2 == 0);
            long blocks = 0;
            for (int i = 0; i < lane.get("slices").size(); i += 4) {
                assertTrue(lane.get("slices").get(i).asLong() <= lane.get("slices").get(i + 1).asLong());
                blocks += lane.get("slices").get(i + 3).asLong();
            }
            assertEquals(asked.getOrDefault(lane.get("peer").textValue(), 0L), blocks, lane.get("peer").textValue());
        }
        assertEquals(1, ask("lanes?peer=10.0.0.3").get("lanes").size());
    }

    @Test
    void chartsWhatWasVerified() throws Exception {
        whole();
        JsonNode chart = ask("chart?points=50");
        int last = chart.get("us").size() - 1;
        assertTrue(last < 110 && last > 10);
        assertEquals(24L * (64 << 10), chart.get("verified").get(last).asLong());
        assertEquals(all.size() - 1, chart.get("seq").get(last).asLong());
    }

    @Test
    void hostileNamesStayText() throws Exception {
        whole();
        assertTrue(ask("lanes").get("lanes").findValuesAsText("client").contains(Hostile.CLIENT), "as data it is what the peer said");
        assertEquals("application/json; charset=utf-8", get(server.url() + "api/lanes").headers().firstValue("Content-Type").orElse(""));
        String script = get(server.url() + "page.js").body();
        assertFalse(script.matches("(?s).*(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\().*"), "the page makes no markup of data");
        Path file = home.resolve("saved.html");
        SavedPage.Result result = SavedPage.write(session, Optional.of(home.resolve("cache")), file);
        assertEquals(all.size(), result.entriesKept());
        String html = Files.readString(file);
        assertFalse(html.contains("<script>window.hacked"));
        assertFalse(html.contains("<img src=x"));
        assertEquals(2, html.split("</script>", -1).length - 1, "the data and the program, and nothing between them");
        assertFalse(html.matches("(?s).*(src|href)=\"(?!data:).*"), "it needs no other file");
    }

    @Test
    void followsAJournalThatGrows() throws Exception {
        long before = whole().get("lastSeq").asLong();
        try (RecordedDownload more = RecordedDownload.begin(session, Hostile.SPEC, List.of())) {
            more.stop();
            assertTrue(whole().get("lastSeq").asLong() > before);
            assertEquals(more.state().sequence(), whole().get("lastSeq").asLong());
        }
        assertEquals(3, whole().get("sessions").size());
        try (StateCursor cursor = StateCursor.open(session, Optional.empty())) {
            cursor.goTo(PointInTime.END);
            assertEquals(StateAt.json(cursor.state()).toString(), ask("at?seq=999999").get("state").toString());
        }
    }
}
