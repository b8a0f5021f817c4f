package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.WhatIf;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay what-if}. */
@Command(name = "what-if", description = "Say which verdicts, or which first decision, another figure would have changed.", mixinStandardHelpOptions = true)
final class ReplayWhatIfCommand implements Callable<Integer> {
    @Option(names = "--exact", required = true, description = "Only what follows from the journal; nothing is guessed.")
    private boolean exact;

    @Option(names = "--set", paramLabel = "NAME=VALUE", required = true, description = "One figure of a rule or of a setting, such as SNUB.seconds=30."
            + " A name that is none lists them.")
    private String setting;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        WhatIf.Result result = result();
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("entries", result.entries()).put("same", result.isSame());
            result.gone().forEach(out.withArrayProperty("verdictsGone")::add);
            result.come().forEach(out.withArrayProperty("verdictsCome")::add);
            result.first().ifPresent(it -> out.putObject("firstDifference").put("seq", it.sequence()).put("recorded", it.recorded()).put("now", it.now()));
            System.out.println(out);
        } else {
            print(result);
        }
        return ExitStatus.DONE.code();
    }

    private void print(WhatIf.Result result) {
        if (result.isSame()) {
            System.out.println("with " + setting + " nothing would have been otherwise, in " + result.entries() + " entries");
        }
        result.gone().forEach(verdict -> System.out.println("not given: " + verdict));
        result.come().forEach(verdict -> System.out.println("given:     " + verdict));
        result.first().ifPresent(it -> {
            System.out.println("the first decision that would have been another is that of entry " + it.sequence() + "; what led there:");
            it.before().forEach(System.out::println);
            System.out.println("decided then: " + (it.recorded().isEmpty() ? "nothing" : it.recorded()));
            System.out.println("with " + setting + ": " + (it.now().isEmpty() ? "nothing" : it.now()));
            System.out.println("what the peers would have answered to that, nobody knows");
        });
    }

    private WhatIf.Result result() throws IOException {
        int at = setting.indexOf('=');
        try {
            return WhatIf.run(journal.sessionDirectory(), at < 0 ? setting : setting.substring(0, at), Long.parseLong(setting.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw new CliException(ExitStatus.USAGE, "--set expects NAME=VALUE with a whole number; there are " + String.join(", ", WhatIf.names()), e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
