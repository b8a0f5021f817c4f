package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.InfoHash;
import java.nio.file.Path;

/** What a transfer begins with: a torrent file or a magnet link. */
interface Source {
    InfoHash infoHash();

    TorrentHandle addTo(Oxbow oxbow, Path directory, TorrentWish wish) throws OxbowException;
}
