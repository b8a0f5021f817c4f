package dev.oxbow.cli;

import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.storage.PayloadCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow verify}. */
@Command(name = "verify", description = "Compare the files in a directory with a torrent.", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TORRENT", description = "A .torrent file, or the http(s) URL of one.")
    private String torrent;

    @Option(names = {"--dir", "-d"}, paramLabel = "DIR", defaultValue = ".", description = "Where the files lie (default: here).")
    private Path directory;

    @Mixin
    private NamingOptions naming;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    @Override
    public Integer call() {
        Metainfo metainfo = TorrentSource.load(torrent, StateHome.path().resolve("web"), naming.rules(), "").metainfo();
        List<PayloadCheck.FileReport> wrong = PayloadCheck.check(metainfo, directory).stream().filter(report -> !report.isRight()).toList();
        if (wrong.isEmpty()) {
            System.out.println(metainfo.shownName() + ": all " + Amounts.bytes(metainfo.payloadLengthBytes()) + " are there and right");
            return ExitStatus.DONE.code();
        }
        System.out.printf("%-12s %14s %14s  %s%n", "wrong pieces", "size", "found", "file");
        for (PayloadCheck.FileReport report : wrong) {
            System.out.printf("%5d of %-5d %14d %14s  %s%n", report.wrongPieces(), report.pieces(), report.lengthBytes(),
                    report.foundBytes() < 0 ? "missing" : Long.toString(report.foundBytes()), report.path());
        }
        throw new CliException(ExitStatus.DATA_MISMATCH, wrong.size() + " of " + metainfo.files().stream().filter(file -> !file.isPad()).count()
                + " files do not fit the torrent; 'oxbow get' with the same --dir fetches what is missing");
    }
}
