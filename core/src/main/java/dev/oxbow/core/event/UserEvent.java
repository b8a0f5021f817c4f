package dev.oxbow.core.event;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.TorrentSpec;

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
}
