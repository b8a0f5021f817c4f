package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.WhatIf;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay what-if}. */
@Command(name = "what-if", description = "Say which verdicts, or which first decision, other figures would have changed.",
        mixinStandardHelpOptions = true)
final class ReplayWhatIfCommand implements Callable<Integer> {
    @Option(names = "--exact", required = true, description = "Only what follows from the journal; nothing is guessed.")
    private boolean exact;

    @Option(names = "--set", paramLabel = "NAME=VALUE", required = true,
            description = "A figure of a rule or of a setting, such as SNUB.seconds=30;"
            + " given several times, all of them at once. A name that is none lists them.")
    private List<String> settings;

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
            System.out.println("with " + String.join(", ", settings) + " nothing would have been otherwise, in " + result.entries()
                    + " entries");
        }
        result.gone().forEach(verdict -> System.out.println("not given: " + verdict));
        result.come().forEach(verdict -> System.out.println("given:     " + verdict));
        result.first().ifPresent(it -> {
            System.out.println("the first decision that would have been another is that of entry " + it.sequence() + "; what led there:");
            it.before().forEach(System.out::println);
            System.out.println("decided then: " + (it.recorded().isEmpty() ? "nothing" : it.recorded()));
            System.out.println("with " + String.join(", ", settings) + ": " + (it.now().isEmpty() ? "nothing" : it.now()));
            System.out.println("what the peers would have answered to that, nobody knows");
        });
    }

    private WhatIf.Result result() throws IOException {
        try {
            return WhatIf.run(journal.sessionDirectory(), figures());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private Map<String, Long> figures() {
        Map<String, Long> out = new LinkedHashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            if (parts.length < 2 || !parts[1].matches("-?[0-9]{1,18}")) {
                throw new IllegalArgumentException("--set expects NAME=VALUE with a whole number, not '" + setting + "'; there are "
                        + String.join(", ", WhatIf.names()));
            }
            if (out.put(parts[0], Long.parseLong(parts[1])) != null) {
                throw new IllegalArgumentException("--set names " + parts[0] + " twice");
            }
        }
        return out;
    }
}
