package dev.oxbow.replay.export;

import dev.oxbow.core.command.Command;
import dev.oxbow.replay.EntryJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An object for each entry, a line each, as {@code replay events -o json} prints them. */
final class JsonLines implements Exporter {
    private final BufferedWriter out;

    JsonLines(Path file) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    @Override
    public void entry(Moment moment) throws IOException {
        if (moment.selected()) {
            long cause = moment.entry() instanceof Command ? moment.cause() : -1;
            out.write(EntryJson.of(moment.sequence(), moment.timeNs(), moment.entry(), cause, moment.names()).toString());
            out.write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
