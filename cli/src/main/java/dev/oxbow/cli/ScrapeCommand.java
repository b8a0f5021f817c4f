package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.client.BindAddress;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.SystemNaming;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import dev.oxbow.net.tracker.Scraper;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow scrape}. */
@Command(name = "scrape", description = "Ask a torrent's trackers how many seed it, fetch it and have fetched it, without taking part.",
        mixinStandardHelpOptions = true)
final class ScrapeCommand implements Callable<Integer> {
    private static final int URL_CHARS_MAX = 200;

    @Parameters(paramLabel = "FILE|MAGNET", description = "A .torrent file or a magnet link.")
    private String input;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "", description = "Use only this address of this machine.")
    private String bind;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    private record Swarm(InfoHash infoHash, List<String> trackers) {
    }

    /** What one tracker says: counts, or why there are none. */
    private record Row(Optional<SwarmCounts> counts, String failure) {
    }

    @Override
    public Integer call() throws OxbowException {
        BindAddress.check(bind);
        Swarm swarm = swarm();
        if (swarm.trackers().isEmpty()) {
            throw new CliException(ExitStatus.USAGE, "it names no tracker that could be asked");
        }
        Map<String, Row> rows = ask(swarm);
        if (json) {
            System.out.println(json(swarm.infoHash(), rows));
        } else {
            print(rows);
        }
        if (rows.values().stream().noneMatch(row -> row.counts().isPresent())) {
            throw new CliException(ExitStatus.NETWORK, "no tracker has counts of it");
        }
        return ExitStatus.DONE.code();
    }

    private Swarm swarm() {
        Optional<MagnetUri> link = MagnetSource.of(input).map(MagnetSource::magnet);
        if (link.isPresent()) {
            return new Swarm(link.get().infoHashV1().orElseThrow(), link.get().trackers());
        }
        Metainfo metainfo = TorrentSource.parse(TorrentSource.read(input), "this file", SystemNaming.rules()).metainfo();
        return new Swarm(metainfo.infoHash(), metainfo.trackerTiers().stream().flatMap(List::stream).distinct().toList());
    }

    private Map<String, Row> ask(Swarm swarm) {
        Vertx vertx = Vertx.vertx();
        try (Scraper scraper = new Scraper(vertx, "Oxbow/" + Oxbow.VERSION, bind)) {
            Map<String, CompletableFuture<SwarmCounts>> asked = new LinkedHashMap<>();
            swarm.trackers().forEach(url -> asked.computeIfAbsent(url, it ->
                    scraper.scrape(it, swarm.infoHash()).toCompletionStage().toCompletableFuture()));
            Map<String, Row> rows = new LinkedHashMap<>();
            asked.forEach((url, answer) -> rows.put(url, row(answer)));
            return rows;
        } finally {
            vertx.close();
        }
    }

    private static Row row(CompletableFuture<SwarmCounts> answer) {
        try {
            return new Row(Optional.of(answer.join()), "");
        } catch (CompletionException e) {
            return new Row(Optional.empty(), e.getCause().getMessage());
        }
    }

    private static ObjectNode json(InfoHash infoHash, Map<String, Row> rows) {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("infoHash", infoHash.toString());
        rows.forEach((url, row) -> {
            ObjectNode tracker = out.withArray("trackers").addObject().put("url", url);
            tracker.put("seeders", known(row, SwarmCounts::seedCount)).put("leechers", known(row, SwarmCounts::leecherCount));
            tracker.put("downloads", known(row, SwarmCounts::completedCount)).put("failure", row.failure().isEmpty() ? null : row.failure());
        });
        return out;
    }

    private static void print(Map<String, Row> rows) {
        System.out.printf("%9s %9s %9s  %s%n", "seeders", "leechers", "downloads", "tracker");
        rows.forEach((url, row) -> System.out.printf("%9s %9s %9s  %s%s%n", shown(row, SwarmCounts::seedCount), shown(row, SwarmCounts::leecherCount),
                shown(row, SwarmCounts::completedCount), Text.printable(url, URL_CHARS_MAX), row.failure().isEmpty() ? "" : ": " + row.failure()));
    }

    private static String shown(Row row, ToIntFunction<SwarmCounts> count) {
        Integer value = known(row, count);
        return value == null ? "-" : value.toString();
    }

    /** Null, as JSON has it, for what the tracker did not say. */
    private static Integer known(Row row, ToIntFunction<SwarmCounts> count) {
        return row.counts().map(count::applyAsInt).filter(value -> value != AnnounceAnswer.UNKNOWN).orElse(null);
    }
}
