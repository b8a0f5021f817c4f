package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.RuleTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay rules}. */
@Command(name = "rules", description = "List the rules by which peers, trackers and we ourselves are judged; with --state, who broke which.",
        mixinStandardHelpOptions = true)
final class ReplayRulesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CODE", arity = "0..1", description = "Only this rule, in full; by its code or number.")
    private Optional<String> wanted;

    @Option(names = "--state", paramLabel = "DIR", description = "The state directory of a session: list the verdicts over its journal.")
    private Optional<Path> state;

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        JournalOptions journal = new JournalOptions();
        journal.format = format;
        boolean json = journal.isJson();
        List<ObjectNode> rules = RuleTable.rules().stream().filter(rule -> wanted.isEmpty() || isMeant(rule, wanted.get())).toList();
        if (rules.isEmpty()) {
            throw new CliException(ExitStatus.USAGE, "no rule " + wanted.orElse("") + "; 'oxbow replay rules' lists them");
        }
        if (state.isPresent()) {
            journal.state = state.get();
            if (!json) {
                System.out.println("    entry  time          who                    rule                 severity  what it did");
            }
            List<String> codes = rules.stream().map(rule -> rule.get("code").textValue()).toList();
            RuleTable.verdicts(journal.sessionDirectory()).stream().filter(verdict -> codes.contains(verdict.get("code").textValue()))
                    .forEach(verdict -> System.out.println(json ? verdict.toString() : verdict(verdict)));
        } else {
            rules.forEach(rule -> System.out.println(json ? rule.toString() : wanted.isPresent() ? inFull(rule) : line(rule)));
        }
        return ExitStatus.DONE.code();
    }

    private static boolean isMeant(ObjectNode rule, String wanted) {
        return rule.get("code").textValue().equals(wanted.toUpperCase(Locale.ROOT)) || rule.get("number").asText().equals(wanted);
    }

    private static String line(ObjectNode rule) {
        return String.format("%2d  %-20s %-8s  %-11s  %s", rule.get("number").asInt(), rule.get("code").textValue(), rule.get("severity")
                .textValue(),
                rule.get("certainty").textValue(), rule.get("rule").textValue());
    }

    private static String inFull(ObjectNode rule) {
        return String.format("%s (rule %d): %s severity, %s%n  rule         %s%n  grace        %s%n  exonerates   %s%n  Oxbow        %s",
                rule.get("code").textValue(),
                rule.get("number").asInt(), rule.get("severity").textValue(), rule.get("certainty").textValue(), rule.get("rule")
                        .textValue(),
                rule.get("grace").textValue(), rule.get("exoneration").textValue(), rule.get("action").textValue());
    }

    private static String verdict(ObjectNode verdict) {
        String code = verdict.get("code").textValue() + (verdict.get("breach").isNull() ? "" : " " + verdict.get("breach").textValue());
        return String.format("%9d  %s  %-22s %-20s %-8s  %s%s%s", verdict.get("seq").longValue(), verdict.get("time").textValue()
                .substring(11, 23),
                verdict.get("subject").textValue(), code, verdict.get("severity").textValue(), verdict.get("detail").textValue(),
                verdict.get("times").asInt() > 1 ? ", " + verdict.get("times") + " times by now" : "", verdict.has("cleared")
                        ? "  (cleared @" + verdict.get("cleared") + ")" : "");
    }
}
