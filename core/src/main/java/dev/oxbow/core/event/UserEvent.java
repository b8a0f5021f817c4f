package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;

/** What the user wishes. Each is answered by one CompleteRequest. */
public sealed interface UserEvent extends Event {
    void dispatch(UserEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((UserEventHandler) handler);
    }

    /**
     * Take up a torrent; its metainfo already lies in the session directory.
     *
     * @param directory where its files are to lie, absolute
     */
    record AddTorrentRequested(long requestId, TorrentSpec spec, String directory, TorrentWish wish) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onAddTorrentRequested(this);
        }
    }

    /** Forget a torrent, and delete its files if so wished. */
    record RemoveTorrentRequested(long requestId, InfoHash infoHash, boolean withFiles) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onRemoveTorrentRequested(this);
        }
    }

    /** Stop all traffic of a torrent until it is resumed. */
    record PauseTorrentRequested(long requestId, InfoHash infoHash) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onPauseTorrentRequested(this);
        }
    }

    /** Undo a pause, or try again after an error. */
    record ResumeTorrentRequested(long requestId, InfoHash infoHash) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onResumeTorrentRequested(this);
        }
    }

    /** Trust nothing: hash all that is on disk. */
    record RecheckRequested(long requestId, InfoHash infoHash) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onRecheckRequested(this);
        }
    }

    /** Ask the trackers now rather than at the next interval. */
    record AnnounceRequested(long requestId, InfoHash infoHash) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onAnnounceRequested(this);
        }
    }

    /** An address that the user knows to be a peer of this torrent. */
    record AddPeerRequested(long requestId, InfoHash infoHash, Endpoint endpoint) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onAddPeerRequested(this);
        }
    }

    /** Undo the bans of this endpoint, or with port 0 of everybody at its address. */
    record UnbanRequested(long requestId, Endpoint endpoint) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onUnbanRequested(this);
        }
    }

    /**
     * Which files are wanted.
     *
     * @param priorities a byte for each file, pads included: 0 unwanted, 1 wanted, 2 wanted before others
     */
    record FilesSelected(long requestId, InfoHash infoHash, ByteString priorities) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onFilesSelected(this);
        }
    }

    /** Fetch the pieces from first to last, or the rarest first again. */
    record PickOrderRequested(long requestId, InfoHash infoHash, boolean sequential) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onPickOrderRequested(this);
        }
    }

    /** Limits of all torrents together; 0 is no limit. */
    record SessionLimitsRequested(long requestId, long downBytesPerSec, long upBytesPerSec) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onSessionLimitsRequested(this);
        }
    }

    /** Limits of one torrent; 0 is no limit. */
    record TorrentLimitsRequested(long requestId, InfoHash infoHash, long downBytesPerSec, long upBytesPerSec) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onTorrentLimitsRequested(this);
        }
    }

    /**
     * When to stop seeding.
     *
     * @param ratioPermille once a thousandth of this times the size of what is wanted is uploaded; -1 for never
     * @param seedSeconds after seeding for so long; -1 for never
     */
    record SeedGoalRequested(long requestId, InfoHash infoHash, long ratioPermille, long seedSeconds) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onSeedGoalRequested(this);
        }
    }

    /** A web server that has the torrent's data (BEP 17, BEP 19): named by its torrent file, or by the user. */
    record AddWebSeedRequested(long requestId, InfoHash infoHash, WebSeedStyle style, String url) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onAddWebSeedRequested(this);
        }
    }

    /**
     * Take up a torrent of which only a magnet link is known (BEP 9); its metadata is to come from peers.
     *
     * @param name for display until the metadata is there
     * @param trackers announce URLs, each a tier of its own
     * @param peers x.pe: known to be peers of this torrent
     * @param selectOnly so (BEP 53): the indexes of the wanted files; empty for all
     * @param directory where its files are to lie, absolute
     */
    record AddMagnetRequested(
            long requestId, InfoHash infoHash, String name, List<String> trackers, List<String> webSeeds, List<Endpoint> peers,
            List<Integer> selectOnly, String directory, TorrentWish wish)
            implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onAddMagnetRequested(this);
        }
    }

    /**
     * Move the torrent's files to another directory, on this volume or another. Answered when it is taken up; how it ends, FilesMoved or FilesMoveFailed says.
     *
     * @param directory absolute
     */
    record MoveTorrentRequested(long requestId, InfoHash infoHash, String directory) implements UserEvent {
        @Override
        public void dispatch(UserEventHandler handler) {
            handler.onMoveTorrentRequested(this);
        }
    }
}
