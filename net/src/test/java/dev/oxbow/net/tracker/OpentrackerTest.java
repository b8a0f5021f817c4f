package dev.oxbow.net.tracker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.command.TrackerCommand.Announce;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.TrackerEvent.AnnounceFailed;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.ScrapeAnswerDecoder;
import dev.oxbow.core.tracker.ScrapeRequest;
import dev.oxbow.core.tracker.TrackerUrl;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against opentracker, the tracker most public swarms are on, where it is installed. */
@Timeout(30)
class OpentrackerTest {
    @TempDir
    Path directory;

    private final InboxList inbox = new InboxList();
    private Vertx vertx;
    private HttpFetch fetch;
    private Trackers trackers;
    private UdpTrackers udp;
    private Process opentracker;
    private int port;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> program = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "opentracker")).filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "opentracker is not installed");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x")); // it gives up its rights before it reads
        Files.writeString(directory.resolve("torrents"), Commands.INFO_HASH + "\n", StandardCharsets.US_ASCII);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String number = Integer.toString(port);
        opentracker = new ProcessBuilder(program.get().toString(), "-i", "127.0.0.1", "-p", number, "-P", number, "-d",
                directory.toString(),
                "-w", "torrents").directory(directory.toFile()).redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile())
                        .start();
        await().until(() -> !opentracker.isAlive() || listens());
        assumeTrue(opentracker.isAlive(), "opentracker does not run here");
        vertx = Vertx.vertx();
        fetch = new HttpFetch(vertx, "Oxbow/test", "");
        trackers = new Trackers(vertx, inbox, fetch, "");
        udp = new UdpTrackers(vertx, inbox, "");
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void close() throws Exception {
        if (trackers != null) {
            trackers.close();
            udp.close();
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        if (opentracker != null) {
            opentracker.destroy();
            assertTrue(opentracker.waitFor(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void findsPeersCountsThemAndLeaves() throws Exception {
        announce(Commands.announce(url(), AnnounceEvent.STARTED, 1, 1001, 0));
        AnnounceSucceeded second = assertInstanceOf(AnnounceSucceeded.class, announce(Commands.announce(url(), AnnounceEvent.STARTED, 2,
                1002, 500)));
        assertTrue(second.peers().contains(Endpoint.parse("127.0.0.1:1001")), second.toString());
        assertEquals(1, second.seedCount());
        assertEquals(1, second.leecherCount());
        assertTrue(second.intervalSeconds() > 0 && second.minIntervalSeconds() > 0, second.toString());
        assertEquals(new ScrapeAnswer.Answered(List.of(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 1, 1, 0))), scrape());
        announce(Commands.announce(url(), AnnounceEvent.COMPLETED, 2, 1002, 0));
        assertEquals(new ScrapeAnswer.Answered(List.of(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 2, 0, 1))), scrape());
        announce(Commands.announce(url(), AnnounceEvent.STOPPED, 2, 1002, 0));
        assertEquals(new ScrapeAnswer.Answered(List.of(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 1, 0, 1))), scrape());
    }

    @Test
    void findsPeersCountsThemAndLeavesOverUdp() throws Exception {
        announce(Commands.announce(udpUrl(), AnnounceEvent.STARTED, 1, 1001, 0));
        AnnounceSucceeded second = assertInstanceOf(AnnounceSucceeded.class, announce(Commands.announce(udpUrl(), AnnounceEvent.STARTED, 2,
                1002, 500)));
        assertTrue(second.peers().contains(Endpoint.parse("127.0.0.1:1001")), second.toString());
        assertEquals(List.of(1, 1), List.of(second.seedCount(), second.leecherCount()));
        assertTrue(second.intervalSeconds() > 0, second.toString());
        announce(Commands.announce(url(), AnnounceEvent.STARTED, 3, 1003, 500));
        assertEquals(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 1, 2, 0), scrapeOverUdp(Commands.INFO_HASH).get(0),
                "one came over HTTP");
        announce(Commands.announce(udpUrl(), AnnounceEvent.COMPLETED, 2, 1002, 0));
        assertEquals(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 2, 1, 1), scrapeOverUdp(Commands.INFO_HASH).get(0));
        announce(Commands.announce(udpUrl(), AnnounceEvent.STOPPED, 2, 1002, 0));
        InfoHash unknown = InfoHash.ofHex("11".repeat(20));
        assertEquals(List.of(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 1, 1, 1), new ScrapeAnswer.SwarmCounts(unknown, 0, 0, 0)),
                scrapeOverUdp(Commands.INFO_HASH, unknown));
    }

    private String udpUrl() {
        return "udp://127.0.0.1:" + port + "/announce";
    }

    private List<ScrapeAnswer.SwarmCounts> scrapeOverUdp(InfoHash... infoHashes) throws Exception {
        ScrapeAnswer answer = udp.scrape(udpUrl(), List.of(infoHashes)).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return assertInstanceOf(ScrapeAnswer.Answered.class, answer).swarms();
    }

    @Test
    void handsOnItsRefusal() {
        Announce foreign = new Announce(3, 1, 1, url(), InfoHash.ofHex("11".repeat(20)), Commands.peerId(1), AnnounceEvent.STARTED, 1, 0,
                0, 0, 50, 0, "");
        assertEquals(new AnnounceFailed(3, 1, 1, "Requested download is not authorized for use with this tracker.", -1), announce(foreign));
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/announce";
    }

    private Event announce(Announce command) {
        inbox.events().clear();
        trackers.onAnnounce(command);
        return inbox.awaitEvents(1).get(0);
    }

    private ScrapeAnswer scrape() throws Exception {
        String url = new ScrapeRequest(List.of(Commands.INFO_HASH)).toUrl(TrackerUrl.scrape(url()).orElseThrow());
        return ScrapeAnswerDecoder.decode(fetch.get(url, 5000, ScrapeAnswerDecoder.LENGTH_BYTES_MAX)
                .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS).getBytes());
    }
}
