package dev.oxbow.core.session;

import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.UserEventHandler;
import java.util.Optional;

/** Records what the user wishes. */
final class UserFold implements UserEventHandler {
    private final SessionState state;

    UserFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onAddTorrentRequested(UserEvent.AddTorrentRequested event) {
        state.magnet(event.spec().infoHash()).filter(magnet -> magnet.directory().equals(event.directory()))
                .ifPresent(magnet -> MetadataFold.promote(state, magnet, event.spec()));
        if (state.magnet(event.spec().infoHash()).isPresent()) {
            return; // its files are to lie in another directory
        }
        Optional<Torrent> known = state.torrent(event.spec().infoHash());
        if (known.isEmpty()) {
            Torrent torrent = new Torrent(state.nextTorrentId++, event.spec(), event.directory(), event.wish(), state.seed);
            state.torrents.add(torrent);
            state.torrentsById.put(torrent.torrentId(), torrent);
        } else {
            known.filter(torrent -> torrent.directory().equals(event.directory())).ifPresent(torrent -> torrent.wish(event.wish()));
        }
    }

    @Override
    public void onRemoveTorrentRequested(UserEvent.RemoveTorrentRequested event) {
        state.torrent(event.infoHash()).filter(torrent -> torrent.removalRequest().isEmpty() && torrent.movingTo().isEmpty())
                .ifPresent(torrent -> torrent.removal(event.requestId(), event.withFiles()));
    }

    @Override
    public void onPauseTorrentRequested(UserEvent.PauseTorrentRequested event) {
        state.torrent(event.infoHash()).ifPresent(torrent -> torrent.wish(TorrentWish.PAUSE));
        state.magnet(event.infoHash()).ifPresent(magnet -> magnet.wish(TorrentWish.PAUSE));
    }

    @Override
    public void onResumeTorrentRequested(UserEvent.ResumeTorrentRequested event) {
        state.torrent(event.infoHash()).filter(torrent -> torrent.wish() == TorrentWish.PAUSE)
                .ifPresent(torrent -> torrent.wish(TorrentWish.DOWNLOAD));
        state.magnet(event.infoHash()).filter(magnet -> magnet.wish() == TorrentWish.PAUSE)
                .ifPresent(magnet -> magnet.wish(TorrentWish.DOWNLOAD));
    }

    @Override
    public void onRecheckRequested(UserEvent.RecheckRequested event) {
        // The policy distrusts the pieces.
    }

    @Override
    public void onAnnounceRequested(UserEvent.AnnounceRequested event) {
        state.swarm(event.infoHash()).filter(Swarm::isRunning).ifPresent(torrent -> torrent.announces.wished(state.timeNs()));
    }

    @Override
    public void onAddPeerRequested(UserEvent.AddPeerRequested event) {
        state.swarm(event.infoHash())
                .ifPresent(torrent -> state.learned(torrent, event.endpoint(), CandidateSource.USER));
    }

    @Override
    public void onUnbanRequested(UserEvent.UnbanRequested event) {
        // The policy undoes the bans one by one.
    }

    @Override
    public void onFilesSelected(UserEvent.FilesSelected event) {
        state.torrent(event.infoHash()).filter(torrent -> Selection.fits(torrent.spec(), event.priorities()))
                .ifPresent(torrent -> {
                    torrent.select(Selection.kept(torrent.spec(), torrent.priorities(), event.priorities()));
                    if (!torrent.isComplete()) {
                        torrent.candidates.neededAgain(state.timeNs());
                    }
                });
    }

    @Override
    public void onPickOrderRequested(UserEvent.PickOrderRequested event) {
        state.torrent(event.infoHash()).ifPresent(torrent -> torrent.picker.sequential(event.sequential()));
        state.magnet(event.infoHash()).ifPresent(magnet -> magnet.options(magnet.options().inOrder(event.sequential())));
    }

    @Override
    public void onSessionLimitsRequested(UserEvent.SessionLimitsRequested event) {
        if (event.downBytesPerSec() >= 0 && event.upBytesPerSec() >= 0) {
            state.downLimit.limit(event.downBytesPerSec(), state.timeNs());
            state.upLimit.limit(event.upBytesPerSec(), state.timeNs());
        }
    }

    @Override
    public void onTorrentLimitsRequested(UserEvent.TorrentLimitsRequested event) {
        if (event.downBytesPerSec() >= 0 && event.upBytesPerSec() >= 0) {
            state.torrent(event.infoHash()).ifPresent(torrent -> {
                torrent.downLimit.limit(event.downBytesPerSec(), state.timeNs());
                torrent.upLimit.limit(event.upBytesPerSec(), state.timeNs());
            });
            state.magnet(event.infoHash()).ifPresent(magnet -> magnet.options(magnet.options().with(event)));
        }
    }

    @Override
    public void onAddWebSeedRequested(UserEvent.AddWebSeedRequested event) {
        state.torrent(event.infoHash()).ifPresent(torrent -> torrent.webSeed(event.style(), event.url()));
    }

    @Override
    public void onSeedGoalRequested(UserEvent.SeedGoalRequested event) {
        state.torrent(event.infoHash()).ifPresent(torrent -> torrent.seedGoal(event.ratioPermille(), event.seedSeconds()));
        state.magnet(event.infoHash()).ifPresent(magnet -> magnet.options(magnet.options().with(event)));
    }

    @Override
    public void onAddMagnetRequested(UserEvent.AddMagnetRequested event) {
        Optional<Torrent> known = state.torrent(event.infoHash());
        if (known.isEmpty() && state.magnet(event.infoHash()).isEmpty()) {
            state.magnets.add(new MagnetTorrent(state.nextTorrentId++, new MagnetTorrent.Link(event.infoHash(), event.name(), event.trackers(),
                    event.webSeeds(), event.selectOnly()), event.directory(), event.wish(), state.seed));
        } else {
            known.filter(torrent -> torrent.directory().equals(event.directory())).ifPresent(torrent -> torrent.wish(event.wish()));
            state.magnet(event.infoHash()).filter(magnet -> magnet.directory().equals(event.directory()))
                    .ifPresent(magnet -> magnet.wish(event.wish()));
        }
        state.swarm(event.infoHash()).ifPresent(swarm ->
                event.peers().forEach(peer -> state.learned(swarm, peer, CandidateSource.USER)));
    }

    @Override
    public void onMoveTorrentRequested(UserEvent.MoveTorrentRequested event) {
        state.torrent(event.infoHash()).filter(torrent -> Mover.mayMove(torrent, event.directory())).ifPresent(torrent -> {
            torrent.moving(event.directory());
            state.syncsSinceJournalSync++; // what is moved must be found again after a power cut
        });
    }
}
