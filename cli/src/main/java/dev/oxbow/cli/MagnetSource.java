package dev.oxbow.cli;

import dev.oxbow.client.FileWish;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.value.InfoHash;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A magnet link, or a bare info hash, which is one without trackers. */
record MagnetSource(MagnetUri magnet) implements Source {
    /** Nothing when the text is neither, or names a file. */
    static Optional<MagnetSource> of(String text) {
        if (text.regionMatches(true, 0, "magnet:", 0, 7)) {
            return Optional.of(new MagnetSource(parse(text)));
        }
        return MagnetUri.infoHash(text).filter(infoHash -> !isFile(text)).map(infoHash -> new MagnetSource(parse("magnet:?xt=urn:btih:" + infoHash)));
    }

    private static MagnetUri parse(String text) {
        try {
            MagnetUri magnet = MagnetUri.parse(text);
            if (magnet.infoHashV1().isEmpty()) {
                throw new CliException(ExitStatus.USAGE, "this magnet link is of a BitTorrent v2-only torrent, which is not supported yet");
            }
            return magnet;
        } catch (MetainfoException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public InfoHash infoHash() {
        return magnet.infoHashV1().orElseThrow();
    }

    @Override
    public Optional<List<FileWish>> choice(Optional<String> select, Optional<String> prefer) {
        if (select.isPresent() || prefer.isPresent()) {
            throw new CliException(ExitStatus.USAGE, "--select and --prefer need the .torrent file: a magnet link does not say which files there are");
        }
        return Optional.empty();
    }

    @Override
    public boolean isPrivate() {
        return false;
    }

    @Override
    public TorrentHandle addTo(Oxbow oxbow, Path directory, TorrentWish wish, TorrentOptions chosen) throws OxbowException {
        TorrentHandle torrent = oxbow.add(magnet, directory, wish);
        if (chosen.sequential().isPresent()) {
            torrent.sequential(chosen.sequential().get());
        }
        if (chosen.seedGoal().isPresent()) {
            torrent.seedGoal(chosen.seedGoal().get());
        }
        return torrent;
    }
}
