package dev.oxbow.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
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
            boolean option = unmatched.isUnknownOption();
            sentence = option ? "there is no option " + first : group ? "there is no command " + first : "there is one argument too many: " + first;
            Collection<String> known = option ? command.getCommandSpec().optionsMap().keySet() : command.getSubcommands().keySet();
            sentence += nearest(first, known).map(meant -> "; did you mean " + meant + "?").orElse("");
        }
        return new CommandLine.ParameterException(command, sentence + (sentence.endsWith("?") ? " '" : "; '") + name + " --help' lists "
                + (group ? "the commands" : "what there is"), error);
    }

    /** A third of the letters may be wrong, left out, put in, or changed places with the next. */
    private static Optional<String> nearest(String given, Collection<String> known) {
        return known.stream().filter(word -> distance(given, word) <= Math.max(1, word.length() / 3)).min(Comparator.comparingInt(word -> distance(given, word)));
    }

    /** How many slips lead from one to the other. */
    static int distance(String from, String to) {
        int[][] slips = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int wrong = slips[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                slips[i][j] = Math.min(wrong, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[from.length()][to.length()];
    }
}
