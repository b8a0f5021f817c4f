package dev.oxbow.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.doctor.Doctor;
import dev.oxbow.replay.doctor.DoctorScreen;
import dev.oxbow.replay.doctor.Salvage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay doctor}. */
@Command(name = "doctor",
        description = "Say what of a journal can be read, what is lost, what can be trusted, and what the next start does about it.",
        mixinStandardHelpOptions = true)
final class ReplayDoctorCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal;

    @Option(names = "--salvage", paramLabel = "OUT", description = "Copy all that is whole to this new state directory.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Doctor.Report report = examine();
        ObjectNode shown = DoctorScreen.json(report);
        if (!json) {
            DoctorScreen.lines(report).forEach(System.out::println);
        }
        if (out != null) {
            Salvage.Result result = salvage();
            shown.set("salvage", new ObjectMapper().valueToTree(result));
            if (!json) {
                System.out.println(DoctorScreen.line(result, out));
            }
        }
        if (json) {
            System.out.println(shown);
        }
        if (report.isDamaged()) {
            String next = out == null ? "--salvage OUT copies what is whole" : "what is whole was copied to " + out;
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, report.losses().get(0).sentence() + "; " + next);
        }
        return ExitStatus.DONE.code();
    }

    private Salvage.Result salvage() throws IOException {
        try {
            return Salvage.run(journal.state, out);
        } catch (FileSystemException e) {
            throw CannotWrite.to(out, e);
        }
    }

    private Doctor.Report examine() throws IOException {
        try {
            return Doctor.examine(journal.state);
        } catch (NoSuchElementException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
