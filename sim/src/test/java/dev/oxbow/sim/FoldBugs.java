package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;

/** Entries that are folded wrongly: the state then says something that did not happen. */
final class FoldBugs {
    private FoldBugs() {
    }

    static Bug after(BiConsumer<SessionState, Entry> damage) {
        return new Bug() {
            @Override
            void folded(SessionState state, Entry entry) {
                damage.accept(state, entry);
            }
        };
    }

    static void again(Class<? extends Entry> kind, SessionState state, Entry entry) {
        if (kind.isInstance(entry)) {
            state.apply(state.sequence(), state.timeNs(), entry);
        }
    }

    static Bug twice(Class<? extends Entry> kind) {
        return after((state, entry) -> again(kind, state, entry));
    }

    /** The picker still believes that a block which was refused will come. */
    static void forgetsOnReject(SessionState state, Entry entry) {
        if (entry instanceof PeerEvent.RejectReceived it) {
            int block = it.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES;
            state.connection(it.connectionId()).filter(PeerSession::isActive).flatMap(session -> state.torrent(session.torrentId()))
                    .filter(torrent -> !torrent.picker().verified().contains(it.pieceIndex()))
                    .filter(torrent -> torrent.picker().isBegun(it.pieceIndex()) && torrent.picker().progress(it.pieceIndex()).isMissing(block))
                    .ifPresent(torrent -> torrent.picker().requested(it.pieceIndex(), block, it.connectionId()));
        }
    }

    static void countsHavesTwice(SessionState state, Entry entry) {
        if (entry instanceof PeerEvent.HaveReceived it) {
            state.connection(it.connectionId()).filter(PeerSession::isActive).flatMap(session -> state.torrent(session.torrentId()))
                    .ifPresent(torrent -> torrent.picker().peerHas(it.pieceIndex()));
        }
    }

    /** A piece that turned out to be wrong stays. */
    static void believesMismatch(SessionState state, Entry entry) {
        if (entry instanceof StorageEvent.PieceHashMismatched it) {
            state.torrent(it.torrentId()).filter(torrent -> !torrent.picker().verified().contains(it.pieceIndex()))
                    .ifPresent(torrent -> torrent.picker().verified(it.pieceIndex()));
        }
    }

    /** What the peer lacks as well is thought to be of interest. */
    static void miscountsWhatItHas(SessionState state, Entry entry) {
        if (entry instanceof StorageEvent.PieceVerified it) {
            state.torrent(it.torrentId()).ifPresent(torrent -> torrent.connections().forEach(session -> session.weLost(it.pieceIndex())));
        }
    }

    static void forgetsSending(SessionState state, Entry entry) {
        if (entry instanceof PeerCommand.SendBlock it) {
            state.connection(it.connectionId()).ifPresent(PeerSession::blockNotSent);
        }
    }

    /** The picker still believes that what a choke voided will come. */
    static Bug keepsOnChoke() {
        Map<SessionState, Map<Long, List<PeerCommand.RequestBlocks>>> asked = new WeakHashMap<>();
        return after((state, entry) -> {
            Map<Long, List<PeerCommand.RequestBlocks>> here = asked.computeIfAbsent(state, unseen -> new HashMap<>());
            if (entry instanceof PeerCommand.RequestBlocks it) {
                here.computeIfAbsent(it.connectionId(), unseen -> new ArrayList<>()).add(it);
            } else if (entry instanceof PeerEvent.ChokeReceived it) {
                here.getOrDefault(it.connectionId(), List.of()).forEach(request -> askAgain(state, request));
            }
        });
    }

    private static void askAgain(SessionState state, PeerCommand.RequestBlocks request) {
        PiecePicker picker = state.connection(request.connectionId()).filter(PeerSession::isActive)
                .flatMap(session -> state.torrent(session.torrentId())).map(Torrent::picker).orElseThrow();
        for (int block = request.firstBlock(); block < request.firstBlock() + request.blockCount(); block++) {
            if (picker.isBegun(request.pieceIndex()) && picker.progress(request.pieceIndex()).isMissing(block)) {
                picker.requested(request.pieceIndex(), block, request.connectionId());
            }
        }
    }
}
