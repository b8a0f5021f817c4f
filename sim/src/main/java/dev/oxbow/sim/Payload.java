package dev.oxbow.sim;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.TorrentSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The torrent of a simulation. Instead of bytes a block has a content id; the right one follows from its place. Where a block crosses the
 * border of files it has a part in each, because files reach the disk one by one.
 */
final class Payload {
    /** What stands where nothing was written. */
    static final long NOTHING = 0;
    /** Three pieces. */
    static final int METADATA_BYTES = 2 * 16384 + 777;

    /** The share of a block that lies in one file. */
    record Part(int index, int file, long endInFileBytes) {
    }

    private final TorrentSpec spec;
    private final int[] firstBlock;
    private final List<List<Part>> partsOfBlock = new ArrayList<>();
    private int partCount;

    private Payload(TorrentSpec spec) {
        this.spec = spec;
        PieceLayout pieces = spec.pieces();
        firstBlock = new int[pieces.pieceCount() + 1];
        for (int piece = 0; piece < pieces.pieceCount(); piece++) {
            firstBlock[piece + 1] = firstBlock[piece] + pieces.blockCount(piece);
            for (int block = 0; block < pieces.blockCount(piece); block++) {
                partsOfBlock.add(parts(piece, block));
            }
        }
    }

    private List<Part> parts(int piece, int block) {
        FileLayout files = spec.files();
        long from = spec.pieces().pieceOffsetBytes(piece) + PieceLayout.blockOffsetBytes(block);
        long to = from + spec.pieces().blockLengthBytes(piece, block);
        List<Part> out = new ArrayList<>();
        for (int file = 0; file < files.fileCount(); file++) {
            long begin = Math.max(from, files.offsetBytes(file));
            long end = Math.min(to, files.offsetBytes(file) + files.lengthBytes(file));
            if (begin < end && !files.isPad(file)) {
                out.add(new Part(partCount++, file, end - files.offsetBytes(file)));
            }
        }
        return out;
    }

    /** @param piecesMin how many pieces of more than one block it has at least; 0: as the dice have it */
    static Payload draw(Dice dice, int piecesMin) {
        int blocks = 1 + dice.below(4);
        int pieceLength = PieceLayout.BLOCK_LENGTH_BYTES * (piecesMin > 0 ? Math.max(2, blocks) : blocks);
        long total = pieceLength * Math.max(piecesMin, dice.between(2, 30)) - dice.below(pieceLength);
        int fileCount = 1 + dice.below(4);
        long[] lengths = new long[fileCount + 1];
        boolean[] pads = new boolean[fileCount + 1];
        long left = total;
        for (int i = 0; i < fileCount - 1; i++) {
            lengths[i] = dice.chance(1500) ? 0 : dice.between(0, left / 2);
            pads[i] = i > 0 && dice.chance(1000);
            left -= lengths[i];
        }
        lengths[fileCount - 1] = left;
        byte[] hash = new byte[InfoHash.LENGTH_BYTES];
        Arrays.fill(hash, (byte) 'A');
        List<List<String>> tiers = List.of(List.of("http://one/announce", "http://two/announce"), List.of("http://three/announce"));
        return new Payload(new TorrentSpec(new InfoHash(ByteString.wrap(hash)), "payload", new PieceLayout(total, pieceLength),
                FileLayout.of(lengths, pads), false, tiers, METADATA_BYTES));
    }

    TorrentSpec spec() {
        return spec;
    }

    PieceLayout pieces() {
        return spec.pieces();
    }

    int blockCount() {
        return partsOfBlock.size();
    }

    int partCount() {
        return partCount;
    }

    int blockNumber(int piece, int block) {
        return firstBlock[piece] + block;
    }

    List<Part> partsOf(int blockNumber) {
        return partsOfBlock.get(blockNumber);
    }

    static long right(int blockNumber) {
        return Rng.mix(blockNumber + 1L) | 1;
    }

    /** A block as bytes: its content id, and zeros. */
    byte[] bytes(int blockNumber, int lengthBytes) {
        return bytesOf(right(blockNumber), lengthBytes);
    }

    /** Any content as bytes. */
    static byte[] bytesOf(long content, int lengthBytes) {
        return Arrays.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(content).array(), lengthBytes);
    }

    /** What such bytes are: the right content, or something else for other bytes. */
    long content(int blockNumber, byte[] bytes) {
        return Arrays.equals(bytes, bytes(blockNumber, bytes.length)) ? right(blockNumber) : Rng.mix(Arrays.hashCode(bytes)) & ~1L | 2;
    }

    static long corrupt(int blockNumber) {
        return right(blockNumber) ^ 2;
    }
}
