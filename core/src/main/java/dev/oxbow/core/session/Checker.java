package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;

/**
 * Decides what must be hashed before anything is believed of it when a torrent's files have been opened: nothing after a clean stop
 * or the death of the process alone; what no sync vouches for after a crash of the machine; what somebody else touched; what was
 * found. Then brings the torrent to life.
 */
final class Checker {
    /** How much is hashed ahead of the answers. */
    private static final long WINDOW_BYTES = 64L << 20;
    private static final int WINDOW_MIN_PIECES = 2;
    private static final int WINDOW_MAX_PIECES = 64;

    private final Turn turn;
    private final Syncer syncer;
    private final Announcer announcer;
    private final Dialler dialler;
    private final Fetcher fetcher;
    private final Introductions introductions;
    private final SuperSeeder superSeeder;

    Checker(Turn turn, Syncer syncer, Announcer announcer, Dialler dialler, Fetcher fetcher, Introductions introductions) {
        this.introductions = introductions;
        this.superSeeder = new SuperSeeder(turn);
        this.turn = turn;
        this.syncer = syncer;
        this.announcer = announcer;
        this.dialler = dialler;
        this.fetcher = fetcher;
    }

    void filesOpened(Torrent torrent) {
        if (torrent.isMachineWentDown()) {
            distrust(torrent, unsynced(torrent), VerifyReason.NOT_SYNCED);
        }
        distrust(torrent, changed(torrent), VerifyReason.FILE_CHANGED);
        distrust(torrent, found(torrent), VerifyReason.FOUND);
        proceed(torrent);
    }

    /** Hashes on, or goes to work when nothing is left to hash. A stop leaves the rest to the next session. */
    void proceed(Torrent torrent) {
        if (turn.state.isStopRequested()) {
            return;
        }
        if (!torrent.isChecking()) {
            activate(torrent);
            return;
        }
        turn.changePhase(torrent, TorrentPhase.CHECKING, why(torrent.checkReason()));
        long inWindow = WINDOW_BYTES / torrent.layout().pieceLengthBytes();
        int window = (int) Math.max(WINDOW_MIN_PIECES, Math.min(inWindow, WINDOW_MAX_PIECES));
        while (torrent.checking().count() < window && !torrent.toCheck().isEmpty()) {
            turn.emit(new StorageCommand.VerifyPiece(torrent.torrentId(), torrent.nextToCheck(), torrent.checkReason()));
        }
    }

    private static String why(VerifyReason reason) {
        return switch (reason) {
            case FOUND -> "data was found that the journal knows nothing of";
            case FILE_CHANGED -> "files were changed since they were last written";
            case NOT_SYNCED -> "the machine went down before the last data was safe";
            case SYNC_FAILED -> "the disk could not make the last data safe";
            case REQUESTED -> "the user asked for it";
            case DOWNLOADED -> "";
        };
    }

    void distrust(Torrent torrent, Bitfield pieces, VerifyReason reason) {
        if (!pieces.isEmpty()) {
            Bitfield had = pieces.copy();
            had.removeAll(notVerified(torrent));
            turn.emit(new SessionCommand.DistrustPieces(torrent.torrentId(), pieces.toWire(), reason));
            if (torrent.connections().stream().anyMatch(PeerSession::isActive)) {
                for (int piece = had.nextPresent(0); piece != Bitfield.NONE; piece = had.nextPresent(piece + 1)) {
                    turn.emit(new PeerCommand.SendDontHave(torrent.torrentId(), piece));
                }
            }
        }
    }

    /** What is believed to be on disk though no sync vouches for it. */
    static Bitfield unsynced(Torrent torrent) {
        Bitfield out = torrent.picker().verified().copy();
        out.removeAll(torrent.disk().durable());
        torrent.picker().begun().stream().filter(progress -> progress.writtenCount() > 0)
                .forEach(progress -> out.add(progress.pieceIndex()));
        return out;
    }

    /** Of a changed file every piece that may lie in it; of a missing one those we believed to have. */
    static Bitfield changed(Torrent torrent) {
        Bitfield out = new Bitfield(torrent.layout().pieceCount());
        for (FileStamp stamp : torrent.disk().observed()) {
            if (torrent.disk().changedFiles().contains(stamp.fileIndex())) {
                addPieces(torrent, stamp, stamp.isMissing(), out);
            }
        }
        return out;
    }

    static Bitfield notVerified(Torrent torrent) {
        Bitfield out = new Bitfield(torrent.layout().pieceCount());
        out.fill();
        out.removeAll(torrent.picker().verified());
        return out;
    }

    static Bitfield found(Torrent torrent) {
        Bitfield out = new Bitfield(torrent.layout().pieceCount());
        for (FileStamp stamp : torrent.disk().observed()) {
            if (torrent.disk().foundFiles().contains(stamp.fileIndex()) || torrent.isHistoryLost() && stamp.sizeBytes() > 0) {
                addPieces(torrent, stamp, false, out);
            }
        }
        if (!out.isEmpty()) {
            addPadding(torrent, out);
        }
        out.removeAll(torrent.picker().verified());
        return out;
    }

    /** Pieces of padding alone lie in no file that could be found (BEP 47). */
    private static void addPadding(Torrent torrent, Bitfield out) {
        FileLayout files = torrent.spec().files();
        long from = 0;
        for (int file = 0; file < files.fileCount(); file++) {
            long end = files.offsetBytes(file) + files.lengthBytes(file);
            if (!files.isPad(file) && files.lengthBytes(file) > 0) {
                addWholePieces(torrent.layout(), from, files.offsetBytes(file), out);
                from = end;
            }
        }
        addWholePieces(torrent.layout(), from, files.totalLengthBytes(), out);
    }

    private static void addWholePieces(PieceLayout layout, long from, long to, Bitfield out) {
        int piece = (int) ((from + layout.pieceLengthBytes() - 1) / layout.pieceLengthBytes());
        while (piece < layout.pieceCount() && layout.pieceOffsetBytes(piece) + layout.pieceLengthBytes(piece) <= to) {
            out.add(piece++);
        }
    }

    private static void addPieces(Torrent torrent, FileStamp stamp, boolean believedOnly, Bitfield out) {
        FileLayout files = torrent.spec().files();
        long covered = believedOnly ? files.lengthBytes(stamp.fileIndex()) : Math.min(stamp.sizeBytes(), files.lengthBytes(stamp.fileIndex()));
        if (!believedOnly && torrent.disk().changedFiles().contains(stamp.fileIndex())) {
            covered = files.lengthBytes(stamp.fileIndex()); // it may have become shorter: what lay behind its end is believed no more
        }
        if (covered == 0) {
            return;
        }
        long from = files.offsetBytes(stamp.fileIndex());
        int last = (int) ((from + covered - 1) / torrent.layout().pieceLengthBytes());
        for (int piece = (int) (from / torrent.layout().pieceLengthBytes()); piece <= last; piece++) {
            if (!believedOnly || isBelievedIn(torrent, piece, from, from + covered)) {
                out.add(piece);
            }
        }
    }

    /** Whether anything of the piece is believed to be on disk between these bytes of the torrent. */
    private static boolean isBelievedIn(Torrent torrent, int piece, long from, long to) {
        if (torrent.picker().verified().contains(piece)) {
            return true;
        }
        if (!torrent.picker().isBegun(piece)) {
            return false;
        }
        Bitfield written = torrent.picker().progress(piece).writtenBlocks();
        for (int block = written.nextPresent(0); block != Bitfield.NONE; block = written.nextPresent(block + 1)) {
            long begin = torrent.layout().pieceOffsetBytes(piece) + PieceLayout.blockOffsetBytes(block);
            if (begin < to && begin + torrent.layout().blockLengthBytes(piece, block) > from) {
                return true;
            }
        }
        return false;
    }

    /** Its files are known: it goes to work, or waits for its turn. */
    void activate(Torrent torrent) {
        if (torrent.wish() == TorrentWish.PAUSE) {
            turn.changePhase(torrent, TorrentPhase.PAUSED, "the user paused it");
        } else if (!QueueKeeper.hasPlace(turn.state, torrent)) {
            turn.changePhase(torrent, TorrentPhase.QUEUED, QueueKeeper.why(turn.state, torrent));
        } else if (torrent.isComplete() || torrent.wish() == TorrentWish.SEED) {
            turn.changePhase(torrent, TorrentPhase.SEEDING, torrent.isComplete() ? "all is there" : "the user only wants to seed");
        } else {
            turn.changePhase(torrent, TorrentPhase.DOWNLOADING, "");
        }
        for (PieceProgress progress : List.copyOf(torrent.picker().begun())) {
            if (progress.isWritten() && !progress.isVerifying()) {
                turn.emit(new StorageCommand.VerifyPiece(torrent.torrentId(), progress.pieceIndex(), VerifyReason.DOWNLOADED));
            }
        }
        if (Syncer.needsSync(torrent)) {
            syncer.sync(torrent);
        }
        superSeeder.beginIfWished(torrent);
        if (torrent.isRunning()) {
            introductions.goOn(torrent);
        } else {
            turn.closeAll(torrent, CloseReason.TORRENT_STOPPED); // those that have waited for the metadata
        }
        announcer.announceIfDue(torrent);
        dialler.dialMore(torrent);
        fetcher.fetchMore(torrent);
    }
}
