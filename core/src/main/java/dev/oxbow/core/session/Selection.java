package dev.oxbow.core.session;

import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.TorrentSpec;
import java.util.Arrays;
import java.util.List;

/** Which files of a torrent the user wants: a byte for each file, pads included; no bytes at all when all are wanted. */
final class Selection {
    static final int UNWANTED = 0;
    static final int WANTED = 1;
    static final int PREFERRED = 2;

    private Selection() {
    }

    /** Only the files of these indexes, as far as there are any (BEP 53). */
    static ByteString only(TorrentSpec spec, List<Integer> fileIndexes) {
        byte[] out = new byte[spec.files().fileCount()];
        boolean any = false;
        for (int file : fileIndexes) {
            if (file >= 0 && file < out.length) {
                out[file] = WANTED;
                any = true;
            }
        }
        return any ? ByteString.wrap(out) : ByteString.EMPTY;
    }

    static boolean fits(TorrentSpec spec, ByteString priorities) {
        if (priorities.length() != 0 && priorities.length() != spec.files().fileCount()) {
            return false;
        }
        for (int i = 0; i < priorities.length(); i++) {
            if (priorities.byteAt(i) < UNWANTED || priorities.byteAt(i) > PREFERRED) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is remembered when one choice follows another: to want everything again is a choice as well, which storage has to be told,
     * for it may hold bytes of files that were not wanted.
     */
    static ByteString kept(TorrentSpec spec, ByteString before, ByteString next) {
        if (before.length() == 0 || next.length() > 0) {
            return next;
        }
        byte[] all = new byte[spec.files().fileCount()];
        Arrays.fill(all, (byte) WANTED);
        return ByteString.wrap(all);
    }

    /** The pieces with any byte of a file of at least this priority. Padding counts for nothing (BEP 47). */
    static Bitfield pieces(TorrentSpec spec, ByteString priorities, int priority) {
        Bitfield out = new Bitfield(spec.pieces().pieceCount());
        FileLayout files = spec.files();
        for (int file = 0; file < files.fileCount(); file++) {
            boolean counts = files.lengthBytes(file) > 0 && !files.isPad(file) && priorityOf(priorities, file) >= priority;
            if (counts) {
                int last = (int) ((files.offsetBytes(file) + files.lengthBytes(file) - 1) / spec.pieces().pieceLengthBytes());
                for (int piece = (int) (files.offsetBytes(file) / spec.pieces().pieceLengthBytes()); piece <= last; piece++) {
                    out.add(piece);
                }
            }
        }
        return out;
    }

    /** The files that are wanted, those of no bytes and pads too. */
    static Bitfield files(TorrentSpec spec, ByteString priorities) {
        Bitfield out = new Bitfield(spec.files().fileCount());
        for (int file = 0; file < spec.files().fileCount(); file++) {
            if (priorityOf(priorities, file) > UNWANTED) {
                out.add(file);
            }
        }
        return out;
    }

    private static int priorityOf(ByteString priorities, int file) {
        return priorities.length() == 0 ? WANTED : priorities.byteAt(file);
    }
}
