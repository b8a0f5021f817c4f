package dev.oxbow.cli;

import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.why.Answer;
import dev.oxbow.replay.why.Why;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay why}. */
@Command(name = "why", description = "Say why: 'piece 12', 'peer 192.0.2.1:6881', 'ban 192.0.2.1', 'file 3', 'slow' or 'stalled'; with the entries that show it.",
        mixinStandardHelpOptions = true)
final class ReplayWhyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "QUESTION", arity = "1..2", description = "piece N, peer ADDRESS, ban ADDRESS, file N|PATH, slow, or stalled.")
    private List<String> question;

    @Option(names = "--at", paramLabel = "POINT", description = "As things stood at @NUMBER, at a time (2026-11-21T12:00:00Z), or at the end"
            + " (default: the end; before the user ended the session, where that makes a difference).")
    private Optional<String> at;

    @Option(names = {"-t", "--torrent"}, paramLabel = "HASH|NAME",
            description = "Which torrent, by the beginning of its info hash or name.")
    private Optional<String> torrent;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        try {
            print(Why.ask(journal.sessionDirectory(), question, at.map(PointInTime::parse), torrent), json);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
        return ExitStatus.DONE.code();
    }

    static void print(Answer answer, boolean json) {
        if (json) {
            System.out.println(answer.toJson());
        } else {
            answer.lines().forEach(System.out::println);
        }
    }
}
