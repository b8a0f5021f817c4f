package dev.oxbow.core.rule;

import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import java.util.Optional;
import org.agrona.collections.Int2ObjectHashMap;

/** Rule 25, the part that the edge cannot see: requests of pieces that the other never had, or without being interested. */
final class RequestOfMissingRule {
    private final Watch watch;
    /** Pieces that we have had at any time, by torrent: who asks for one that we lost since has done nothing wrong. */
    private final Int2ObjectHashMap<Bitfield> everHad = new Int2ObjectHashMap<>();

    RequestOfMissingRule(Watch watch) {
        this.watch = watch;
        watch.on(StorageEvent.PieceVerified.class, event -> watch.state().torrent(event.torrentId()).ifPresent(torrent -> had(torrent)
                .add(event.pieceIndex())));
        watch.on(SessionCommand.DistrustPieces.class, command -> watch.state().torrent(command.torrentId()).ifPresent(this::had));
        watch.on(SessionCommand.ForgetTorrent.class, command -> everHad.remove(command.torrentId()));
        watch.on(Kind.REQUEST, this::judge);
    }

    private Bitfield had(Torrent torrent) {
        return everHad.computeIfAbsent(torrent.torrentId(), unseen -> torrent.picker().verified().copy());
    }

    private void judge(Message message) {
        Line line = message.line();
        int piece = message.pieceIndex();
        Optional<PeerSession> session = watch.state().connection(line.connectionId());
        Optional<Torrent> torrent = watch.state().torrent(line.torrentId());
        boolean there = message.by().isUs() ? session.isPresent() && has(session.get().pieces(), piece) : torrent.isPresent()
                && weHad(torrent.get(), piece);
        if (there && message.by().isInterested()) {
            return;
        }
        String what = "block " + message.blockIndex() + " of piece " + piece;
        if (!there) {
            watch.charge(Code.REQ_INVALID, message.by(), "asked for " + what + ", a piece that was never offered", message.sequence());
        } else {
            watch.charge(Code.REQ_INVALID, message.by(), "asked for " + what + " without being interested", message.sequence());
        }
    }

    private boolean weHad(Torrent torrent, int piece) {
        return has(torrent.picker().verified(), piece) || has(had(torrent), piece);
    }

    private static boolean has(Bitfield pieces, int piece) {
        return piece < pieces.size() && pieces.contains(piece);
    }
}
