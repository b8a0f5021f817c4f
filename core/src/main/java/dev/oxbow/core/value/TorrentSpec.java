package dev.oxbow.core.value;

import java.util.List;

/**
 * What the state machine needs to know of a torrent: all of the metainfo but the piece hashes, names of files and comments, which
 * stay at the edge (the metainfo file is kept in the session directory under its info hash).
 *
 * @param name         for display; already safe to print
 * @param trackerTiers announce URLs by tier (BEP 12); a torrent with one tracker has one tier of one
 * @param metadataLengthBytes how long the info dictionary is (BEP 9); 0 when that is not known
 */
public record TorrentSpec(
        InfoHash infoHash, String name, PieceLayout pieces, FileLayout files, boolean isPrivate, List<List<String>> trackerTiers,
        int metadataLengthBytes) {
    public TorrentSpec {
        if (pieces.totalLengthBytes() != files.totalLengthBytes()) {
            throw new IllegalArgumentException("pieces and files disagree on the length");
        }
        trackerTiers = trackerTiers.stream().map(List::copyOf).toList();
    }

    /** Of a torrent whose metadata is not given to others. */
    public TorrentSpec(
            InfoHash infoHash, String name, PieceLayout pieces, FileLayout files, boolean isPrivate, List<List<String>> trackerTiers) {
        this(infoHash, name, pieces, files, isPrivate, trackerTiers, 0);
    }
}
