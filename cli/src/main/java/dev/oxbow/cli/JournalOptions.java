package dev.oxbow.cli;

import dev.oxbow.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import picocli.CommandLine.Option;

/** What the replay commands have in common. */
final class JournalOptions {
    @Option(names = "--state", paramLabel = "DIR", required = true, description = "The state directory of the session.")
    Path state;

    @Option(names = {"-o", "--output", "--format"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    String format;

    @Option(names = "--verbose", description = "Show stack traces.")
    boolean verbose;

    boolean isJson() {
        if (!format.equals("json") && !format.equals("text")) {
            throw new CliException(ExitStatus.USAGE, "-o expects text or json");
        }
        return format.equals("json");
    }

    /** The format that was asked for. @throws CliException when it is none of those there are */
    String format(String... known) {
        if (!List.of(known).contains(format)) {
            throw new CliException(ExitStatus.USAGE, "-o expects " + String.join(", ", known));
        }
        return format;
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
