package dev.oxbow.cli;

import dev.oxbow.replay.export.Export;
import dev.oxbow.replay.export.Selection;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay export}. */
@Command(name = "export", description = "Write a journal in the form of another program.", mixinStandardHelpOptions = true)
final class ReplayExportCommand implements Callable<Integer> {
    private static final String HTML = "html";

    @Mixin
    private JournalOptions journal;

    @Option(names = "--to", paramLabel = "FORM", required = true,
            description = "jsonl; csv (tables, for DuckDB or Spark); pcapng (for Wireshark); perfetto (for ui.perfetto.dev);"
                    + " html (the page of 'serve' in one file).")
    private String form;

    @Option(names = {"-O", "--out"}, paramLabel = "FILE", required = true, description = "Where to; for csv a directory.")
    private Path out;

    @Option(names = {"-t", "--torrent"}, paramLabel = "HASH", description = "Only this torrent: its info hash, or the beginning of it.")
    private String torrent;

    @Option(names = {"-p", "--peer"}, paramLabel = "ADDRESS", description = "Only this peer (address, or address:port).")
    private String peer;

    @Option(names = {"-S", "--since"}, paramLabel = "POINT", description = "From here on: @NUMBER or a time such as 2026-11-21T12:00:00Z.")
    private String since;

    @Option(names = {"-U", "--until"}, paramLabel = "POINT", description = "Up to here.")
    private String until;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        if (form.equalsIgnoreCase(HTML)) {
            return page();
        }
        Export.Result result = export(journal.sessionDirectory(), selection());
        String sentence = result.entriesSelected() + " of " + result.entriesRead() + " entries written to " + out;
        System.out.println(json ? "{\"entriesRead\":" + result.entriesRead() + ",\"entriesSelected\":" + result.entriesSelected() + "}"
                : sentence);
        if (result.damage().isPresent()) {
            throw new CliException(ExitStatus.JOURNAL_DAMAGED, "what is whole was written; " + result.damage().get().sentence()
                    + "; 'oxbow replay doctor' says more");
        }
        return ExitStatus.DONE.code();
    }

    /** The page of {@code serve} has all there is. */
    private int page() throws IOException {
        if (torrent != null || peer != null || since != null || until != null) {
            throw new CliException(ExitStatus.USAGE, "--to html writes the whole journal's page; leave out --torrent, --peer, --since and --until");
        }
        return ReplayServeCommand.save(journal.sessionDirectory(), out, journal.isJson());
    }

    private Export.Result export(Path directory, Selection selection) throws IOException {
        try {
            return Export.run(directory, form(), out, selection);
        } catch (FileSystemException e) {
            throw CannotWrite.to(out, e);
        }
    }

    private Export.Form form() {
        return Arrays.stream(Export.Form.values()).filter(it -> it.name().equalsIgnoreCase(form)).findFirst()
                .orElseThrow(() -> new CliException(ExitStatus.USAGE, "--to expects jsonl, csv, pcapng, perfetto or html"));
    }

    private Selection selection() {
        try {
            return Selection.of(torrent, peer, since, until);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }
}
