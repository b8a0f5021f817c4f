package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.StateDiff;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay diff}. */
@Command(name = "diff", description = "Show what changed between two points, such as 'end-of:session 1' and 'start-of:session 2'.",
        mixinStandardHelpOptions = true)
final class ReplayDiffCommand implements Callable<Integer> {
    private static final Set<String> AREAS = Set.of("session", "torrent", "pieces", "peers", "requests", "bans");

    @Parameters(index = "0", paramLabel = "A", description = "A point, as for 'replay at'.")
    private String from;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private String to;

    @Option(names = "--only", paramLabel = "AREA", split = ",", description = "Only session, torrent, pieces, peers, requests or bans; may repeat.")
    private List<String> only = List.of();

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        if (!AREAS.containsAll(only)) {
            throw new CliException(ExitStatus.USAGE, "--only expects session, torrent, pieces, peers, requests or bans");
        }
        StateDiff.Result result;
        try {
            result = StateDiff.between(journal.sessionDirectory(), from, to, new TreeSet<>(only));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("from", result.fromSequence()).put("to", result.toSequence());
            result.changes().forEach(change -> out.withArrayProperty("changes").add(change.json()));
            out.withArrayProperty("changes");
            System.out.println(out);
        } else {
            System.out.println("from behind entry " + result.fromSequence() + " to behind entry " + result.toSequence());
            result.changes().forEach(System.out::println);
            if (result.changes().isEmpty()) {
                System.out.println("nothing changed");
            }
        }
        return ExitStatus.DONE.code();
    }
}
