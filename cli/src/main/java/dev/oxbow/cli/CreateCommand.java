package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.SystemNaming;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code oxbow create}. */
@Command(name = "create", description = "Make a torrent of a file or a directory.", mixinStandardHelpOptions = true)
final class CreateCommand implements Callable<Integer> {
    private static final int PIECE_MIN_BYTES = 16 * 1024;
    private static final long PIECE_MAX_BYTES = 256L << 20;

    @Parameters(paramLabel = "PATH", description = "The file or directory.")
    private Path path;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE.torrent", required = true, description = "Where to write the torrent.")
    private Path output;

    @Option(names = {"-t", "--tracker"}, paramLabel = "URL", description = "Announce URL; may repeat, each is a tier of its own.")
    private List<String> trackers = new ArrayList<>();

    @Option(names = "--web-seed", paramLabel = "URL", description = "Web seed (BEP 19); may repeat.")
    private List<String> webSeeds = new ArrayList<>();

    @Option(names = "--piece-length", paramLabel = "N", converter = Amounts.Bytes.class, defaultValue = "0", description = "A power of two from 16K to 256M (default: by size).")
    private long pieceLength;

    @Option(names = "--private", description = "Only the torrent's own trackers may be asked for peers (BEP 27).")
    private boolean isPrivate;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Free text.")
    private String comment;

    @Option(names = "--v1", description = "The default, and the only kind yet.")
    private boolean v1;

    @Option(names = {"--v2", "--hybrid"}, hidden = true)
    private boolean v2;

    @Option(names = "--no-date", description = "Leave out the date, so that the same input gives the same torrent.")
    private boolean noDate;

    @Override
    public Integer call() throws IOException {
        if (v2) {
            throw new CliException(ExitStatus.USAGE, "BitTorrent v2 and hybrid torrents cannot be made yet; leave the option out for v1");
        }
        if (pieceLength != 0 && (Long.bitCount(pieceLength) != 1 || pieceLength < PIECE_MIN_BYTES || pieceLength > PIECE_MAX_BYTES)) {
            throw new CliException(ExitStatus.USAGE, "--piece-length must be a power of two from 16K to 256M");
        }
        if (!Files.exists(path)) {
            throw new CliException(ExitStatus.USAGE, "there is nothing at " + path);
        }
        byte[] torrent = make();
        Metainfo metainfo = TorrentSource.parse(torrent, "what was made", SystemNaming.rules()).metainfo();
        Files.write(output, torrent);
        System.out.println(output + ": " + metainfo.files().size() + " file" + (metainfo.files().size() == 1 ? "" : "s") + ", "
                + Amounts.bytes(metainfo.totalLengthBytes()) + ", " + metainfo.layout().pieceCount() + " pieces, info hash " + metainfo.infoHash());
        return ExitStatus.DONE.code();
    }

    private byte[] make() {
        try {
            OptionalLong date = noDate ? OptionalLong.empty() : OptionalLong.of(Instant.now().getEpochSecond());
            return TorrentMaker.make(path, (int) pieceLength, new TorrentMaker.Label(trackers.stream().map(List::of).toList(), webSeeds,
                    Optional.ofNullable(comment), isPrivate, date, "Oxbow " + Oxbow.VERSION));
        } catch (IOException e) {
            throw new CliException(ExitStatus.PERMISSION, "cannot make a torrent of " + path + ": " + e.getMessage(), e);
        }
    }
}
