package dev.oxbow.core.session;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.CheckpointEventHandler;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.value.Bitfield;

/** Records the durable state as a segment's head gives it. A segment begins from nothing: what was known before is dropped. */
final class CheckpointFold implements CheckpointEventHandler {
    private final SessionState state;

    CheckpointFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onCheckpointStarted(CheckpointEvent.CheckpointStarted event) {
        state.clear();
        state.segment = event.segment();
        state.nextTorrentId = event.nextTorrentId();
        state.nextConnectionId = event.nextConnectionId();
        state.nextOperationId = event.nextOperationId();
        state.seed = event.seed();
        state.bootId = event.bootId();
        state.cleanStop = event.cleanStop();
        state.inCheckpoint = true;
    }

    @Override
    public void onTorrentRestored(CheckpointEvent.TorrentRestored event) {
        Torrent torrent = new Torrent(event.torrentId(), event.spec(), event.directory(), event.wish(), state.seed);
        torrent.counters(event.bytesDownloaded(), event.bytesUploaded(), event.bytesWasted(), event.announcedComplete());
        state.torrents.add(torrent);
        state.torrentsById.put(torrent.torrentId(), torrent);
    }

    @Override
    public void onPiecesRestored(CheckpointEvent.PiecesRestored event) {
        Torrent torrent = state.torrentsById.get(event.torrentId());
        Bitfield verified = Bitfield.fromWire(event.verified(), torrent.layout().pieceCount());
        for (int piece = verified.nextPresent(0); piece != Bitfield.NONE; piece = verified.nextPresent(piece + 1)) {
            torrent.picker.verified(piece);
        }
        torrent.disk.restore(Bitfield.fromWire(event.durable(), torrent.layout().pieceCount()));
    }

    @Override
    public void onPartialPieceRestored(CheckpointEvent.PartialPieceRestored event) {
        Torrent torrent = state.torrentsById.get(event.torrentId());
        int blockCount = torrent.layout().blockCount(event.pieceIndex());
        torrent.picker.restoreWritten(event.pieceIndex(), Bitfield.fromWire(event.writtenBlocks(), blockCount));
    }

    @Override
    public void onChecksRestored(CheckpointEvent.ChecksRestored event) {
        Torrent torrent = state.torrentsById.get(event.torrentId());
        Bitfield pieces = Bitfield.fromWire(event.pieces(), torrent.layout().pieceCount());
        for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
            torrent.distrusted(piece, event.reason());
        }
    }

    @Override
    public void onFileStampsRestored(CheckpointEvent.FileStampsRestored event) {
        Torrent torrent = state.torrentsById.get(event.torrentId());
        torrent.disk.restore(event.stamps(), Bitfield.fromWire(event.dirtyFiles(), torrent.spec().files().fileCount()));
    }

    @Override
    public void onCandidateRestored(CheckpointEvent.CandidateRestored event) {
        state.swarm(event.torrentId()).ifPresent(torrent -> {
            torrent.candidates.restored(event.endpoint(), event.source(), state.timeNs());
            torrent.candidates.keepOut(event.endpoint(), state.bans.of(event.endpoint(), state.timeNs()));
        });
    }

    @Override
    public void onCheckpointCompleted(CheckpointEvent.CheckpointCompleted event) {
        state.inCheckpoint = false;
    }

    @Override
    public void onBanRestored(CheckpointEvent.BanRestored event) {
        state.bans.add(new Ban(event.endpoint(), event.wholeAddress(), event.reason(), event.torrentId(), event.pieceIndex(),
                event.badBlocks(), event.badSequence(), event.goodSequence(), event.untilNs(), event.detail()));
    }

    @Override
    public void onOptionsRestored(CheckpointEvent.OptionsRestored event) {
        state.magnet(event.torrentId()).ifPresent(magnet -> magnet.options(new MagnetTorrent.Options(event.sequential(),
                event.downBytesPerSec(), event.upBytesPerSec(), event.seedRatioPermille(), event.seedSeconds())));
        state.torrent(event.torrentId()).ifPresent(torrent -> options(torrent, event));
    }

    private void options(Torrent torrent, CheckpointEvent.OptionsRestored event) {
        torrent.picker.sequential(event.sequential());
        torrent.downLimit.limit(event.downBytesPerSec(), state.timeNs());
        torrent.upLimit.limit(event.upBytesPerSec(), state.timeNs());
        torrent.seedGoal(event.seedRatioPermille(), event.seedSeconds());
        torrent.select(event.priorities());
    }

    @Override
    public void onMoveRestored(CheckpointEvent.MoveRestored event) {
        state.torrentsById.get(event.torrentId()).moving(event.directory());
        state.syncsSinceJournalSync++;
    }

    @Override
    public void onDhtIdRestored(CheckpointEvent.DhtIdRestored event) {
        state.dht.restored(event);
    }

    @Override
    public void onDhtNodeRestored(CheckpointEvent.DhtNodeRestored event) {
        state.dht.restored(event);
    }

    @Override
    public void onReachRestored(CheckpointEvent.ReachRestored event) {
        state.reach.nonce(event.nonce());
    }

    @Override
    public void onWebSeedRestored(CheckpointEvent.WebSeedRestored event) {
        state.torrentsById.get(event.torrentId()).webSeed(event.style(), event.url());
    }

    @Override
    public void onMagnetRestored(CheckpointEvent.MagnetRestored event) {
        state.magnets.add(new MagnetTorrent(event.torrentId(), new MagnetTorrent.Link(event.infoHash(), event.name(), event.trackers(),
                event.webSeeds(), event.selectOnly()), event.directory(), event.wish(), state.seed));
    }
}
