package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.export.Anonymiser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay anonymise}. */
@Command(name = "anonymise",
        description = "Copy a journal with stand-ins for addresses, ids, names, paths and trackers, to show it to others.",
        mixinStandardHelpOptions = true)
final class ReplayAnonymiseCommand implements Callable<Integer> {
    private static final int KEY_BYTES = 32;

    @Mixin
    private JournalOptions journal;

    @Parameters(paramLabel = "OUT", description = "A new directory.")
    private Path out;

    @Option(names = "--keep-time", description = "Leave times as they are; else the journal begins on 2000-01-01.")
    private boolean keepTime;

    @Option(names = "--key", paramLabel = "TEXT", description = "Make the same stand-ins again; by default a key is drawn and forgotten.")
    private String key;

    @Option(names = "--check", description = "Search the copy for everything that was replaced.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Anonymiser.Result result = run(journal.sessionDirectory());
        if (json) {
            System.out.println(json(result));
        } else {
            print(result);
        }
        if (!result.leaks().isEmpty()) {
            throw new CliException(ExitStatus.FAULT, result.leaks().size() + " originals are still in " + out
                    + ": do not show it; the first is "
                    + result.leaks().get(0));
        }
        if (result.damage().isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, "what is whole was copied; " + result.damage().get().sentence()
                    + "; 'oxbow replay doctor' says more");
        }
        return ExitStatus.DONE.code();
    }

    private Anonymiser.Result run(Path directory) throws IOException {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            return Anonymiser.run(directory, out, key == null ? secret : key.getBytes(StandardCharsets.UTF_8), keepTime, check);
        } catch (FileSystemException e) {
            throw CannotWrite.to(out, e);
        }
    }

    private void print(Anonymiser.Result result) {
        System.out.println(result.entries() + " entries copied to " + out + ", " + result.disguised() + " originals replaced");
        String why = result.ofOriginal() ? ", as it does for the original" : ", where a decision depended on what was replaced";
        System.out.println(result.divergence().map(it -> "it folds; 'replay verify' differs from entry " + it.sequence() + " on" + why)
                .orElse("it folds, and 'replay verify' finds the same decisions"));
        System.out.println("still in it: file and piece lengths, ports, client names, counts, intervals of time"
                + (keepTime ? ", and the time of day" : ""));
        if (check) {
            System.out.println(result.leaks().isEmpty() ? "searched for all of the originals: none found" : "found: "
                    + String.join(", ", result.leaks()));
        }
    }

    private ObjectNode json(Anonymiser.Result result) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("entries", result.entries()).put("originalsReplaced", result.disguised()).put("checked", check);
        result.divergence().ifPresentOrElse(it -> out.put("verifiesUpTo", it.sequence()), () -> out.putNull("verifiesUpTo"));
        out.put("originalDiffersToo", result.ofOriginal());
        out.putArray("leaks");
        result.leaks().forEach(out.withArrayProperty("leaks")::add);
        return out;
    }
}
