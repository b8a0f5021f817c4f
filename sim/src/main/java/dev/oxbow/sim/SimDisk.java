package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.StorageCommandHandler;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A node's disk: one queue of work, in order, each job taking its time; {@link Platter} keeps what was written. */
final class SimDisk implements StorageCommandHandler {
    private record Job(Object command, Runnable work) {
    }

    private final SimNode node;
    private final Payload payload;
    private final Platter platter;
    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private boolean working;
    private long generation;
    private long fullUntilNs;

    SimDisk(SimNode node, Payload payload, Timeline timeline, Faults faults, Dice dice) {
        this.node = node;
        this.payload = payload;
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
        this.platter = new Platter(payload, timeline);
    }

    Platter platter() {
        return platter;
    }

    /** The process is gone, and with it what it had not handed to the operating system. */
    void kill() {
        jobs.clear();
        working = false;
        generation++;
    }

    private void queue(Object command, Runnable work) {
        jobs.add(new Job(command, work));
        if (!working) {
            working = true;
            next();
        }
    }

    private void next() {
        long life = generation;
        long durationNs = dice.between(20_000, jobs.peek().command instanceof StorageCommand.SyncFiles ? 150_000_000 : 4_000_000);
        long stalledNs = faults.strikes(dice, faults.diskStall) ? dice.between(1, 30) * Timeline.SECOND_NS : 0;
        timeline.after(durationNs + stalledNs, () -> {
            if (life == generation && !node.diesAtDisk()) {
                jobs.remove().work.run();
                if (life == generation && !jobs.isEmpty()) {
                    next();
                } else if (life == generation) {
                    working = false;
                }
            }
        });
    }

    @Override
    public void onOpenFiles(StorageCommand.OpenFiles command) {
        queue(command, () -> {
            if (faults.strikes(dice, faults.readError)) {
                node.post(new StorageEvent.FilesOpenFailed(command.torrentId(), StorageFault.DENIED, "permission denied"));
            } else {
                node.post(opened(command.torrentId()));
            }
        });
    }

    private StorageEvent.FilesOpened opened(int torrentId) {
        List<FileStamp> stamps = platter.stamps();
        if (!node.does(Bug.Step.READ_STAMPS)) {
            stamps = stamps.stream().map(stamp -> node.state().torrent(torrentId).flatMap(torrent -> torrent.disk().stamp(stamp.fileIndex())).orElse(stamp))
                    .toList();
        }
        return new StorageEvent.FilesOpened(torrentId, stamps, platter.lastWriteNs());
    }

    @Override
    public void onWriteBlock(StorageCommand.WriteBlock command) {
        if (!node.does(Bug.Step.WAIT_FOR_WRITE)) {
            node.post(new StorageEvent.BlocksWritten(command.torrentId(), command.pieceIndex(), command.blockIndex(), 1));
        }
        queue(command, () -> write(command));
    }

    @Override
    public void onWriteBlocks(StorageCommand.WriteBlocks command) {
        command.each().forEach(this::onWriteBlock);
    }

    private void write(StorageCommand.WriteBlock first) {
        int count = 0;
        int corrupted = -1;
        StorageCommand.WriteBlock command = first;
        boolean works = mayWrite();
        while (command != null && (works || !node.does(Bug.Step.REPORT_WRITE_ERROR))) {
            long content = node.slots().content(command.slotId());
            if (faults.strikes(dice, faults.ownFault)) {
                content = Payload.corrupt(payload.blockNumber(command.pieceIndex(), command.blockIndex()));
                corrupted = command.blockIndex();
                node.checks().ownFault(command.pieceIndex());
            }
            if (works && node.does(Bug.Step.WRITE_BLOCK)) {
                int block = node.bug().writesAt(command.blockIndex(), payload.pieces().blockCount(command.pieceIndex()));
                platter.write(command.pieceIndex(), block, content);
            }
            if (node.diesAtDisk()) {
                return;
            }
            node.release(command.slotId());
            count++;
            command = jobs.peek() != null && jobs.peek().command instanceof StorageCommand.WriteBlock next
                    && next.pieceIndex() == first.pieceIndex() && next.blockIndex() == first.blockIndex() + count ? next : null;
            if (command != null) {
                jobs.remove();
                works = mayWrite();
            }
        }
        if (count > 0 && node.does(Bug.Step.WAIT_FOR_WRITE)) {
            node.post(new StorageEvent.BlocksWritten(first.torrentId(), first.pieceIndex(), first.blockIndex(), count));
        }
        if (corrupted >= 0) {
            node.post(new StorageEvent.BlockCorrupted(first.torrentId(), first.pieceIndex(), corrupted, 1, 2));
        }
        if (command != null) {
            boolean full = timeline.nowNs() < fullUntilNs;
            node.release(command.slotId());
            node.post(new StorageEvent.BlockWriteFailed(command.torrentId(), command.pieceIndex(), command.blockIndex(),
                    full ? StorageFault.NO_SPACE : StorageFault.DENIED, full ? "the disk is full" : "permission denied"));
        }
    }

    private boolean mayWrite() {
        if (faults.strikes(dice, faults.diskFull)) {
            fullUntilNs = timeline.nowNs() + dice.between(1, 60) * Timeline.SECOND_NS;
        }
        return timeline.nowNs() >= fullUntilNs && !faults.strikes(dice, faults.writeError);
    }

    @Override
    public void onDiscardBlock(StorageCommand.DiscardBlock command) {
        if (node.does(Bug.Step.RELEASE_DISCARDED)) {
            node.release(command.slotId());
        }
    }

    @Override
    public void onVerifyPiece(StorageCommand.VerifyPiece command) {
        queue(command, () -> {
            int torrent = command.torrentId();
            int piece = command.pieceIndex();
            if (faults.strikes(dice, faults.readError)) {
                node.post(new StorageEvent.PieceReadFailed(torrent, piece, StorageFault.IO_ERROR, "input/output error"));
            } else if (!platter.isWhole(piece)) {
                node.post(new StorageEvent.PieceReadFailed(torrent, piece, StorageFault.MISSING, "a file ends too early"));
            } else if (platter.isRight(piece) || !node.does(Bug.Step.COMPARE_HASH)) {
                node.post(new StorageEvent.PieceVerified(torrent, piece));
            } else {
                node.post(new StorageEvent.PieceHashMismatched(torrent, piece));
            }
        });
    }

    void sendBlock(PeerCommand.SendBlock command) {
        queue(command, () -> {
            boolean failed = faults.strikes(dice, faults.readError);
            if (failed && node.does(Bug.Step.REPORT_READ_ERROR)) {
                node.post(new StorageEvent.BlockReadFailed(command.connectionId(), command.torrentId(), command.pieceIndex(),
                        command.offsetBytes(), command.lengthBytes(), StorageFault.IO_ERROR, "input/output error"));
                return;
            }
            int number = payload.blockNumber(command.pieceIndex(), command.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES);
            boolean lies = node.isCorrupting() && faults.strikes(dice, faults.corruptUpload);
            node.network().sendBlock(node, command, lies ? Payload.corrupt(number) : node.bug().sends(failed ? Payload.NOTHING : platter.content(number)));
        });
    }

    @Override
    public void onSyncFiles(StorageCommand.SyncFiles command) {
        queue(command, () -> {
            boolean failed = faults.strikes(dice, faults.syncFails);
            if (failed) {
                node.post(new StorageEvent.SyncFailed(command.torrentId(), command.operationId(), StorageFault.IO_ERROR, "input/output error"));
                return;
            }
            Bitfield files = Bitfield.fromWire(command.files(), payload.spec().files().fileCount());
            List<FileStamp> stamps = new ArrayList<>();
            for (int file = files.nextPresent(0); file != Bitfield.NONE; file = files.nextPresent(file + 1)) {
                if (node.does(Bug.Step.SYNC_FILE)) {
                    platter.sync(file);
                }
                if (node.diesAtDisk()) {
                    return;
                }
                stamps.add(platter.stamp(file));
            }
            node.post(new StorageEvent.FilesSynced(command.torrentId(), command.operationId(), stamps));
        });
    }

    @Override
    public void onCloseFiles(StorageCommand.CloseFiles command) {
        queue(command, () -> node.post(new StorageEvent.FilesClosed(command.torrentId())));
    }

    @Override
    public void onRemoveFiles(StorageCommand.RemoveFiles command) {
        queue(command, () -> {
            platter.removeAll();
            node.post(new StorageEvent.FilesRemoved(command.torrentId(), ""));
        });
    }

    @Override
    public void onProbeSpace(StorageCommand.ProbeSpace command) {
        queue(command, () -> node.post(
                new StorageEvent.SpaceProbed(command.torrentId(), timeline.nowNs() < fullUntilNs && !faults.over() ? 0 : 1L << 40)));
    }

    @Override
    public void onSelectFiles(StorageCommand.SelectFiles command) {
        // Simulated blocks lie nowhere in particular: there is no file to leave unwritten.
    }

    @Override
    public void onAssembleMetadata(StorageCommand.AssembleMetadata command) {
        throw new Fault("metadata is no matter of the disk: " + command);
    }

    @Override
    public void onMoveFiles(StorageCommand.MoveFiles command) {
        queue(command, () -> node.post(new StorageEvent.FilesMoved(command.torrentId(), command.to(), platter.stamps())));
    }
}
