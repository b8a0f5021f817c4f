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

/**
 * A magnet link, or a bare info hash, which is one without trackers.
 *
 * @param select which files the user wants, in place of the link's own choice
 */
record MagnetSource(MagnetUri magnet, Optional<String> select) implements Source {
    private MagnetSource(MagnetUri magnet) {
        this(magnet, Optional.empty());
    }

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
    public Source choosing(Optional<String> wanted, Optional<String> prefer) {
        if (prefer.isPresent()) {
            throw new CliException(ExitStatus.USAGE, "--prefer needs the .torrent file: a magnet link does not say which files there are");
        }
        wanted.ifPresent(FileChoice::indexes); // is refused now, and not when the metadata comes
        return new MagnetSource(magnet, wanted);
    }

    @Override
    public boolean isChoosing() {
        return select.isPresent();
    }

    @Override
    public boolean isPrivate() {
        return false;
    }

    @Override
    public TorrentHandle addTo(Oxbow oxbow, Path directory, TorrentWish wish, TorrentOptions options) throws OxbowException {
        Optional<List<FileWish>> files = oxbow.metainfo(infoHash()).flatMap(metainfo -> FileChoice.of(metainfo, select, Optional.empty()));
        MagnetUri link = select.map(text -> magnet.withSelectOnly(FileChoice.indexes(text))).orElse(magnet);
        TorrentHandle torrent = oxbow.add(link, directory, wish);
        if (files.isPresent()) { // the metadata was there already
            torrent.select(files.get());
        }
        if (options.sequential().isPresent()) {
            torrent.sequential(options.sequential().get());
        }
        if (options.seedGoal().isPresent()) {
            torrent.seedGoal(options.seedGoal().get());
        }
        return torrent;
    }
}
