package dev.oxbow.replay.page;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. Screenshots of it are left in {@code target/page}. */
class PageInBrowserTest {
    private static final Path SHOTS = Path.of("target", "page");
    private static final int SHIFT = 8;

    @TempDir
    static Path home;
    private Path profile;
    private Path session;
    private Optional<Path> cache;
    private PageServer server;
    private Chromium browser;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "no chromium on this machine: the page is not looked at");
        profile = Files.createTempDirectory("oxbow-browser");
        session = Hostile.record(Files.createTempDirectory(home, "session"));
        cache = Optional.of(Files.createTempDirectory(home, "cache"));
        server = PageServer.start(session, cache, 0);
        browser = Chromium.open(program.get(), profile);
    }

    @AfterEach
    void close() throws IOException {
        if (browser != null) {
            browser.close();
            server.close();
            List<Path> files;
            try (Stream<Path> walk = Files.walk(profile)) {
                files = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void until(String expression, String wanted) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> browser.value(expression).equals(wanted));
    }

    private void load(String url) throws Exception {
        browser.goTo(url);
        until("typeof page !== 'undefined' && page.at !== null && page.rows.length > 0 && !page.busy", "true");
    }

    @Test
    void showsAJournalAndFollowsTheUser() throws Exception {
        load(server.url());
        assertEquals("3", browser.value("document.querySelectorAll('.lane').length"));
        assertTrue(browser.value("document.getElementById('moment').textContent").endsWith("@" + browser.value("page.summary.lastSeq")));
        browser.screenshot(SHOTS.resolve("light.png"));

        browser.value("document.getElementById('slider').value = 300, document.getElementById('slider').dispatchEvent(new Event('input'))");
        until("page.at.us <= page.summary.lengthUs * 0.3001 && !page.busy && page.rows.some(e => e.seq === page.at.seq)", "true");
        long seq = Long.parseLong(browser.value("page.at.seq"));
        until("location.hash", "#@" + seq);
        browser.value("document.getElementById('slider').dispatchEvent(new Event('change'))");
        browser.key("ArrowRight", 0);
        until("page.at.seq", Long.toString(seq + 1));
        browser.key("ArrowLeft", 0);
        until("page.at.seq", Long.toString(seq));
        browser.key("ArrowLeft", SHIFT);
        until("page.at.us <= 1 || page.at.seq < " + seq, "true");

        String box = "document.getElementById('map').getBoundingClientRect()";
        browser.click(Double.parseDouble(browser.value(box + ".left + cells.size * 3.5")), Double.parseDouble(browser.value(box + ".top + 5")));
        until("document.getElementById('filter').value", "piece:3");
        until("page.rows.length > 0 && page.rows.every(e => e.piece === 3)", "true");
        browser.dark(true);
        browser.screenshot(SHOTS.resolve("dark.png"));
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void startsAtTheMomentInTheLink() throws Exception {
        load(server.url() + "#@123");
        until("page.at.seq", "123");
        until("document.querySelector('.row.now').dataset.seq", "123");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void runsNothingThatCameFromAPeer() throws Exception {
        load(server.url());
        assertTrue(browser.value("document.body.textContent").contains(Hostile.CLIENT), "the name is shown, as it is");
        assertEquals("undefined", browser.value("window.hacked"));
        assertEquals("0", browser.value("document.querySelectorAll('img, b[onmouseover]').length"));
        Path file = home.resolve("saved.html");
        SavedPage.write(session, cache, file);
        load(file.toUri().toString());
        assertTrue(browser.value("document.getElementById('lanes').textContent").contains(Hostile.CLIENT));
        assertEquals("undefined", browser.value("window.hacked"));
        assertEquals("0", browser.value("document.querySelectorAll('img, b[onmouseover]').length"));
        assertFalse(browser.value("document.getElementById('state').textContent").isEmpty());
        browser.screenshot(SHOTS.resolve("saved.png"));
        assertEquals(List.of(), browser.complaints());
    }
}
