package dev.oxbow.replay.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a long journal in a real browser: how long until it is drawn, and until it follows the slider. With
 * {@code -Doxbow.page.entries=1000000} it is the measurement that docs/performance.md tells of; {@code -Doxbow.page.journal=DIR} takes a
 * journal that is there.
 */
class LargePageTest {
    private static final long ENTRIES = Long.getLong("oxbow.page.entries", 30_000);
    private static final int PEERS = 40;
    private static final int PIECE_BYTES = 1 << 20;
    private static final int BLOCKS_IN_PIECE = PIECE_BYTES >> 14;
    private static final int[] SLIDER_AT = {500, 100, 900, 333, 750};
    private static final Path PROFILE = Path.of("target", "page", "profile");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path home;

    private Path journal() throws IOException {
        String given = System.getProperty("oxbow.page.journal", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 1; i <= PEERS; i++) {
            peers.add(ScriptedPeer.good(i));
        }
        Path out = home.resolve("session");
        int pieces = (int) Math.max(16, ENTRIES / 2 / BLOCKS_IN_PIECE); // a block makes two entries at least
        try (RecordedDownload download = RecordedDownload.begin(out, RecordedDownload.spec("a long one", pieces, PIECE_BYTES), peers)) {
            download.run(ENTRIES);
        }
        return out;
    }

    private static long untilMs(Chromium browser, String expression) {
        long beganNs = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> browser.value(expression).equals("true"));
        return (System.nanoTime() - beganNs) / 1_000_000;
    }

    @Test
    void isDrawnAndFollowsTheSlider() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "no chromium on this machine: the page is not looked at");
        Path session = journal();
        try (Chromium browser = Chromium.open(program.get(), Files.createDirectories(PROFILE).toAbsolutePath())) {
            long beganNs = System.nanoTime();
            try (PageServer server = PageServer.start(session, Optional.of(home.resolve("cache")), 0)) {
                report("server started", (System.nanoTime() - beganNs) / 1_000_000);
                browser.goTo(server.url());
                report("first drawing", untilMs(browser, "typeof page !== 'undefined' && page.at !== null && page.rows.length > 0 && !page.busy"));
                for (int at : SLIDER_AT) {
                    browser.value("document.getElementById('slider').value = " + at
                            + ", document.getElementById('slider').dispatchEvent(new Event('input'))");
                    String there = "page.at.us <= page.summary.lengthUs * " + (at / 1000.0 + 0.0001)
                            + " && !page.busy && page.rows.some(e => e.seq === page.at.seq)";
                    report("slider to " + at, untilMs(browser, there));
                    assertTrue(Long.parseLong(browser.value("page.at.seq")) > 0);
                }
                report("entries", Long.parseLong(browser.value("page.summary.lastSeq")));
                assertEquals(List.of(), browser.complaints());
                browser.goTo("about:blank"); // or it goes on asking a server that is closed
            }
            Path file = home.resolve("saved.html");
            beganNs = System.nanoTime();
            SavedPage.write(session, Optional.of(home.resolve("cache")), file);
            report("saved", (System.nanoTime() - beganNs) / 1_000_000);
            report("saved, KiB", Files.size(file) >> 10);
            browser.goTo(file.toUri().toString());
            report("saved, first drawing", untilMs(browser, "typeof page !== 'undefined' && page.at !== null && !page.busy"));
            assertEquals(List.of(), browser.complaints());
        }
    }

    private static void report(String what, long amount) {
        long cpuMs = ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
        System.out.println("page: " + what + ": " + amount + " (this process has used " + cpuMs + " ms of processor time so far)");
    }
}
