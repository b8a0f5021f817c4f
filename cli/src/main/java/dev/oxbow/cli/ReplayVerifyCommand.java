package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.Verifier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay verify}. */
@Command(name = "verify", description = "Check the journal's chain, and that this version decides every event as it was decided.", mixinStandardHelpOptions = true)
final class ReplayVerifyCommand implements Callable<Integer> {
    @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "decisions", description = "chain: every entry is whole; state: the checkpoints'"
            + " hashes too; decisions: every event is decided again, too.")
    private Verifier.Level level;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Verifier.Result result = Verifier.verify(journal.sessionDirectory(), level);
        String chain = result.damage().isEmpty() ? "ok" : result.damage().get().sentence();
        String decisions = result.divergence().isPresent() ? "differ" : level == Verifier.Level.DECISIONS ? "ok" : "not checked";
        String undecided = result.undecided() == 0 ? "" : " (" + result.undecided() + " entries stand behind lost ones and cannot be decided again)";
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            out.put("entries", result.entries()).put("chain", chain).put("decisions", decisions).put("stateHash", result.stateHash());
            out.put("undecided", result.undecided());
            result.divergence().ifPresent(it -> {
                ObjectNode first = out.putObject("firstDivergence").put("seq", it.sequence()).put("recorded", it.recorded()).put("now", it.now());
                it.before().forEach(first.withArrayProperty("before")::add);
                it.recordedCommands().forEach(first.withArrayProperty("recordedCommands")::add);
                it.nowCommands().forEach(first.withArrayProperty("nowCommands")::add);
            });
            System.out.println(out);
        } else {
            System.out.println(result.entries() + " entries, chain " + chain + ", decisions " + decisions + undecided
                    + (result.stateHash().isEmpty() ? "" : ", state hash " + result.stateHash()));
            result.divergence().ifPresent(ReplayVerifyCommand::print);
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

    private static void print(Verifier.Divergence it) {
        System.out.println("first difference at entry " + it.sequence() + "; what led there:");
        it.before().forEach(System.out::println);
        System.out.println("decided then:");
        it.recordedCommands().forEach(command -> System.out.println("  " + command));
        System.out.println("decided now:");
        it.nowCommands().forEach(command -> System.out.println("  " + command));
    }
}
