package dev.oxbow.core.session;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a torrent's files: which pieces a successful sync vouches for (<em>durable</em>), which files were written to
 * since their last sync (<em>dirty</em>), and how each file looked at its last sync. Only records.
 */
public final class DiskLedger {
    /** Stands for no operation: ids begin at 1. */
    static final long NO_OPERATION = 0;

    private final PieceLayout pieces;
    private final FileLayout files;
    private final FileStamp[] stamps;
    private final Bitfield durable;
    private final Bitfield dirtyFiles;
    private final Bitfield unwantedFiles;
    private List<FileStamp> observed = List.of();
    private final Bitfield changedFiles;
    private final Bitfield foundFiles;
    private long dirtyBytes;
    private long dirtySinceNs = Deadline.NONE;
    private long syncOperation = NO_OPERATION;
    private Bitfield syncingPieces = new Bitfield(0);
    private Bitfield syncingFiles = new Bitfield(0);
    private boolean syncFailed;

    DiskLedger(PieceLayout pieces, FileLayout files) {
        this.pieces = pieces;
        this.files = files;
        this.stamps = new FileStamp[files.fileCount()];
        this.durable = new Bitfield(pieces.pieceCount());
        this.dirtyFiles = new Bitfield(files.fileCount());
        this.unwantedFiles = new Bitfield(files.fileCount());
        this.changedFiles = new Bitfield(files.fileCount());
        this.foundFiles = new Bitfield(files.fileCount());
    }

    /** The pieces that survive a power cut. Do not change it. */
    public Bitfield durable() {
        return durable;
    }

    /** The files written to since their last sync began. Do not change it. */
    public Bitfield dirtyFiles() {
        return dirtyFiles;
    }

    /** The files that may hold what no finished sync covers: written to, or being synced now. */
    public Bitfield unsyncedFiles() {
        Bitfield out = dirtyFiles.copy();
        if (isSyncing()) {
            out.addAll(syncingFiles);
        }
        return out;
    }

    /** How the file looked at its last sync, or when it was found or seen to be changed; nothing when it is not known. */
    public Optional<FileStamp> stamp(int fileIndex) {
        return Optional.ofNullable(stamps[fileIndex]);
    }

    /**
     * The files that a sync has to cover: those written to, those that hold a verified piece that no sync vouches for, whoever wrote
     * it, and those of no bytes that are wanted, which only a sync creates.
     */
    public Bitfield filesToSync(Bitfield verified) {
        Bitfield unsafe = verified.copy();
        unsafe.removeAll(durable);
        Bitfield out = dirtyFiles.copy();
        for (int file = 0; file < stamps.length; file++) {
            boolean needed = files.lengthBytes(file) == 0 ? isLackedEmptyFile(file) : holdsAny(file, unsafe);
            if (needed && !files.isPad(file)) {
                out.add(file);
            }
        }
        return out;
    }

    private Bitfield missingPieces() {
        Bitfield out = new Bitfield(pieces.pieceCount());
        out.fill();
        out.removeAll(durable);
        return out;
    }

    private boolean holdsAny(int file, Bitfield set) {
        if (files.lengthBytes(file) == 0) {
            return false;
        }
        int first = (int) (files.offsetBytes(file) / pieces.pieceLengthBytes());
        int last = (int) ((files.offsetBytes(file) + files.lengthBytes(file) - 1) / pieces.pieceLengthBytes());
        int present = set.nextPresent(first);
        return present != Bitfield.NONE && present <= last;
    }

    /** How the files looked when they were last opened. */
    public List<FileStamp> observed() {
        return observed;
    }

    /** The files that are not as the journal says we left them: changed by somebody else, shorter, or gone. Do not change it. */
    public Bitfield changedFiles() {
        return changedFiles;
    }

    /** The files with content that the journal knows nothing of. Do not change it. */
    public Bitfield foundFiles() {
        return foundFiles;
    }

    public long dirtyBytes() {
        return dirtyBytes;
    }

    /** When the first write happened that no sync covers; {@link Deadline#NONE} when there is none. */
    public long dirtySinceNs() {
        return dirtySinceNs;
    }

    public boolean isSyncing() {
        return syncOperation != NO_OPERATION;
    }

    /** Whether a wanted file of no bytes is not known to be there: a sync creates it. */
    public boolean lacksEmptyFile() {
        for (int file = 0; file < stamps.length; file++) {
            if (files.lengthBytes(file) == 0 && isLackedEmptyFile(file) && !files.isPad(file)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLackedEmptyFile(int file) {
        return stamps[file] == null && !unwantedFiles.contains(file);
    }

    /** Whether the last sync failed. */
    public boolean isSyncFailed() {
        return syncFailed;
    }

    // What follows records; only the fold calls it.

    /** Which files the user wants; the others are not created, and what comes of them lies in the torrent's parts file. */
    void wanted(Bitfield wantedFiles) {
        unwantedFiles.fill();
        unwantedFiles.removeAll(wantedFiles);
    }

    /** Storage moves what it holds of wanted files from the parts file to the files themselves: that is writing to them. */
    void movingFromParts(Bitfield wantedFiles, long timeNs) {
        for (int file = wantedFiles.nextPresent(0); file != Bitfield.NONE; file = wantedFiles.nextPresent(file + 1)) {
            boolean held = stamps[file] != null && stamps[file].heldBytes() > 0;
            boolean maybeHeld = isSyncing() && syncingFiles.contains(file) && (stamps[file] == null || stamps[file].isMissing());
            if ((held || maybeHeld) && dirtyFiles.add(file) && dirtySinceNs == Deadline.NONE) {
                dirtySinceNs = timeNs;
            }
        }
    }

    /**
     * Compares each file with what was known of it; what was known of one that somebody else touched is void.
     *
     * @param machineWentDown the end of the journal may be lost, and with it that we wrote to a file that was not complete
     */
    void observed(List<FileStamp> now, long lastOwnWriteNs, boolean machineWentDown) {
        observed = now;
        changedFiles.clear();
        foundFiles.clear();
        Bitfield unsynced = unsyncedFiles();
        Bitfield missingPieces = missingPieces();
        for (FileStamp stamp : now) {
            int file = stamp.fileIndex();
            boolean known = stamps[file] != null || unsynced.contains(file);
            boolean writtenSince = unsynced.contains(file) || machineWentDown && holdsAny(file, missingPieces);
            if (known && isAsWeLeftIt(stamp, writtenSince, lastOwnWriteNs)) {
                if (!stamp.equals(stamps[file])) {
                    dirtyFiles.add(file);
                }
                continue;
            }
            if (known) {
                changedFiles.add(file);
            } else if (stamp.sizeBytes() > 0 && files.lengthBytes(file) > 0) {
                foundFiles.add(file);
            }
            stamps[file] = stamp.isMissing() ? null : stamp; // what is hashed from now on is this
        }
    }

    /** The files are others now, with the same content and times; whether somebody else touched them shows when they are opened. */
    void moved(List<FileStamp> now) {
        for (FileStamp stamp : now) {
            FileStamp before = stamps[stamp.fileIndex()];
            if (before != null && !before.isMissing() && !stamp.isMissing()) {
                stamps[stamp.fileIndex()] = new FileStamp(before.fileIndex(), before.sizeBytes(), before.modifiedNs(), stamp.fileKey());
            }
        }
    }

    /** What must be hashed for the files' sake has been said, entry by entry. */
    void settled() {
        changedFiles.clear();
        foundFiles.clear();
    }

    /** A file that was written to since its last sync may be newer than that, but not newer than our last write. */
    private boolean isAsWeLeftIt(FileStamp now, boolean writtenSince, long lastOwnWriteNs) {
        FileStamp before = stamps[now.fileIndex()];
        if (now.equals(before)) {
            return true;
        }
        if (!writtenSince) {
            return false;
        }
        if (now.isMissing()) { // all that was written of an unwanted file went to the parts file, and nothing is ever taken from that
            long heldBefore = before == null ? 0 : before.heldBytes();
            boolean neverThere = before == null || before.isMissing();
            return neverThere && unwantedFiles.contains(now.fileIndex()) && now.heldBytes() > 0 && now.heldBytes() >= heldBefore;
        }
        boolean another = before != null && !before.isMissing()
                && (now.fileKey() != before.fileKey() || now.sizeBytes() < before.sizeBytes() || now.modifiedNs() < before.modifiedNs());
        return !another && now.modifiedNs() <= lastOwnWriteNs;
    }

    void restore(Bitfield durablePieces) {
        durable.addAll(durablePieces);
    }

    void restore(List<FileStamp> known, Bitfield dirty) {
        known.forEach(stamp -> stamps[stamp.fileIndex()] = stamp);
        dirtyFiles.addAll(dirty);
    }

    void writing(int pieceIndex, int blockIndex) {
        long from = pieces.pieceOffsetBytes(pieceIndex) + PieceLayout.blockOffsetBytes(blockIndex);
        long to = from + pieces.blockLengthBytes(pieceIndex, blockIndex);
        for (int file = files.fileAt(from); file < files.fileCount() && files.offsetBytes(file) < to; file++) {
            if (!files.isPad(file)) {
                dirtyFiles.add(file);
            }
        }
    }

    void written(int lengthBytes, long timeNs) {
        dirtyBytes += lengthBytes;
        if (dirtySinceNs == Deadline.NONE) {
            dirtySinceNs = timeNs;
        }
    }

    void syncing(long operationId, Bitfield verified, Bitfield syncedFiles) {
        syncOperation = operationId;
        syncingPieces = verified.copy();
        syncingFiles = syncedFiles;
        dirtyFiles.clear();
        dirtyBytes = 0;
        dirtySinceNs = Deadline.NONE;
    }

    void synced(long operationId, List<FileStamp> now) {
        if (operationId == syncOperation) {
            durable.addAll(syncingPieces);
            now.forEach(stamp -> stamps[stamp.fileIndex()] = stamp);
            syncOperation = NO_OPERATION;
            syncFailed = false;
        }
    }

    void syncFailed(long operationId, long timeNs) {
        if (operationId == syncOperation) {
            dirtyFiles.addAll(syncingFiles);
            dirtySinceNs = timeNs;
            syncOperation = NO_OPERATION;
            syncFailed = true;
        }
    }

    void distrusted(int pieceIndex) {
        durable.remove(pieceIndex);
        if (isSyncing()) {
            syncingPieces.remove(pieceIndex);
        }
    }
}
