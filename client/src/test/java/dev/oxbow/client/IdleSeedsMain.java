package dev.oxbow.client;

import com.sun.management.OperatingSystemMXBean;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Seeds many small torrents in one session, waits until they are idle, and says what that costs. Arguments: a directory, how many, how many
 * seconds to look on.
 */
final class IdleSeedsMain {
    private static final int PAYLOAD_BYTES = 100_000;
    private static final double SECOND_NS = 1e9;
    private static final long POLL_NS = 100_000_000;
    private static final int SHOWN = 4;
    private static final long SETTLING_NS = 5_000_000_000L;

    private IdleSeedsMain() {
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        long lookOnNs = Long.parseLong(arguments[2]) * (long) SECOND_NS;
        Vertx vertx = Vertx.vertx();
        HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0);
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.1").withQueue(QueueLimits.NONE))) {
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                oxbow.add(torrent(home, i, tracker.url()), home.resolve("payload"), TorrentWish.SEED);
            }
            while (oxbow.view().torrents().stream().filter(torrent -> torrent.phase() == TorrentPhase.SEEDING).count() < count
                    || tracker.received().size() < count) {
                LockSupport.parkNanos(POLL_NS);
            }
            double addedSeconds = (System.nanoTime() - began) / SECOND_NS;
            LockSupport.parkNanos(SETTLING_NS);
            Map<Long, Long> threadsNs = threads();
            long cpuNs = system.getProcessCpuTime();
            long from = System.nanoTime();
            LockSupport.parkNanos(lookOnNs);
            double percent = 100.0 * (system.getProcessCpuTime() - cpuNs) / (System.nanoTime() - from);
            String busiest = busiest(threadsNs);
            long peakKib = status("VmHWM");
            long nowKib = status("VmRSS");
            System.gc(); // what of the heap is held, for the figures only
            Runtime heap = Runtime.getRuntime();
            System.out.printf(Locale.ROOT, "seeds %d, added in %.1f s, rss %d KiB (at most %d), heap held %d KiB, cpu %.2f %%: %s%n", count,
                    addedSeconds, nowKib, peakKib, (heap.totalMemory() - heap.freeMemory()) / 1024, percent, busiest);
        } finally {
            tracker.close();
            vertx.close();
        }
    }

    private static Map<Long, Long> threads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds()).boxed().collect(Collectors.toMap(id -> id, threads::getThreadCpuTime));
    }

    /** The threads of Java that took the most time since then; what they leave is the JVM's own. */
    private static String busiest(Map<Long, Long> sinceNs) {
        Map<Long, Long> now = threads();
        return now.keySet().stream().sorted(Comparator.comparingLong(id -> sinceNs.getOrDefault(id, 0L) - now.get(id))).limit(SHOWN)
                .map(id -> Optional.ofNullable(ManagementFactory.getThreadMXBean().getThreadInfo(id)).map(ThreadInfo::getThreadName).orElse("gone")
                        + " " + (now.get(id) - sinceNs.getOrDefault(id, 0L)) / 1_000_000 + " ms").collect(Collectors.joining(", "));
    }

    private static byte[] torrent(Path home, int number, String tracker) throws IOException {
        byte[] bytes = new byte[PAYLOAD_BYTES];
        new Random(number).nextBytes(bytes);
        Path file = Files.createDirectories(home.resolve("payload")).resolve("file-" + number);
        Files.write(file, bytes);
        return TorrentMaker.make(file, 16384, new TorrentMaker.Label(List.of(List.of(tracker)), List.of(), Optional.empty(), false,
                OptionalLong.empty(), "test"));
    }

    private static long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).findFirst().orElseThrow();
    }
}
