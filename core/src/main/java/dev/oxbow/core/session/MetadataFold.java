package dev.oxbow.core.session;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;

/** Records how the metadata of a magnet link becomes a torrent. */
final class MetadataFold {
    private MetadataFold() {
    }

    static void assembling(SessionState state, StorageCommand.AssembleMetadata command) {
        state.magnet(command.torrentId()).ifPresent(magnet -> magnet.fetch().assembling());
    }

    static void assembled(SessionState state, StorageEvent.MetadataAssembled event) {
        state.lies = List.of();
        state.magnet(event.torrentId()).ifPresent(magnet -> {
            state.lies = magnet.fetch().lies();
            promote(state, magnet, event.spec());
        });
    }

    static void mismatched(SessionState state, StorageEvent.MetadataHashMismatched event) {
        state.magnet(event.torrentId()).ifPresent(magnet -> magnet.fetch().mismatched());
    }

    /** A torrent with the same id, peers, trackers and wishes takes the place of the magnet link. */
    static void promote(SessionState state, MagnetTorrent magnet, TorrentSpec spec) {
        Torrent torrent = new Torrent(magnet, spec, state.seed);
        MagnetTorrent.Options options = magnet.options();
        torrent.picker.sequential(options.sequential());
        torrent.downLimit.limit(options.downBytesPerSec(), state.timeNs());
        torrent.upLimit.limit(options.upBytesPerSec(), state.timeNs());
        torrent.seedGoal(options.seedRatioPermille(), options.seedSeconds());
        ByteString priorities = Selection.only(spec, magnet.link().selectOnly());
        if (priorities.length() > 0) {
            torrent.select(priorities);
        }
        if (spec.isPrivate()) {
            torrent.candidates.barUnnamed();
        }
        magnet.link().webSeeds().forEach(url -> torrent.webSeed(WebSeedStyle.GETRIGHT, url));
        state.magnets.remove(magnet);
        state.torrents.add(torrent);
        state.torrentsById.put(torrent.torrentId(), torrent);
        state.dhtFold.follow(torrent); // not at all when it has turned out to be private
    }
}
