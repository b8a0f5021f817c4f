package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.StateText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay at}. */
@Command(name = "at", description = "Show what the session knew at a point in time.", mixinStandardHelpOptions = true)
final class ReplayAtCommand implements Callable<Integer> {
    @Parameters(paramLabel = "POINT", description = "@NUMBER of an entry, a time (2026-11-21T12:00:00Z, 12:00:05, 10min ago), end, or"
            + " start-of:session N or end-of:session N; a session is a process's life, -1 the last.", arity = "1..2")
    private String[] point;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        ObjectNode state = state();
        if (json) {
            System.out.println(state);
        } else {
            StateText.of(state).forEach(System.out::println);
        }
        return ExitStatus.DONE.code();
    }

    private ObjectNode state() throws IOException {
        try {
            return StateAt.of(journal.sessionDirectory(), String.join(" ", point));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
