package dev.oxbow.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what might have been meant. */
final class Misunderstanding {
    private Misunderstanding() {
    }

    static CommandLine.ParameterException of(CommandLine.ParameterException error) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        boolean group = !command.getSubcommands().isEmpty();
        String sentence = error.getMessage();
        if (error instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            sentence = unmatched.isUnknownOption() ? "there is no option " + first : group ? "there is no command " + first : "there is one argument too many: " + first;
            List<String> suggestions = unmatched.getSuggestions();
            sentence += suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
        }
        return new CommandLine.ParameterException(command, sentence + (sentence.endsWith("?") ? " '" : "; '") + name + " --help' lists "
                + (group ? "the commands" : "what there is"), error);
    }
}
