package dev.oxbow.core.rule;

import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;
import java.util.Optional;

/** Rules 28 and 30: what a peer does with the blocks that we send it, over all of its connections. */
final class ServedRules {
    private static final int SAME_BLOCK = 3;
    private static final int REQUESTS = 100;
    private static final int PERCENT_WITHDRAWN = 80;
    private static final int WHOLE_PIECES = 8;
    private static final long GRACE_NS = 300 * Deadline.SECOND_NS;
    private static final int PERCENT_OF_TORRENT = 110;

    /** One conversation. */
    private static final class Note {
        private Served.Account account;
        private int sent;
        private int withdrawnTooLate;
        private boolean told;
    }

    private final Watch watch;
    private final Served served = new Served();
    private final Notes<Note> notes;

    ServedRules(Watch watch) {
        this.watch = watch;
        notes = watch.notes(Note::new);
        watch.on(PeerEvent.BlockSent.class, event -> sent(event.connectionId(), List.of(event)));
        watch.on(PeerEvent.BlocksSent.class, run -> sent(run.connectionId(), run.each()));
        watch.on(Kind.CANCEL, this::withdrawn);
        watch.on(Kind.REQUEST, this::requested);
        watch.on(Kind.EXTENDED_HANDSHAKE, message -> notes.of(message.line().peer()).account = null); // it may say who it is
        watch.on(StorageEvent.PieceHashMismatched.class, event -> served.forget(event.torrentId(), event.pieceIndex()));
        watch.on(SessionCommand.DistrustPieces.class, command -> watch.state().torrent(command.torrentId()).ifPresent(torrent -> {
            Bitfield pieces = Bitfield.fromWire(command.pieces(), torrent.layout().pieceCount());
            for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
                served.forget(command.torrentId(), piece);
            }
        }));
    }

    private Served.Account account(Line line) {
        Note note = notes.of(line.peer());
        if (note.account == null) {
            note.account = served.account(line.identity(), line.torrentId());
        }
        return note.account;
    }

    private void sent(long connectionId, List<PeerEvent.BlockSent> run) {
        Optional<Line> line = watch.line(connectionId).filter(Line::isActive);
        Optional<Torrent> torrent = line.flatMap(it -> watch.state().torrent(it.torrentId()));
        if (torrent.isPresent()) {
            for (PeerEvent.BlockSent event : run) {
                sent(line.get(), torrent.get(), event);
            }
        }
    }

    private void sent(Line line, Torrent torrent, PeerEvent.BlockSent event) {
        notes.of(line.peer()).sent++;
        int block = event.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
        Served.Account account = account(line);
        int times = served.sent(account, torrent.layout(), event.pieceIndex(), block, event.lengthBytes(), watch.nowNs());
        if (times == SAME_BLOCK) {
            watch.charge(Code.REQ_REPEAT_CANCEL, Severity.MEDIUM, Certainty.STATISTICAL, line.peer(),
                    "block " + block + " of piece " + event.pieceIndex() + " was sent to it " + SAME_BLOCK + " times",
                            List.of(watch.sequence()));
        }
        if (account.bytes() * 100 > PERCENT_OF_TORRENT * torrent.layout().totalLengthBytes()) {
            lie(line, account, "it has had more than the whole torrent");
        }
    }

    /** A cancel that comes behind the block is usual near the end; one for nearly every block is not. */
    private void withdrawn(Message message) {
        if (message.by().isUs() || message.by().asked().isOpen(message.key())) {
            return;
        }
        Note note = notes.of(message.by());
        boolean had = account(message.line()).count(message.pieceIndex(), message.blockIndex()) > 0;
        note.withdrawnTooLate += had ? 1 : 0;
        if (!note.told && note.sent >= REQUESTS && note.withdrawnTooLate * 100L >= (long) PERCENT_WITHDRAWN * note.sent) {
            note.told = true;
            watch.charge(Code.REQ_REPEAT_CANCEL, Severity.MEDIUM, Certainty.STATISTICAL, message.by(), note.withdrawnTooLate + " of "
                    + note.sent
                    + " requests were withdrawn when the blocks had been sent", List.of(message.sequence()));
        }
    }

    private void requested(Message message) {
        if (!message.by().isUs() && account(message.line()).isWhole(message.pieceIndex())) {
            lie(message.line(), account(message.line()), "it asks for piece " + message.pieceIndex() + " again");
        }
    }

    private void lie(Line line, Served.Account account, String what) {
        boolean longEnough = account.whole().size() >= WHOLE_PIECES && watch.nowNs() - account.hadNs(WHOLE_PIECES) >= GRACE_NS;
        if (longEnough && !account.isTold() && claimsNone(line, account)) {
            account.told();
            watch.charge(Code.PROGRESS_LIE, Severity.LOW, Certainty.STATISTICAL, line.peer(), "we sent it " + account.whole().size()
                    + " whole pieces, it claims none of them, and " + what, List.of(line.peer().firstSequence(), watch.sequence()));
        }
    }

    private boolean claimsNone(Line line, Served.Account account) {
        return watch.state().connection(line.connectionId())
                .filter(session -> account.whole().stream().noneMatch(piece -> piece < session.pieces().size() && session.pieces()
                        .contains(piece))).isPresent();
    }
}
