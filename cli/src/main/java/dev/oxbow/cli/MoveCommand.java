package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.client.StoppedSession;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow move}. */
@Command(name = "move", description = "Move a torrent's files to another directory or volume, while its session is not running; run it again"
        + " to go on after anything.", mixinStandardHelpOptions = true)
final class MoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TORRENT|INFOHASH", description = "Which one: its .torrent file, magnet link or info hash.")
    private String torrent;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where the files are to lie.")
    private Path to;

    @Option(names = "--state", paramLabel = "DIR", description = "The session's state directory (default: the torrent's, under the XDG state home).")
    private Path state;

    @Mixin
    private NamingOptions naming;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() throws OxbowException, IOException {
        Optional<MagnetSource> link = MagnetSource.of(torrent);
        InfoHash infoHash = link.isPresent() ? link.get().infoHash()
                : TorrentSource.parse(TorrentSource.read(torrent), "that torrent", naming.rules()).infoHash();
        Path session = state != null ? state : StateHome.path().resolve(infoHash.toString());
        try {
            JournalReader.segments(session);
        } catch (NoSuchElementException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage() + "; a torrent that was never taken up is moved by any program", e);
        }
        StoppedSession.move(session, infoHash, to, naming.rules());
        System.out.println("the files lie in " + to.toAbsolutePath().normalize() + " now; go on with --dir " + to);
        return ExitStatus.DONE.code();
    }
}
