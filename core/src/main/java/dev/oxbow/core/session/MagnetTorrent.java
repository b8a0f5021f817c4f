package dev.oxbow.core.session;

import dev.oxbow.core.announce.AnnounceSchedule;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import java.util.Optional;

/**
 * A torrent of which only a magnet link is known (BEP 9): its metadata is to come from peers. Then a {@link Torrent} with the same id,
 * peers and trackers takes its place. Connections join it with the extension protocol only. Only records.
 */
public final class MagnetTorrent extends Swarm {
    /** Nobody knows how much is missing, but trackers are to know that something is: it is the least there can be. */
    private static final long BYTES_LEFT = 16 * 1024;

    private final Link link;
    private final String directory;
    private final MetadataFetch fetch = new MetadataFetch();
    private TorrentWish wish;
    private TorrentPhase phase = TorrentPhase.OPENING;
    private String phaseReason = "";
    private Optional<StorageFault> fault = Optional.empty();
    private Options options = Options.NONE;

    /**
     * What the magnet link says, but for its peers.
     *
     * @param trackers   announce URLs, each a tier of its own
     * @param selectOnly the indexes of the wanted files (BEP 53); empty for all
     */
    public record Link(InfoHash infoHash, String name, List<String> trackers, List<String> webSeeds, List<Integer> selectOnly) {
        public Link {
            trackers = List.copyOf(trackers);
            webSeeds = List.copyOf(webSeeds);
            selectOnly = List.copyOf(selectOnly);
        }

        List<List<String>> tiers() {
            return trackers.stream().map(List::of).toList();
        }
    }

    /** What the user chose for the torrent before there was one. 0 is no limit; -1 stands for never. */
    public record Options(boolean sequential, long downBytesPerSec, long upBytesPerSec, long seedRatioPermille, long seedSeconds) {
        public static final Options NONE = new Options(false, 0, 0, -1, -1);

        Options with(UserEvent.TorrentLimitsRequested event) {
            return new Options(sequential, event.downBytesPerSec(), event.upBytesPerSec(), seedRatioPermille, seedSeconds);
        }

        Options with(UserEvent.SeedGoalRequested event) {
            return new Options(sequential, downBytesPerSec, upBytesPerSec, event.ratioPermille(), event.seedSeconds());
        }

        Options inOrder(boolean fromFirstToLast) {
            return new Options(fromFirstToLast, downBytesPerSec, upBytesPerSec, seedRatioPermille, seedSeconds);
        }
    }

    MagnetTorrent(int torrentId, Link link, String directory, TorrentWish wish, long seed) {
        super(torrentId, new AnnounceSchedule(link.tiers(), seed, torrentId));
        this.link = link;
        this.directory = directory;
        this.wish = wish;
    }

    public Link link() {
        return link;
    }

    @Override
    public InfoHash infoHash() {
        return link.infoHash();
    }

    /** Where its files are to lie. */
    public String directory() {
        return directory;
    }

    public MetadataFetch fetch() {
        return fetch;
    }

    public TorrentWish wish() {
        return wish;
    }

    /** {@code FETCHING_METADATA}, or why it is not. */
    public TorrentPhase phase() {
        return phase;
    }

    public String phaseReason() {
        return phaseReason;
    }

    /** What keeps it from becoming a torrent, when it has failed. */
    public Optional<StorageFault> fault() {
        return fault;
    }

    public Options options() {
        return options;
    }

    @Override
    public boolean isRunning() {
        return phase == TorrentPhase.FETCHING_METADATA;
    }

    /** Not known before the metadata is there. */
    @Override
    public boolean isPrivate() {
        return false;
    }

    /** It may be private after all. */
    @Override
    boolean isTelling() {
        return false;
    }

    @Override
    public long bytesUploadedNow() {
        return 0;
    }

    @Override
    public long bytesDownloadedNow() {
        return 0;
    }

    @Override
    public long bytesLeft() {
        return BYTES_LEFT;
    }

    @Override
    boolean isCompletionUntold() {
        return false;
    }

    // What follows records; only the fold calls it.

    void wish(TorrentWish next) {
        wish = next;
    }

    void fault(StorageFault what) {
        fault = Optional.of(what);
    }

    void options(Options next) {
        options = next;
    }

    void phase(TorrentPhase next, String why, long timeNs) {
        boolean wasRunning = isRunning();
        phase = next;
        phaseReason = why;
        fault = isRunning() ? Optional.empty() : fault;
        if (isRunning() && !wasRunning) {
            announces.activated(timeNs);
        } else if (wasRunning && !isRunning()) {
            announces.deactivated();
        }
    }
}
