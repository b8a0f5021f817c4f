package dev.oxbow.storage;

import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileStamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compares the files in a directory with a torrent, reading every byte once. */
public final class PayloadCheck {
    private static final int READ_BYTES = 1 << 20;

    /** @param wrongPieces pieces of the file that are missing or differ */
    public record FileReport(String path, long lengthBytes, long foundBytes, int wrongPieces, int pieces) {
        public boolean isRight() {
            return wrongPieces == 0 && foundBytes == lengthBytes;
        }
    }

    private PayloadCheck() {
    }

    /** One report for each file that is not a pad, in the torrent's order. {@code foundBytes} is -1 for a missing file. */
    public static List<FileReport> check(Metainfo metainfo, Path directory) {
        TorrentFiles files = new TorrentFiles(metainfo, directory);
        Bitfield right = rightPieces(files);
        List<FileReport> out = new ArrayList<>();
        for (int file = 0; file < files.layout().fileCount(); file++) {
            if (files.isWritten(file)) {
                out.add(report(files, file, right));
            }
        }
        return out;
    }

    private static FileReport report(TorrentFiles files, int file, Bitfield right) {
        long length = files.layout().lengthBytes(file);
        int wrong = 0;
        int count = 0;
        if (length > 0) {
            long from = files.layout().offsetBytes(file);
            int last = (int) ((from + length - 1) / files.pieces().pieceLengthBytes());
            for (int piece = (int) (from / files.pieces().pieceLengthBytes()); piece <= last; piece++) {
                count++;
                wrong += right.contains(piece) ? 0 : 1;
            }
        }
        return new FileReport(files.name(file), length, found(files, file), wrong, count);
    }

    private static long found(TorrentFiles files, int file) {
        try {
            return files.stamp(file).sizeBytes();
        } catch (DiskFault e) {
            return FileStamp.MISSING;
        }
    }

    private static Bitfield rightPieces(TorrentFiles files) {
        int pieces = files.pieces().pieceCount();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Bitfield>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = (int) ((long) pieces * i / threads);
                int end = (int) ((long) pieces * (i + 1) / threads);
                tasks.add(() -> rightPieces(files, first, end));
            }
            Bitfield out = new Bitfield(pieces);
            for (Future<Bitfield> part : pool.invokeAll(tasks)) {
                out.addAll(part.get());
            }
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Bitfield(pieces);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Bitfield rightPieces(TorrentFiles files, int first, int end) {
        Bitfield out = new Bitfield(files.pieces().pieceCount());
        PayloadAccess access = new PayloadAccess(16);
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        for (int piece = first; piece < end; piece++) {
            try {
                if (hashes(files, piece, access, buffer)) {
                    out.add(piece);
                }
            } catch (DiskFault e) {
                // the piece is not right; the report shows whose file that is
            }
        }
        access.closeAll();
        return out;
    }

    private static boolean hashes(TorrentFiles files, int piece, PayloadAccess access, ByteBuffer buffer) throws DiskFault {
        MessageDigest digest = PieceCursor.sha1();
        int length = files.pieces().pieceLengthBytes(piece);
        for (int at = 0; at < length; ) {
            buffer.clear().limit(Math.min(READ_BYTES, length - at));
            access.read(files, files.pieces().pieceOffsetBytes(piece) + at, buffer);
            at += buffer.position();
            digest.update(buffer.flip());
        }
        return MessageDigest.isEqual(digest.digest(), files.pieceHash(piece));
    }
}
