package dev.oxbow.cli;

import dev.oxbow.client.SystemNaming;
import dev.oxbow.core.metainfo.MagnetUri;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow magnet}. */
@Command(name = "magnet", description = "Print a torrent's magnet link.", mixinStandardHelpOptions = true)
final class MagnetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A .torrent file.")
    private String file;
    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() {
        System.out.println(MagnetUri.of(TorrentSource.parse(TorrentSource.read(file), "this file", SystemNaming.rules()).metainfo()).toText());
        return ExitStatus.DONE.code();
    }
}
