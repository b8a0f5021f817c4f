package dev.oxbow.core.command;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;

/** What net asks of trackers. */
public sealed interface TrackerCommand extends Command {
    void dispatch(TrackerCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((TrackerCommandHandler) handler);
    }

    /**
     * Tell a tracker where we stand and ask for peers (BEP 3). Answered by AnnounceSucceeded or AnnounceFailed.
     *
     * @param key       proves to the tracker that we are the same after a change of address
     * @param trackerId what this tracker called us last; empty for none
     */
    record Announce(
            int torrentId, int trackerIndex, long operationId, String url, InfoHash infoHash, PeerId peerId, AnnounceEvent event, int port, long uploadedBytes, long downloadedBytes, long leftBytes, int peersWanted, int key, String trackerId)
            implements TrackerCommand {
        @Override
        public void dispatch(TrackerCommandHandler handler) {
            handler.onAnnounce(this);
        }
    }
}
