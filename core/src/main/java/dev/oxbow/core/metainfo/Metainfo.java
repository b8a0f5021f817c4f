package dev.oxbow.core.metainfo;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.Text;
import dev.oxbow.core.value.TorrentSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a torrent file says (BEP 3, 5, 12, 17, 19, 27, 47), checked and made safe.
 *
 * @param infoHashV2   64 hexadecimal digits when the torrent is a hybrid (BEP 52)
 * @param name         safe to write, by the rules that it was parsed with; to be shown as {@link #shownName}
 * @param pieceHashes  20 bytes for each piece
 * @param multiFile    whether the files lie in a directory of the torrent's name
 * @param trackerTiers announce URLs by tier (BEP 12)
 * @param webSeeds     {@code url-list} (BEP 19)
 * @param httpSeeds    the list of that name (BEP 17)
 * @param dhtNodes     {@code host:port} of nodes of the DHT to begin with (BEP 5)
 * @param encoding     the character set that the torrent's maker declared
 * @param metadataLengthBytes how long the info dictionary is (BEP 9)
 */
public record Metainfo(
        InfoHash infoHash, Optional<String> infoHashV2, String name, int pieceLengthBytes, ByteString pieceHashes, boolean isPrivate,
        boolean multiFile, List<MetainfoFile> files, List<List<String>> trackerTiers, List<String> webSeeds,
        List<String> httpSeeds, List<String> dhtNodes, Optional<String> comment, Optional<String> createdBy, Optional<String> encoding,
        OptionalLong creationDateSeconds, int metadataLengthBytes) {

    public Metainfo {
        files = List.copyOf(files);
        trackerTiers = trackerTiers.stream().map(List::copyOf).toList();
        webSeeds = List.copyOf(webSeeds);
        httpSeeds = List.copyOf(httpSeeds);
        dhtNodes = List.copyOf(dhtNodes);
    }

    /** Pad files included. */
    public long totalLengthBytes() {
        return files.stream().mapToLong(MetainfoFile::lengthBytes).sum();
    }

    /** Pad files not counted. */
    public long payloadLengthBytes() {
        return files.stream().filter(file -> !file.isPad()).mapToLong(MetainfoFile::lengthBytes).sum();
    }

    public PieceLayout layout() {
        return new PieceLayout(totalLengthBytes(), pieceLengthBytes);
    }

    public FileLayout fileLayout() {
        long[] lengths = files.stream().mapToLong(MetainfoFile::lengthBytes).toArray();
        boolean[] pads = new boolean[lengths.length];
        for (int i = 0; i < pads.length; i++) {
            pads[i] = files.get(i).isPad();
        }
        return FileLayout.of(lengths, pads);
    }

    /** The name without what would upset a terminal. */
    public String shownName() {
        return Text.printable(name, name.length());
    }

    public TorrentSpec spec() {
        return new TorrentSpec(infoHash, shownName(), layout(), fileLayout(), isPrivate, trackerTiers, metadataLengthBytes);
    }

    public ByteString pieceHash(int pieceIndex) {
        return pieceHashes.substring(pieceIndex * InfoHash.LENGTH_BYTES, (pieceIndex + 1) * InfoHash.LENGTH_BYTES);
    }
}
