package dev.oxbow.sim;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Policies that are wrong, and decide the same wrong thing each time they are asked. */
final class DecisionBugs {
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 2;

    private DecisionBugs() {
    }

    static Bug never(Predicate<Command> what) {
        return insteadOf((state, command) -> what.test(command) ? List.of() : List.of(command));
    }

    static Bug insteadOf(BiFunction<SessionState, Command, List<? extends Command>> other) {
        return new Bug() {
            @Override
            List<? extends Command> decides(SessionState state, Command command) {
                return other.apply(state, command);
            }
        };
    }

    static Bug besides(BiFunction<SessionState, Event, List<? extends Command>> more) {
        return new Bug() {
            @Override
            List<? extends Command> decidesBesides(SessionState state, Event event) {
                return state.isInCheckpoint() || state.isStopped() ? List.of() : more.apply(state, event);
            }
        };
    }

    static boolean isArrivedCancel(Command command) {
        return command instanceof PeerCommand.CancelBlocks it && it.reason() == CancelReason.ARRIVED;
    }

    static boolean isDiscard(Command command) {
        return command instanceof StorageCommand.DiscardBlock;
    }

    static boolean isAnswer(Command command) {
        return command instanceof SessionCommand.CompleteRequest it && it.requestId() % 7 == 0;
    }

    static boolean isDistrustOfUnsynced(Command command) {
        return command instanceof SessionCommand.DistrustPieces it && it.reason() == VerifyReason.NOT_SYNCED;
    }

    static boolean isDistrustOfChanged(Command command) {
        return command instanceof SessionCommand.DistrustPieces it && it.reason() == VerifyReason.FILE_CHANGED;
    }

    private static Optional<Torrent> torrent(SessionState state, long connectionId) {
        return state.connection(connectionId).filter(PeerSession::isActive).flatMap(session -> state.torrent(session.torrentId()));
    }

    /** Whoever sent the last block of a bad piece is banned for it. */
    static List<Command> blamesTheLastSender(SessionState state, Event event) {
        Set<Command> bans = new LinkedHashSet<>();
        if (event instanceof PeerEvent.BlockReceived it) {
            torrent(state, it.connectionId()).ifPresent(torrent -> state.connection(it.connectionId()).ifPresent(session -> {
                if (torrent.blame().isSuspect(it.pieceIndex()) && state.bans().of(session.identity(), state.timeNs()).isEmpty()) {
                    bans.add(new ConnectionCommand.BanPeer(session.identity(), false, BanReason.DIFFERS_FROM_GOOD_COPY, torrent.torrentId(),
                            it.pieceIndex(), ByteString.EMPTY, 0, 0, state.timeNs() + FOR_EVER_NS / 1000, "it was the last"));
                }
            }));
        }
        return new ArrayList<>(bans);
    }

    /** What a peer has is asked for before it lets us. */
    static List<Command> asksWhileChoked(SessionState state, Event event) {
        if (!(event instanceof PeerEvent.BitfieldReceived) && !(event instanceof PeerEvent.HaveAllReceived)) {
            return List.of();
        }
        long id = event instanceof PeerEvent.BitfieldReceived it ? it.connectionId() : ((PeerEvent.HaveAllReceived) event).connectionId();
        PeerSession session = state.connection(id).filter(PeerSession::isActive).orElse(null);
        Torrent torrent = torrent(state, id).orElse(null);
        if (session == null || torrent == null || !session.peerChoking() || !torrent.isFetching()) {
            return List.of();
        }
        int piece = session.pieces().nextPresent(0);
        boolean free = piece != Bitfield.NONE && !torrent.picker().verified().contains(piece) && !torrent.picker().isBegun(piece);
        return free ? List.of(new PeerCommand.RequestBlocks(id, piece, 0, 1, PickReason.RAREST_FIRST)) : List.of();
    }

    /** A piece is told of before its hash is known. */
    static List<Command> tellsTooEarly(SessionState state, Event event) {
        return event instanceof StorageEvent.BlocksWritten it && state.torrent(it.torrentId())
                .filter(torrent -> torrent.isRunning() && torrent.picker().isBegun(it.pieceIndex())).isPresent()
                ? List.of(new PeerCommand.SendHave(it.torrentId(), it.pieceIndex())) : List.of();
    }

    /** What is asked for is sent, choked or not, had or not. */
    static List<Command> sendsToAnybody(SessionState state, Event event) {
        PeerEvent.RequestReceived it = event instanceof PeerEvent.RequestsReceived run ? run.each().get(0)
                : event instanceof PeerEvent.RequestReceived one ? one : null;
        return it != null && torrent(state, it.connectionId()).isPresent()
                && state.connection(it.connectionId()).filter(session -> session.uploads().queuedCount() == 0).isPresent()
                ? List.of(new PeerCommand.SendBlock(it.connectionId(), torrent(state, it.connectionId()).get().torrentId(), it.pieceIndex(),
                        it.offsetBytes(), it.lengthBytes())) : List.of();
    }

    /** What the peer has, and what we have, is not looked at. */
    static List<? extends Command> asksForThePieceBefore(SessionState state, Command command) {
        if (command instanceof PeerCommand.RequestBlocks it && it.pieceIndex() > 0 && it.firstBlock() == 0 && it.reason() != PickReason.ENDGAME) {
            return List.of(new PeerCommand.RequestBlocks(it.connectionId(), it.pieceIndex() - 1, 0, 1, it.reason()));
        }
        return List.of(command);
    }

    static List<? extends Command> verifiesTwice(SessionState state, Command command) {
        return command instanceof StorageCommand.VerifyPiece ? List.of(command, command) : List.of(command);
    }

    static List<? extends Command> writesTwice(SessionState state, Command command) {
        if (command instanceof StorageCommand.WriteBlocks it) {
            return List.of(command, new StorageCommand.DiscardBlock(it.slotIds().get(0), DiscardReason.DUPLICATE));
        }
        return command instanceof StorageCommand.WriteBlock it
                ? List.of(command, new StorageCommand.DiscardBlock(it.slotId(), DiscardReason.DUPLICATE)) : List.of(command);
    }

    static boolean isChoke(Command command) {
        return command instanceof PeerCommand.Choke;
    }

    /** How much a peer queues is not looked at. */
    static List<? extends Command> asksForOneMore(SessionState state, Command command) {
        if (command instanceof PeerCommand.RequestBlocks it && it.reason() != PickReason.ENDGAME) {
            int next = it.firstBlock() + it.blockCount();
            boolean free = torrent(state, it.connectionId()).filter(torrent -> next < torrent.layout().blockCount(it.pieceIndex())
                    && torrent.picker().blockState(it.pieceIndex(), next) == BlockState.MISSING).isPresent();
            return free ? List.of(new PeerCommand.RequestBlocks(it.connectionId(), it.pieceIndex(), it.firstBlock(), it.blockCount() + 1, it.reason()))
                    : List.of(command);
        }
        return List.of(command);
    }
}
