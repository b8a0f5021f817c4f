package dev.oxbow.core.webseed;

import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;

/**
 * What must be known of a torrent to ask web seeds for its bytes.
 *
 * @param multiFile whether the files lie in a directory of the torrent's name
 * @param rawPaths  for each file its components as the torrent has them, the torrent's name first
 */
public record WebSeedLayout(InfoHash infoHash, PieceLayout pieces, FileLayout files, boolean multiFile, List<List<ByteString>> rawPaths) {
    public WebSeedLayout {
        if (pieces.totalLengthBytes() != files.totalLengthBytes() || rawPaths.size() != files.fileCount()) {
            throw new IllegalArgumentException("pieces, files and paths disagree");
        }
        rawPaths = List.copyOf(rawPaths);
    }

    public static WebSeedLayout of(Metainfo metainfo) {
        return new WebSeedLayout(metainfo.infoHash(), metainfo.layout(), metainfo.fileLayout(), metainfo.multiFile(),
                metainfo.files().stream().map(MetainfoFile::rawPath).toList());
    }
}
