package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.core.value.Text;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code oxbow} command. */
@Command(name = "oxbow", description = "A BitTorrent client that keeps a journal of everything it sees and decides.",
        mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        footer = {"", "Every option has a variable in the environment: OXBOW_LISTEN_PORT for --listen-port.",
            "", "Exit status: 0 done, 1 fault of Oxbow, 2 usage or invalid input, 5 stalled, 6 network, 7 interrupted (run again to"
            + " resume), 8 data does not fit the torrent, 9 disk full, 10 permission or path, 11 state directory in use, 13 journal damaged."})
final class Main implements Runnable {
    private static final int ERROR_MAX_CHARS = 2000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command given; try 'oxbow --help'");
    }

    public static void main(String[] args) {
        System.setProperty("io.netty.jfr.enabled", "false"); // to prepare for a flight recorder takes a tenth of a second
        System.exit(run(args));
    }

    static int run(String... args) {
        return run(System::getenv, args);
    }

    static int run(UnaryOperator<String> environment, String... args) {
        boolean verbose = Arrays.asList(args).contains("--verbose");
        CommandLine commandLine = new CommandLine(new Main());
        Subcommands.addTo(commandLine, args);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment));
        commandLine.setParameterExceptionHandler((error, arguments) -> fail(ExitStatus.USAGE, Misunderstanding.of(error), verbose));
        commandLine.setExecutionExceptionHandler((error, command, parsed) -> fail(statusOf(error), error, verbose));
        int status = commandLine.execute(args);
        System.out.flush();
        return status;
    }

    static ExitStatus statusOf(Exception error) {
        if (error instanceof CliException known) {
            return known.status();
        }
        if (error instanceof OxbowException known) {
            return switch (known.kind()) {
                case HELD -> ExitStatus.HELD;
                case STATE -> ExitStatus.PERMISSION;
                case NO_SPACE -> ExitStatus.DISK_FULL;
                case REFUSED, ADDRESS -> ExitStatus.USAGE;
                case INTERNAL -> ExitStatus.FAULT;
            };
        }
        return error instanceof java.io.IOException ? ExitStatus.PERMISSION : ExitStatus.FAULT;
    }

    private static int fail(ExitStatus status, Exception error, boolean verbose) {
        String sentence = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        System.err.println("oxbow: " + Text.printable(sentence.replace('\n', ' '), ERROR_MAX_CHARS));
        if (verbose) {
            error.printStackTrace();
        }
        return status.code();
    }

    /** Prints the program's version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"oxbow " + Oxbow.VERSION};
        }
    }
}
