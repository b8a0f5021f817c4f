package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.Verifier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oxbow replay verify}. */
@Command(name = "verify", description = "Check the journal's chain, and that this version decides every event as it was decided.", mixinStandardHelpOptions = true)
final class ReplayVerifyCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Verifier.Result result = Verifier.verify(journal.sessionDirectory());
        String chain = result.damage().isEmpty() ? "ok" : result.damage().get().sentence();
        String decisions = result.divergence().isEmpty() ? "ok" : "differ";
        String undecided = result.undecided() == 0 ? "" : " (" + result.undecided() + " entries stand behind lost ones and cannot be decided again)";
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            out.put("entries", result.entries()).put("chain", chain).put("decisions", decisions).put("stateHash", result.stateHash());
            out.put("undecided", result.undecided());
            result.divergence().ifPresent(it -> out.putObject("firstDivergence").put("seq", it.sequence())
                    .put("recorded", it.recorded()).put("now", it.now()));
            System.out.println(out);
        } else {
            System.out.println(result.entries() + " entries, chain " + chain + ", decisions " + decisions + undecided + ", state hash " + result.stateHash());
        }
        if (result.divergence().isPresent()) {
            Verifier.Divergence it = result.divergence().get();
            throw new CliException(ExitStatus.USAGE, "entry " + it.sequence() + " was: " + (it.recorded().isEmpty() ? "nothing" : it.recorded())
                    + "; this version decides: " + (it.now().isEmpty() ? "nothing" : it.now()));
        }
        if (result.damage().isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, chain + "; 'oxbow replay doctor' says what follows from it");
        }
        return ExitStatus.DONE.code();
    }
}
