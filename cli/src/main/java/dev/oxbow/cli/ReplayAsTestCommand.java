package dev.oxbow.cli;

import dev.oxbow.replay.export.Distiller;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay as-test}. */
@Command(name = "as-test", description = "Make of a recorded peer a script that 'oxbow selftest --peer' plays among honest peers.", mixinStandardHelpOptions = true)
final class ReplayAsTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PEER", description = "Its address, with port or not.")
    private String peer;

    @Option(names = {"-O", "--out"}, paramLabel = "FILE", required = true, description = "Where to.")
    private Path out;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        List<String> script = script();
        try {
            Files.write(out, script);
        } catch (FileSystemException e) {
            throw CannotWrite.to(out, e);
        }
        System.out.println(json ? "{\"lines\":" + script.size() + "}" : script.size() + " lines written to " + out + "; 'oxbow selftest --peer " + out
                + "' plays it");
        return ExitStatus.DONE.code();
    }

    private List<String> script() throws IOException {
        try {
            return Distiller.script(journal.sessionDirectory(), peer);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
