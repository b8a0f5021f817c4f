package dev.oxbow.replay.doctor;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.journal.BootId;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a start would believe of the payload without hashing it.
 *
 * @param checkpoint  the newest whole one, which it begins with; none when there is none
 * @param upTo        the last entry that it folds behind that; -1 when there is none
 * @param machineDown whether the machine went down since, so that only what a sync vouches for counts
 */
public record Trust(Optional<Checkpoint> checkpoint, long upTo, boolean machineDown, List<Pieces> torrents) {
    /** Where the checkpoint stands. */
    public record Checkpoint(int segment, long sequence, long timeNs) {
    }

    /**
     * Of one torrent.
     *
     * @param trusted as ranges: {@code 0-411,413}
     * @param hashed  pieces known to be had, or begun, that must be hashed before they are believed
     */
    public record Pieces(String infoHash, String name, int pieceCount, int verified, int durable, int trustedCount, String trusted,
            String hashed) {
    }

    static Trust of(Path sessionDirectory) throws IOException {
        SessionState state = new SessionState();
        List<JournalRecord> first = new ArrayList<>();
        JournalRecovery.recover(sessionDirectory, record -> {
            if (first.isEmpty() && record.entry() instanceof CheckpointEvent.CheckpointStarted) {
                first.add(record);
            }
            state.apply(record.sequence(), record.timeNs(), record.entry());
        });
        Optional<Checkpoint> checkpoint = first.stream().findFirst()
                .map(record -> new Checkpoint(record.segment(), record.sequence(), record.timeNs()));
        boolean machineDown = checkpoint.isPresent() && !state.isStopped() && !state.bootId().equals(BootId.current());
        List<Pieces> torrents = state.torrents().stream().map(torrent -> pieces(torrent, machineDown)).toList();
        return new Trust(checkpoint, state.sequence(), machineDown, torrents);
    }

    private static Pieces pieces(Torrent torrent, boolean machineDown) {
        Bitfield verified = torrent.picker().verified().copy();
        verified.removeAll(torrent.inDoubt());
        Bitfield durable = torrent.disk().durable().copy();
        durable.removeAll(torrent.inDoubt());
        Bitfield trusted = machineDown ? durable : verified;
        Bitfield hashed = new Bitfield(torrent.layout().pieceCount());
        for (int piece = 0; piece < hashed.size(); piece++) {
            boolean known = torrent.picker().verified().contains(piece) || torrent.inDoubt().contains(piece)
                    || machineDown && torrent.picker().isBegun(piece);
            if (known && !trusted.contains(piece)) {
                hashed.add(piece);
            }
        }
        return new Pieces(torrent.spec().infoHash().toString(), torrent.spec().name(), torrent.layout().pieceCount(), verified.count(),
                durable.count(), trusted.count(), ranges(trusted), ranges(hashed));
    }

    static String ranges(Bitfield pieces) {
        StringBuilder out = new StringBuilder();
        for (int from = pieces.nextPresent(0); from != Bitfield.NONE; ) {
            int to = from;
            while (to + 1 < pieces.size() && pieces.contains(to + 1)) {
                to++;
            }
            out.append(out.length() > 0 ? "," : "").append(from).append(to > from ? "-" + to : "");
            from = pieces.nextPresent(to + 1);
        }
        return out.toString();
    }
}
