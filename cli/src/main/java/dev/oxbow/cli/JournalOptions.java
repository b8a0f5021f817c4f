package dev.oxbow.cli;

import dev.oxbow.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import picocli.CommandLine.Option;

/** What the replay commands have in common. */
final class JournalOptions {
    @Option(names = "--state", paramLabel = "DIR", required = true, description = "The state directory of the session.")
    Path state;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    String format;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    boolean isJson() {
        if (!format.equals("json") && !format.equals("text")) {
            throw new CliException(ExitStatus.USAGE, "-o expects text or json");
        }
        return format.equals("json");
    }

    /** @throws CliException when there is no journal to read */
    Path sessionDirectory() throws IOException {
        try {
            JournalReader.segments(state);
            return state;
        } catch (NoSuchElementException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
