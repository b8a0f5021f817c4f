package dev.oxbow.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code oxbow replay}: everything that reads a journal. */
@Command(name = "replay", description = "Read a journal, live or not, without writing to it.", mixinStandardHelpOptions = true)
final class ReplayCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no replay command given; try 'oxbow replay --help'");
    }
}
