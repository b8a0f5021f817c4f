package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.metadata.MetadataSource;
import dev.oxbow.core.wire.MetadataMessage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Decides how a magnet link becomes a torrent (BEP 9): whom to ask for which piece of the metadata, and what to do with the whole. */
final class Magnets {
    /** So many pieces are asked of one peer at a time. */
    private static final int ASKED_MAX = 4;

    private final Turn turn;
    private final Announcer announcer;
    private final Dialler dialler;
    private final Judge judge;

    Magnets(Turn turn, Announcer announcer, Dialler dialler, Judge judge) {
        this.turn = turn;
        this.announcer = announcer;
        this.dialler = dialler;
        this.judge = judge;
    }

    /** Brings it to what is wished of it now. */
    void follow(MagnetTorrent magnet) {
        if (magnet.wish() == TorrentWish.PAUSE) {
            leaveSwarm(magnet, TorrentPhase.PAUSED, "the user paused it");
        } else if (!magnet.isRunning() && !turn.state.isStopRequested()) {
            turn.changePhase(magnet, TorrentPhase.FETCHING_METADATA, "");
            announcer.announceIfDue(magnet);
            dialler.dialMore(magnet);
        }
    }

    void leaveSwarm(MagnetTorrent magnet, TorrentPhase phase, String why) {
        if (magnet.isRunning()) {
            announcer.sayFarewell(magnet);
            turn.closeAll(magnet, CloseReason.TORRENT_STOPPED);
        }
        turn.changePhase(magnet, phase, why);
    }

    /** Asks for what is missing, each peer for another piece in turn; puts the pieces together when none is. */
    void ask(MagnetTorrent magnet) {
        MetadataFetch fetch = magnet.fetch();
        if (!magnet.isRunning() || turn.state.isStopRequested() || fetch.isAssembling()) {
            return;
        }
        if (fetch.isComplete()) {
            turn.emit(new StorageCommand.AssembleMetadata(magnet.torrentId(), magnet.infoHash(), fetch.lengthBytes(),
                    fetch.arrived().values().stream().map(MetadataFetch.Piece::connectionId).toList(), magnet.link().trackers(),
                    magnet.link().webSeeds()));
            return;
        }
        boolean asked = true;
        for (int round = 0; asked && round < ASKED_MAX; round++) {
            asked = false;
            for (MetadataSource source : whomToAsk(fetch)) {
                asked |= source.asked().size() < ASKED_MAX && askOne(fetch, source);
            }
        }
    }

    /** Those that agree on the length, with those that were asked before or else with the most; one alone where several sent a wrong whole. */
    private static List<MetadataSource> whomToAsk(MetadataFetch fetch) {
        List<MetadataSource> usable = fetch.sources().stream().filter(fetch::isUsable).toList();
        if (fetch.isAlone()) {
            return usable.stream().limit(1).toList();
        }
        boolean agreed = usable.stream().anyMatch(source -> source.lengthBytes() == fetch.lengthBytes());
        int lengthBytes = agreed ? fetch.lengthBytes() : mostSaid(usable);
        boolean waiting = !agreed && fetch.sources().stream().anyMatch(source -> !source.asked().isEmpty());
        return waiting ? List.of() : usable.stream().filter(source -> source.lengthBytes() == lengthBytes).toList();
    }

    private static int mostSaid(Collection<MetadataSource> sources) {
        int best = 0;
        long bestCount = 0;
        for (MetadataSource source : sources) {
            long count = sources.stream().filter(other -> other.lengthBytes() == source.lengthBytes()).count();
            if (count > bestCount) {
                best = source.lengthBytes();
                bestCount = count;
            }
        }
        return best;
    }

    private boolean askOne(MetadataFetch fetch, MetadataSource source) {
        Optional<Integer> free = firstFree(fetch, source);
        free.ifPresent(piece -> turn.emit(new PeerCommand.SendMetadataRequest(source.connectionId(), piece)));
        return free.isPresent();
    }

    private static Optional<Integer> firstFree(MetadataFetch fetch, MetadataSource source) {
        boolean anew = source.lengthBytes() != fetch.lengthBytes();
        for (int piece = 0; piece < MetadataMessage.pieceCount(source.lengthBytes()); piece++) {
            if (anew || fetch.isFree(piece)) {
                return Optional.of(piece);
            }
        }
        return Optional.empty();
    }

    /** The torrent is there, in the place of the magnet link: its files are looked at. Who had lied about it is known now. */
    void assembled(StorageEvent.MetadataAssembled event) {
        turn.state.torrent(event.torrentId()).filter(torrent -> torrent.phase() == TorrentPhase.OPENING && !torrent.isFilesOpen())
                .ifPresent(torrent -> {
                    judge.lied(torrent, turn.state.lies);
                    if (torrent.wish() == TorrentWish.PAUSE) {
                        turn.changePhase(torrent, TorrentPhase.PAUSED, "the user paused it");
                    } else if (!turn.state.isStopRequested()) {
                        turn.openFiles(torrent);
                    }
                });
    }

    void mismatched(StorageEvent.MetadataHashMismatched event) {
        turn.state.magnet(event.torrentId()).ifPresent(this::ask);
    }

    void refused(StorageEvent.MetadataRefused event) {
        turn.state.magnet(event.torrentId()).filter(MagnetTorrent::isRunning)
                .ifPresent(magnet -> leaveSwarm(magnet, TorrentPhase.FAILED, event.detail()));
    }
}
