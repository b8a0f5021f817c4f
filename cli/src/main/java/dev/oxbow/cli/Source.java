package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.InfoHash;
import java.nio.file.Path;
import java.util.Optional;

/** What a transfer begins with: a torrent file or a magnet link. */
interface Source {
    InfoHash infoHash();

    /**
     * The same with a choice of files.
     *
     * @param select which files are wanted; nothing leaves that as it was
     * @param prefer which of them are wanted before others
     * @throws CliException when that cannot be said of it, or names files that are not there
     */
    Source choosing(Optional<String> select, Optional<String> prefer);

    /** Whether it comes with a choice of files. */
    boolean isChoosing();

    /** Whether it is known to be private (BEP 27). */
    boolean isPrivate();

    /** All that is chosen holds before the first byte is fetched. */
    TorrentHandle addTo(Oxbow oxbow, Path directory, TorrentWish wish, TorrentOptions options) throws OxbowException;
}
