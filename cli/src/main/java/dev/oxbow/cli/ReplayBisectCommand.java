package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.Bisect;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay bisect}. */
@Command(name = "bisect", description = "Find the first entry behind which a condition holds.", mixinStandardHelpOptions = true)
final class ReplayBisectCommand implements Callable<Integer> {
    @Option(names = "--where", required = true, paramLabel = "EXPR", description = "The condition, as in 'torrent.inflight = 0 and torrent.left > 0"
            + " for 60s'; 'replay events --list-fields' names the fields.")
    private String where;

    @Option(names = {"-S", "--since"}, paramLabel = "POINT", description = "Look from there on.")
    private String since;

    @Option(names = {"-U", "--until"}, paramLabel = "POINT", description = "Look up to there.")
    private String until;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Bisect.Result result;
        try {
            result = Bisect.run(journal.sessionDirectory(), where, Optional.ofNullable(since), Optional.ofNullable(until));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("found", result.found().isPresent()).put("entries", result.entries());
            result.found().ifPresent(it -> out.put("seq", it.sequence()).put("time", it.time()).put("heldNs", it.heldNs()));
            System.out.println(out);
        } else {
            result.found().ifPresentOrElse(it -> {
                System.out.println("first true behind entry " + it.sequence() + ", " + it.time());
                it.lines().forEach(System.out::println);
                System.out.println("'oxbow replay at @" + it.sequence() + "' shows what was known then");
            }, () -> System.out.println("never true, in " + result.entries() + " entries"));
        }
        if (result.damage().isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, result.damage().get().sentence() + "; 'oxbow replay doctor' says what follows from it");
        }
        return ExitStatus.DONE.code();
    }
}
