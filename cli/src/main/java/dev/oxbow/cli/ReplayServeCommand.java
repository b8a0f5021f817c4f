package dev.oxbow.cli;

import dev.oxbow.replay.page.PageServer;
import dev.oxbow.replay.page.SavedPage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay serve}. */
@Command(name = "serve", description = "Show a journal in the browser: rates, peers, pieces and entries over time.",
        mixinStandardHelpOptions = true)
final class ReplayServeCommand implements Callable<Integer> {
    private static final long LOOK_MS = 1_000;
    private static final int PORT_MAX = 65_535;

    @Mixin
    private JournalOptions journal;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0",
            description = "The port on 127.0.0.1; 0, the default, for any free one.")
    private int port;

    @Option(names = "--open", description = "Open it in the browser.")
    private boolean open;

    @Option(names = "--save", paramLabel = "FILE", description = "Save the page with its data as one HTML file instead.")
    private Path save;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        if (save != null) {
            return save(journal.sessionDirectory(), save, journal.isJson());
        }
        if (port < 0 || port > PORT_MAX) {
            throw new CliException(ExitStatus.USAGE, "--port expects a number from 0 to 65535");
        }
        Interruption interruption = new Interruption();
        try (PageServer server = start(journal.sessionDirectory())) {
            System.out.println(json ? "{\"url\":\"" + server.url() + "\"}" : server.url() + "   (Ctrl-C ends it)");
            System.out.flush();
            if (open) {
                openBrowser(server.url());
            }
            while (!interruption.await(LOOK_MS)) {
                // the server works in its own threads
            }
        }
        return ExitStatus.DONE.code();
    }

    private PageServer start(Path sessionDirectory) throws IOException {
        try {
            return PageServer.start(sessionDirectory, port);
        } catch (IOException e) {
            throw new CliException(ExitStatus.PERMISSION, e.getMessage(), e);
        }
    }

    static int save(Path sessionDirectory, Path file, boolean json) throws IOException {
        try {
            SavedPage.Result result = SavedPage.write(sessionDirectory, file);
            System.out.println(json ? result.json() : result.sentence(file));
            return ExitStatus.DONE.code();
        } catch (FileSystemException e) {
            throw new CliException(ExitStatus.PERMISSION, "cannot write " + file + (e.getReason() == null ? "" : ": " + e.getReason())
                    + "; choose a file in a directory that is there and may be written to", e);
        }
    }

    private static void openBrowser(String url) {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = mac ? List.of("open", url) : windows ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                : List.of("xdg-open", url);
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            System.err.println("oxbow: no browser could be started; open the address above yourself");
        }
    }
}
