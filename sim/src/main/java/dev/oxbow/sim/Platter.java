package dev.oxbow.sim;

import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a node's files hold: as the operating system shows it, and as a power cut would leave it. A sync makes one file's part of the
 * latter like the former.
 */
final class Platter {
    private final Payload payload;
    private final FileLayout files;
    private final Timeline timeline;
    private final long[] shown;
    private final long[] safe;
    private final FileStamp[] shownStamps;
    private final FileStamp[] safeStamps;
    /** Where bits have flipped that nobody has found yet. */
    private final boolean[] rotten;
    private boolean hasRotted;
    private long nextKey = 100;
    private long lastWriteNs;

    Platter(Payload payload, Timeline timeline) {
        this.payload = payload;
        this.files = payload.spec().files();
        this.timeline = timeline;
        this.shown = new long[payload.partCount()];
        this.safe = new long[payload.partCount()];
        this.rotten = new boolean[payload.partCount()];
        this.shownStamps = new FileStamp[files.fileCount()];
        for (int file = 0; file < files.fileCount(); file++) {
            shownStamps[file] = FileStamp.missing(file);
        }
        this.safeStamps = shownStamps.clone();
    }

    /** Everything is there and right, as on a first seed. */
    void fill() {
        for (int piece = 0; piece < payload.pieces().pieceCount(); piece++) {
            for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
                write(piece, block, Payload.right(payload.blockNumber(piece, block)));
            }
        }
        for (int file = 0; file < files.fileCount(); file++) {
            sync(file);
        }
        lastWriteNs = 0;
    }

    void write(int piece, int block, long content) {
        for (Payload.Part part : payload.partsOf(payload.blockNumber(piece, block))) {
            shown[part.index()] = content;
            rotten[part.index()] = false;
            FileStamp before = shownStamps[part.file()];
            long key = before.isMissing() ? nextKey++ : before.fileKey();
            shownStamps[part.file()] = new FileStamp(part.file(), Math.max(before.sizeBytes(), part.endInFileBytes()), timeline.nowNs(), key);
        }
        lastWriteNs = timeline.nowNs();
    }

    /** Of this node's own writes. */
    long lastWriteNs() {
        return lastWriteNs;
    }

    List<FileStamp> stamps() {
        List<FileStamp> out = new ArrayList<>();
        for (int file = 0; file < files.fileCount(); file++) {
            if (!files.isPad(file)) {
                out.add(shownStamps[file]);
            }
        }
        return out;
    }

    FileStamp stamp(int file) {
        return shownStamps[file];
    }

    void sync(int file) {
        if (files.lengthBytes(file) == 0 && shownStamps[file].isMissing()) {
            shownStamps[file] = new FileStamp(file, 0, timeline.nowNs(), nextKey++);
        }
        safeStamps[file] = shownStamps[file];
        for (int number = 0; number < payload.blockCount(); number++) {
            for (Payload.Part part : payload.partsOf(number)) {
                if (part.file() == file) {
                    safe[part.index()] = shown[part.index()];
                }
            }
        }
    }

    /**
     * Of what no sync covered some was written back in time and some was not.
     *
     * @param torn of one block only a part
     */
    void powerCut(Dice dice, boolean torn) {
        for (int file = 0; file < shownStamps.length; file++) {
            if (dice.chance(5000)) {
                shownStamps[file] = safeStamps[file];
            }
        }
        int survive = dice.below(10_001);
        boolean tornOne = false;
        for (int number = 0; number < payload.blockCount(); number++) {
            for (Payload.Part part : payload.partsOf(number)) {
                boolean unsynced = shown[part.index()] != safe[part.index()];
                boolean inside = part.endInFileBytes() <= shownStamps[part.file()].sizeBytes();
                if (!inside || !dice.chance(survive)) {
                    shown[part.index()] = safe[part.index()];
                } else if (torn && unsynced && !tornOne) {
                    shown[part.index()] = Payload.corrupt(number);
                    tornOne = true;
                }
            }
        }
        for (int file = 0; file < shownStamps.length; file++) {
            sync(file);
        }
    }

    private enum Tampering { DELETE, EDIT, TRUNCATE, REPLACE }

    /** Somebody else deletes a file, writes to it, cuts it short, or puts another in its place. @return whether anything is different now */
    boolean tamper(Dice dice) {
        int file = dice.below(files.fileCount());
        if (shownStamps[file].isMissing() || files.isPad(file) || shownStamps[file].sizeBytes() == 0) {
            return false;
        }
        Tampering how = Tampering.values()[dice.below(Tampering.values().length)];
        FileStamp was = shownStamps[file];
        long size = how == Tampering.TRUNCATE ? dice.between(0, was.sizeBytes() - 1) : was.sizeBytes();
        for (int number = 0; number < payload.blockCount(); number++) {
            for (Payload.Part part : payload.partsOf(number)) {
                boolean lost = how == Tampering.DELETE || part.endInFileBytes() > size;
                if (part.file() == file && (lost || how != Tampering.TRUNCATE && dice.chance(2000))) {
                    shown[part.index()] = lost ? Payload.NOTHING : Payload.corrupt(number);
                    rotten[part.index()] = false;
                }
            }
        }
        shownStamps[file] = how == Tampering.DELETE ? FileStamp.missing(file)
                : new FileStamp(file, size, timeline.nowNs(), how == Tampering.REPLACE ? nextKey++ : was.fileKey());
        sync(file);
        return true;
    }

    /** Bits of a block of this piece flip, and nothing else shows it. */
    void rot(int piece, Dice dice) {
        int number = payload.blockNumber(piece, dice.below(payload.pieces().blockCount(piece)));
        for (Payload.Part part : payload.partsOf(number)) {
            shown[part.index()] = Payload.corrupt(number);
            safe[part.index()] = shown[part.index()];
            rotten[part.index()] = true;
            hasRotted = true;
        }
    }

    boolean hasRotted() {
        return hasRotted;
    }

    boolean isRotten() {
        for (boolean part : rotten) {
            if (part) {
                return true;
            }
        }
        return false;
    }

    boolean isRotten(int piece) {
        for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
            for (Payload.Part part : payload.partsOf(payload.blockNumber(piece, block))) {
                if (rotten[part.index()]) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The piece was hashed, and that it is not right was said: from now on nobody may believe it. */
    void rotFound(int piece) {
        for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
            payload.partsOf(payload.blockNumber(piece, block)).forEach(part -> rotten[part.index()] = false);
        }
    }

    void removeAll() {
        Arrays.fill(shown, Payload.NOTHING);
        Arrays.fill(safe, Payload.NOTHING);
        Arrays.fill(rotten, false);
        for (int file = 0; file < shownStamps.length; file++) {
            shownStamps[file] = FileStamp.missing(file);
            safeStamps[file] = shownStamps[file];
        }
    }

    /** What a block reads as: its content, or something corrupt when its parts do not belong together. */
    long content(int blockNumber) {
        long content = Payload.right(blockNumber); // a block of padding alone is always right
        boolean first = true;
        for (Payload.Part part : payload.partsOf(blockNumber)) {
            long there = shown[part.index()];
            content = first || content == there ? there : Payload.corrupt(blockNumber);
            first = false;
        }
        return content;
    }

    /** Whether a power cut would leave of the piece what it should be, or what rotted. */
    boolean isSafe(int piece) {
        for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
            int number = payload.blockNumber(piece, block);
            for (Payload.Part part : payload.partsOf(number)) {
                if (safe[part.index()] != Payload.right(number) && !rotten[part.index()]) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isWhole(int piece) {
        for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
            for (Payload.Part part : payload.partsOf(payload.blockNumber(piece, block))) {
                if (shownStamps[part.file()].sizeBytes() < part.endInFileBytes()) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isRight(int piece) {
        for (int block = 0; block < payload.pieces().blockCount(piece); block++) {
            int number = payload.blockNumber(piece, block);
            if (content(number) != Payload.right(number)) {
                return false;
            }
        }
        return true;
    }
}
