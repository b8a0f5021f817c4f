package dev.oxbow.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands in the order in which help lists them. To read a command's options from its annotations takes many milliseconds, so where
 * the arguments name a command the others are left out, and where they can only be asking for the list it has names and descriptions.
 */
final class Subcommands {
    private static final List<Class<?>> OF_OXBOW = List.of(GetCommand.class, SeedCommand.class, InfoCommand.class, CreateCommand.class,
            MagnetCommand.class, VerifyCommand.class, MoveCommand.class, ScrapeCommand.class, DemoCommand.class, BanCommand.class, WhyCommand.class,
            ReplayCommand.class, SelftestCommand.class, TrainCommand.class, HelpCommand.class);
    private static final List<Class<?>> OF_REPLAY = List.of(ReplayEventsCommand.class, ReplayAtCommand.class, ReplayDiffCommand.class,
            ReplayPeersCommand.class, ReplayPeerCommand.class, ReplayStatsCommand.class, ReplayBisectCommand.class, ReplayVerifyCommand.class,
            ReplayServeCommand.class, ReplayWhyCommand.class, ReplayRulesCommand.class, ReplayDoctorCommand.class, ReplayPruneCommand.class,
            ReplayExportCommand.class, ReplayAnonymiseCommand.class, ReplayAsTestCommand.class, ReplayWhatIfCommand.class);

    private Subcommands() {
    }

    static void addTo(CommandLine oxbow, String[] args) {
        add(oxbow, OF_OXBOW, args, 0);
        CommandLine replay = oxbow.getSubcommands().get(nameOf(ReplayCommand.class));
        if (replay != null) {
            add(replay, OF_REPLAY, args, 1);
        }
    }

    private static void add(CommandLine parent, List<Class<?>> commands, String[] args, int place) {
        String wanted = args.length > place ? args[place] : "";
        List<Class<?>> chosen = commands.stream().filter(command -> nameOf(command).equals(wanted) && command != HelpCommand.class).toList();
        boolean listOnly = chosen.isEmpty() && args.length <= place + 1 && !wanted.startsWith("@"); // a file of arguments may name any
        for (Class<?> command : chosen.isEmpty() ? commands : chosen) {
            if (listOnly && command != HelpCommand.class) {
                parent.addSubcommand(nameOf(command), described(command.getAnnotation(Command.class)));
            } else {
                parent.addSubcommand(command);
            }
        }
    }

    private static CommandSpec described(Command annotation) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(annotation.description()).hidden(annotation.hidden());
        return spec;
    }

    private static String nameOf(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
