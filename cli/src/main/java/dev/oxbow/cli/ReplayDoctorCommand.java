package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.Doctor;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oxbow replay doctor}. */
@Command(name = "doctor", description = "Say what of a journal can be read, what is lost, and what the next start does about it.", mixinStandardHelpOptions = true)
final class ReplayDoctorCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Doctor.Report report = Doctor.examine(journal.sessionDirectory());
        if (json) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            out.put("entriesReadable", report.entriesReadable()).put("entriesLost", report.entriesLost());
            report.damage().forEach(out.withArrayProperty("damage")::add);
            out.withArrayProperty("damage");
            System.out.println(out.put("plan", report.plan()));
        } else {
            System.out.println(report.entriesReadable() + " entries readable, " + report.entriesLost() + " lost");
            report.damage().forEach(System.out::println);
            System.out.println("plan: " + report.plan());
        }
        if (!report.damage().isEmpty()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, report.damage().get(0));
        }
        return ExitStatus.DONE.code();
    }
}
