package dev.oxbow.replay.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.replay.RecordedSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that Wireshark takes for a conversation, by its own word where it is installed. */
class PacketsTest {
    @TempDir
    private static Path home;
    private static Path journal;

    @BeforeAll
    static void record() throws IOException {
        journal = home.resolve("journal");
        RecordedSession.record(journal, 40, 2);
    }

    private static Path export(String name, Selection selection) throws IOException {
        Path out = home.resolve(name);
        Export.run(journal, Export.Form.PCAPNG, out, selection);
        return out;
    }

    @Test
    void isARowOfBlocksWhoseLengthsFit() throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(export("blocks", Selection.ALL))).order(ByteOrder.LITTLE_ENDIAN);
        int packets = 0;
        while (in.hasRemaining()) {
            int at = in.position();
            int type = in.getInt();
            int length = in.getInt();
            assertEquals(0, length % 4);
            assertEquals(length, in.getInt(at + length - 4));
            if (type == 6) {
                packets++;
                int captured = in.getInt(at + 20);
                int original = in.getInt(at + 24);
                assertTrue(captured <= original && original <= 65_535, captured + " of " + original);
            }
            in.position(at + length);
        }
        assertTrue(packets > 300, "packets: " + packets);
    }

    private static List<String> tshark(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }

    private static void needsTshark() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("tshark", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            assumeTrue(process.waitFor() == 0, "tshark does not run here: what Wireshark makes of the packets is not tested");
        } catch (IOException e) {
            assumeTrue(false, "no tshark here (apt-get install tshark): what Wireshark makes of the packets is not tested");
        }
    }

    @Test
    void isDissectedToTheLastMessage() throws Exception {
        needsTshark();
        Path file = export("all", Selection.ALL);
        assertEquals(List.of(),
                tshark(file, "-Y", "_ws.malformed || bittorrent.continuous_data || tcp.analysis.lost_segment"
                + " || tcp.analysis.ack_lost_segment || tcp.analysis.retransmission || tcp.analysis.out_of_order"));
        assertEquals(List.of(), tshark(file, "-Y", "tcp.len > 0 && !bittorrent"));
        Path lines = home.resolve("lines");
        Export.run(journal, Export.Form.JSONL, lines, Selection.ALL);
        assertEquals(count(lines, "BlockReceived") + inRuns(lines) + count(lines, "BlockSent"), tshark(file, "-Y", "bittorrent.msg.type == 7").size());
        assertEquals(count(lines, "HandshakeReceived") + count(lines, "SendHandshake"), tshark(file, "-Y", "bittorrent.info_hash").size());
        assertTrue(tshark(file, "-Y", "bittorrent.msg.type == 4").size() > 10, "have");
        assertTrue(tshark(file, "-Y", "bittorrent.msg.type == 6").size() > 80, "request");
        assertEquals(List.of("d5ba335bdbae90e571c6642f089bbd91dd83fb7f"),
                tshark(file, "-Y", "bittorrent.info_hash", "-T", "fields", "-e", "bittorrent.info_hash").stream()
                        .map(it -> it.replace(":", "")).distinct().toList());
    }

    /** Blocks that came together with others. */
    private static long inRuns(Path lines) throws IOException {
        long blocks = 0;
        for (String line : Files.readAllLines(lines)) {
            if (line.contains("\"BlocksReceived\"")) {
                blocks += Long.parseLong(line.replaceAll(".*\"blockCount\":(\\d+).*", "$1"));
            }
        }
        return blocks;
    }

    private static long count(Path lines, String type) throws IOException {
        return Files.readAllLines(lines).stream().filter(it -> it.contains("\"type\":\"" + type + "\"")).count();
    }

    @Test
    void saysInCommentsWhyAndWhatBecameOfIt() throws Exception {
        needsTshark();
        Path file = export("comments", Selection.ALL);
        assertEquals(1, tshark(file, "-Y", "frame.comment contains \"BanPeer reason=SENT_WHOLE_BAD_PIECE\"").size());
        assertTrue(tshark(file, "-Y", "frame.comment contains \"RequestBlocks reason=RAREST_FIRST\"").size() > 5);
        List<String> verdicts = tshark(file, "-Y", "frame.comment contains \"verdict\" && frame.comment contains \"BAD_HASH_SOLE\"", "-T", "fields",
                "-e", "ip.addr", "-e", "frame.comment");
        assertEquals(1, verdicts.size());
        assertTrue(verdicts.get(0).contains(RecordedSession.BAD.host()), verdicts.toString());
    }

    @Test
    void beginsWithTheHandshakesEvenWhenOnlyTheMiddleIsWanted() throws Exception {
        needsTshark();
        Path file = export("middle", Selection.of(null, RecordedSession.GOOD.toString(), "@180", "@200"));
        List<String> shown = tshark(file);
        assertEquals(2, shown.stream().filter(it -> it.contains("Handshake")).count(), shown.toString());
        assertTrue(shown.stream().filter(it -> it.contains("Piece")).count() > 3, shown.toString());
        assertTrue(shown.stream().noneMatch(it -> it.contains(RecordedSession.BAD.host())), shown.toString());
    }
}
