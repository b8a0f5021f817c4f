package dev.oxbow.client;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import java.util.Optional;

/**
 * One torrent as it stood at a moment. Immutable.
 *
 * @param phaseReason     why it is in this phase, for people; may be empty
 * @param fault           what the disk refuses, when the phase comes of that
 * @param directory       where its files lie
 * @param totalBytes      pad files included
 * @param bytesVerified   of pieces that are there and right
 * @param bytesWanted     of pieces that hold anything of a wanted file
 * @param bytesWantedVerified of these, what is there and right
 * @param files           which files are wanted, in the torrent's order; nothing when all are and none before others
 * @param sequential      whether pieces are fetched from first to last
 * @param complete        whether all that is wanted is there
 * @param safelyComplete  whether it is complete and no power cut can take that back
 * @param bytesDownloaded in this session
 * @param bytesUploaded   in this session
 * @param bytesWasted     over all sessions: received for nothing
 * @param bytesRehashed   in this session: hashed though they had been hashed, or found, before
 * @param unobtainable  a sentence for each piece that nobody has a right copy of
 */
public record TorrentView(
        InfoHash infoHash, String name, TorrentPhase phase, String phaseReason, Optional<StorageFault> fault, String directory,
        long totalBytes, int pieceCount, int piecesVerified, long bytesVerified, long bytesWanted, long bytesWantedVerified, List<FileWish> files,
        boolean sequential, boolean complete, boolean safelyComplete, long bytesDownloaded,
        long bytesUploaded, long bytesWasted, long bytesRehashed, long downBytesPerSec, long upBytesPerSec, List<PeerView> peers,
        List<TrackerView> trackers, int candidates, List<String> unobtainable, List<WebSeedView> webSeeds) {

    /** A connection. @param requestsOutstanding blocks asked of it */
    public record PeerView(
            String endpoint, String client, boolean active, boolean seed, boolean chokesUs, boolean interestedInUs, int requestsOutstanding,
            boolean snubbed, long downBytesPerSec, long upBytesPerSec) {
    }

    /**
     * A web seed.
     *
     * @param gone    whether it will not be asked again in this session
     * @param message how it last failed; empty when it did not
     */
    public record WebSeedView(String url, int rangesUnderWay, long bytesReceived, boolean gone, String message) {
    }

    /** A tracker. @param message its last failure or warning */
    public record TrackerView(String url, boolean answered, boolean underWay, int seeds, int leechers, String message) {
    }
}
