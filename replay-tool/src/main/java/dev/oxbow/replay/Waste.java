package dev.oxbow.replay;

import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/** What a piece that has failed its hash is made of: wasted, whoever of its senders is to blame. */
public final class Waste {
    private Waste() {
    }

    /**
     * Names each connected sender and the bytes that it sent of the piece.
     *
     * @param state before the event is folded
     */
    public static void of(StorageEvent.PieceHashMismatched event, SessionState state, ObjLongConsumer<PeerSession> each) {
        Optional<Torrent> torrent = state.torrent(event.torrentId()).filter(it -> it.picker().isBegun(event.pieceIndex()));
        if (torrent.isPresent()) {
            PieceProgress progress = torrent.get().picker().progress(event.pieceIndex());
            for (int block = 0; block < progress.blockCount(); block++) {
                long lengthBytes = torrent.get().layout().blockLengthBytes(event.pieceIndex(), block);
                state.connection(progress.writtenBy(block)).ifPresent(session -> each.accept(session, lengthBytes));
            }
        }
    }
}
