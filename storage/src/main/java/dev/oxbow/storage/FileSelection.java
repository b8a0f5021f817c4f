package dev.oxbow.storage;

import dev.oxbow.core.value.Bitfield;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a torrent's files to what is wanted of them. A file that is not wanted and not there is never created: what comes of it goes to
 * the parts file. One that is there is used as it is, wanted or not. What the parts file has of a file that is wanted again is written
 * to that file, made safe there, and only then given up: a crash in between leaves it to be done again.
 */
final class FileSelection {
    private FileSelection() {
    }

    /**
     * While this runs nobody else may read or write the torrent's files.
     *
     * @param wanted    over all files
     * @param stampSlot of the calling thread
     * @throws DiskFault when a file cannot be written; then everything is where it was before
     */
    static void apply(TorrentFiles torrent, Bitfield wanted, WriteStamps stamps, int stampSlot) throws DiskFault {
        Bitfield kept = new Bitfield(wanted.size());
        Bitfield moving = new Bitfield(wanted.size());
        boolean nothingKept = torrent.parts().isEmpty();
        for (int file = 0; file < wanted.size(); file++) {
            if (!torrent.isWritten(file) || wanted.contains(file) && nothingKept) {
                continue;
            }
            boolean held = torrent.parts().heldBytes(file) > 0;
            if (held && wanted.contains(file)) {
                moving.add(file);
            } else if (held || !wanted.contains(file) && !torrent.exists(file)) {
                kept.add(file);
            }
        }
        torrent.keepInParts(kept);
        if (!moving.isEmpty()) {
            move(torrent, kept, moving, stamps, stampSlot);
        }
    }

    private static void move(TorrentFiles torrent, Bitfield kept, Bitfield moving, WriteStamps stamps, int stampSlot) throws DiskFault {
        List<Integer> moved = new ArrayList<>();
        try {
            for (int file = moving.nextPresent(0); file != Bitfield.NONE; file = moving.nextPresent(file + 1)) {
                copy(torrent, file, stamps, stampSlot);
                moved.add(file);
            }
            FileSync.sync(torrent, moving);
            torrent.parts().drop(moved);
        } catch (DiskFault e) {
            kept.addAll(moving);
            torrent.keepInParts(kept);
            throw e;
        }
    }

    private static void copy(TorrentFiles torrent, int file, WriteStamps stamps, int stampSlot) throws DiskFault {
        stamps.begin(stampSlot);
        try (FileChannel target = torrent.openForWriting(file)) {
            torrent.parts().copyOut(file, target);
        } catch (IOException e) {
            throw DiskFault.of("cannot write " + torrent.name(file), e);
        } finally {
            stamps.end(stampSlot);
        }
    }
}
