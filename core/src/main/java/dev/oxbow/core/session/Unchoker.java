package dev.oxbow.core.session;

import dev.oxbow.core.choke.ChokeDecision;
import dev.oxbow.core.choke.Choker;
import dev.oxbow.core.choke.Contender;
import dev.oxbow.core.choke.Round;
import dev.oxbow.core.choke.UploadSlots;
import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import java.util.ArrayList;
import java.util.List;

/** Decides who may ask for blocks: puts a torrent's peers before the {@link Choker} and says what it decides. */
final class Unchoker {
    private final Turn turn;

    Unchoker(Turn turn) {
        this.turn = turn;
    }

    /** Slots change hands, when it is time for that. */
    void rechokeIfDue(Torrent torrent) {
        if (torrent.isRechokeDue() && torrent.isRunning() && !turn.state.isStopRequested()) {
            say(Choker.rechoke(round(torrent)));
        }
    }

    /** Somebody came, went, or wants something else: free slots are given away. */
    void fillSlots(Torrent torrent) {
        if (torrent.isRunning() && !turn.state.isStopRequested()) {
            say(Choker.fill(round(torrent)));
        }
    }

    private Round round(Torrent torrent) {
        List<Contender> contenders = new ArrayList<>();
        for (PeerSession session : torrent.connections()) {
            if (session.isActive()) {
                contenders.add(contender(session));
            }
        }
        return new Round(contenders, slots(torrent), !torrent.isFetching(), turn.nowNs(), torrent.seed());
    }

    private Contender contender(PeerSession session) {
        return new Contender(session.connectionId(), session.amChoking(), session.peerInterested(), session.isUploadOnly(),
                session.requests().isSnubbed(), session.isOptimistic(), session.downForChokerBytesPerSec(turn.nowNs()),
                session.upBytesPerSec(turn.nowNs()), session.uploadedSinceUnchokeBytes(), session.lastUnchokedNs(), session.sinceNs());
    }

    private int slots(Torrent wanted) {
        List<Integer> interested = new ArrayList<>();
        int unchoked = 0;
        long upBytesPerSec = 0;
        int place = 0;
        for (Torrent torrent : turn.state.torrents()) {
            place = torrent == wanted ? interested.size() : place;
            int count = 0;
            for (PeerSession session : torrent.connections()) {
                boolean wants = session.isActive() && session.peerInterested() && !session.isUploadOnly();
                count += wants ? 1 : 0;
                unchoked += session.isActive() && !session.amChoking() ? 1 : 0;
            }
            interested.add(torrent.isRunning() ? count : 0);
            upBytesPerSec += torrent.upBytesPerSec(turn.nowNs());
        }
        int all = turn.state.uploadSlots > 0 ? turn.state.uploadSlots
                : UploadSlots.automatic(turn.state.upLimit.bytesPerSec(), upBytesPerSec, unchoked);
        return UploadSlots.share(all, interested).get(place);
    }

    private void say(List<ChokeDecision> decisions) {
        for (ChokeDecision decision : decisions) {
            if (decision.unchoke()) {
                turn.emit(new PeerCommand.Unchoke(decision.connectionId(), decision.reason()));
            } else {
                turn.state.connection(decision.connectionId()).ifPresent(session -> choke(session, decision.reason()));
            }
        }
    }

    /** With the fast extension each request that will not be answered is rejected (BEP 6). */
    private void choke(PeerSession session, ChokeReason reason) {
        turn.emit(new PeerCommand.Choke(session.connectionId(), reason));
        for (UploadQueue.Request request : session.uploads().queued()) {
            if (!session.isAllowedFastHere(request.pieceIndex())) {
                turn.emit(new PeerCommand.RejectRequest(session.connectionId(), request.pieceIndex(), request.offsetBytes(),
                        request.lengthBytes()));
            }
        }
    }
}
