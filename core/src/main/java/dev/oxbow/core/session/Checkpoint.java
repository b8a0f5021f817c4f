package dev.oxbow.core.session;

import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.swarm.Candidate;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileStamp;
import java.util.ArrayList;
import java.util.List;

/**
 * The durable part of a state as entries that fold to it again: torrents, what is had of them, their files as last synced, and
 * addresses worth another try. Connections are not part of it; they do not outlive a process.
 */
public final class Checkpoint {
    private static final int CANDIDATES_MAX = 200;

    private Checkpoint() {
    }

    /**
     * All entries of a checkpoint but the last: the host folds these into a new state and ends with {@code CheckpointCompleted}, which
     * carries that state's hash.
     *
     * @param segment the number of the segment that they open
     */
    public static List<CheckpointEvent> entries(SessionState state, int segment) {
        List<CheckpointEvent> out = new ArrayList<>();
        out.add(new CheckpointEvent.CheckpointStarted(segment, state.nextTorrentId, state.nextConnectionId, state.nextOperationId,
                state.seed, state.bootId, state.cleanStop));
        for (Ban ban : state.bans().active(state.timeNs())) {
            out.add(new CheckpointEvent.BanRestored(ban.endpoint(), ban.wholeAddress(), ban.reason(), ban.torrentId(), ban.pieceIndex(),
                    ban.badBlocks(), ban.badSequence(), ban.goodSequence(), ban.untilNs(), ban.detail()));
        }
        out.addAll(state.dht().kept());
        if (state.reach.nonce().length() > 0) {
            out.add(new CheckpointEvent.ReachRestored(state.reach.nonce()));
        }
        for (Torrent torrent : state.torrents()) {
            if (torrent.removalRequest().isEmpty()) {
                add(torrent, out);
            }
        }
        state.magnets().forEach(magnet -> add(magnet, out));
        return out;
    }

    private static void add(MagnetTorrent magnet, List<CheckpointEvent> out) {
        MagnetTorrent.Link link = magnet.link();
        out.add(new CheckpointEvent.MagnetRestored(magnet.torrentId(), link.infoHash(), link.name(), link.trackers(), link.webSeeds(),
                link.selectOnly(), magnet.directory(), magnet.wish()));
        MagnetTorrent.Options options = magnet.options();
        if (!options.equals(MagnetTorrent.Options.NONE)) {
            out.add(new CheckpointEvent.OptionsRestored(magnet.torrentId(), options.sequential(), options.downBytesPerSec(),
                    options.upBytesPerSec(), options.seedRatioPermille(), options.seedSeconds(), ByteString.EMPTY));
        }
        candidates(magnet, out);
    }

    private static void add(Torrent torrent, List<CheckpointEvent> out) {
        int id = torrent.torrentId();
        out.add(new CheckpointEvent.TorrentRestored(id, torrent.spec(), torrent.directory(), torrent.wish(), torrent.isAnnouncedComplete(),
                torrent.bytesDownloaded(), torrent.bytesUploaded(), torrent.bytesWasted()));
        options(torrent, out);
        torrent.webSeeds().forEach(webSeed -> out.add(new CheckpointEvent.WebSeedRestored(id, webSeed.style(), webSeed.url())));
        torrent.movingTo().ifPresent(to -> out.add(new CheckpointEvent.MoveRestored(id, to)));
        Bitfield inDoubt = torrent.inDoubt();
        Bitfield verified = torrent.picker().verified().copy();
        verified.removeAll(inDoubt);
        Bitfield durable = torrent.disk().durable().copy();
        durable.removeAll(inDoubt);
        out.add(new CheckpointEvent.PiecesRestored(id, verified.toWire(), durable.toWire()));
        for (PieceProgress progress : torrent.picker().begun()) {
            if (progress.writtenCount() > 0 && !inDoubt.contains(progress.pieceIndex())) {
                out.add(new CheckpointEvent.PartialPieceRestored(id, progress.pieceIndex(), progress.writtenBlocks().toWire()));
            }
        }
        if (!inDoubt.isEmpty()) {
            out.add(new CheckpointEvent.ChecksRestored(id, inDoubt.toWire(), checkReason(torrent)));
        }
        List<FileStamp> stamps = new ArrayList<>();
        for (int file = 0; file < torrent.spec().files().fileCount(); file++) {
            torrent.disk().stamp(file).ifPresent(stamps::add);
        }
        out.add(new CheckpointEvent.FileStampsRestored(id, stamps, torrent.disk().unsyncedFiles().toWire()));
        candidates(torrent, out);
    }

    private static void candidates(Swarm torrent, List<CheckpointEvent> out) {
        torrent.candidates().all().stream()
                .filter(candidate -> !candidate.isBarred())
                .filter(candidate -> candidate.everConnected() || candidate.source() == CandidateSource.USER)
                .limit(CANDIDATES_MAX)
                .map(candidate -> restored(torrent.torrentId(), candidate))
                .forEach(out::add);
    }

    private static void options(Torrent torrent, List<CheckpointEvent> out) {
        CheckpointEvent.OptionsRestored options = new CheckpointEvent.OptionsRestored(torrent.torrentId(), torrent.picker().isSequential(),
                torrent.downLimit.bytesPerSec(), torrent.upLimit.bytesPerSec(), torrent.seedRatioPermille(), torrent.seedSeconds(),
                torrent.priorities());
        if (!options.equals(new CheckpointEvent.OptionsRestored(torrent.torrentId(), false, 0, 0, -1, -1, ByteString.EMPTY))) {
            out.add(options);
        }
    }

    private static VerifyReason checkReason(Torrent torrent) {
        if (torrent.isMachineWentDown()) {
            return VerifyReason.NOT_SYNCED;
        }
        if (!Checker.changed(torrent).isEmpty()) {
            return VerifyReason.FILE_CHANGED;
        }
        return torrent.isHistoryLost() ? VerifyReason.FOUND : torrent.checkReason();
    }

    private static CheckpointEvent restored(int torrentId, Candidate candidate) {
        return new CheckpointEvent.CandidateRestored(torrentId, candidate.endpoint(), candidate.source());
    }
}
