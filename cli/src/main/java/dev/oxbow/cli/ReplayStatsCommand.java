package dev.oxbow.cli;

import dev.oxbow.replay.Series;
import dev.oxbow.replay.Stats;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay stats}. */
@Command(name = "stats", description = "Count what a journal holds, and how long answers took.", mixinStandardHelpOptions = true)
final class ReplayStatsCommand implements Callable<Integer> {
    @Option(names = "--by", paramLabel = "KEY", defaultValue = "type", description = "type, peer or minute.")
    private Stats.By by;

    @Option(names = "--series", paramLabel = "NAMES", split = ",", description = "Show these at regular times instead: down, up, downloaded,"
            + " uploaded, wasted, verified, inflight, peers, dhtNodes.")
    private List<String> series = List.of();

    @Option(names = "--every", paramLabel = "TIME", defaultValue = "10s", converter = Amounts.Span.class, description = "How often: 10s, 5m.")
    private java.time.Duration every;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        if (!series.isEmpty()) {
            series(json);
            return ExitStatus.DONE.code();
        }
        Stats.Result result = Stats.of(journal.sessionDirectory(), by);
        if (json) {
            result.rows().forEach(row -> System.out.println(row.json(by.name().toLowerCase(Locale.ROOT))));
            System.out.println(result.json());
        } else {
            print(result);
        }
        if (result.damage().isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, result.damage().get().sentence() + "; 'oxbow replay doctor' says what follows from it");
        }
        return ExitStatus.DONE.code();
    }

    private void series(boolean json) throws IOException {
        try {
            if (!json) {
                System.out.println(String.format("%-30s %12s ", "time", "entry") + series.stream().map(it -> String.format("%14s", it)).collect(Collectors.joining(" ")));
            }
            Series.of(journal.sessionDirectory(), series, every.toNanos(), point -> System.out.println(json ? point.json()
                    : String.format("%-30s %12d ", point.time(), point.sequence())
                            + point.values().stream().map(it -> String.format("%14d", it)).collect(Collectors.joining(" "))));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private static void print(Stats.Result result) {
        for (Stats.Row row : result.rows()) {
            System.out.println(String.format(Locale.ROOT, "%-30s %,14d %-7s %14s %5.1f %%", row.key(), row.entries(),
                    row.entries() == 1 ? "entry" : "entries", Amounts.bytes(row.bytes()), 100.0 * row.bytes() / Math.max(1, result.bytes())));
        }
        System.out.println(String.format(Locale.ROOT, "%-30s %,14d entries %14s  over %s", "all", result.entries(), Amounts.bytes(result.bytes()),
                Amounts.seconds(result.spanNs() / 1_000_000_000L)));
        result.latencies().forEach(System.out::println);
        System.out.println(String.format(Locale.ROOT, "read and folded in %.2f s, %,d entries/s", result.foldSec(),
                Math.round(result.entries() / Math.max(1e-9, result.foldSec()))));
    }
}
