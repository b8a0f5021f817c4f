package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.PexLedger;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.PexMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides whom to tell of whom (BEP 11): a peer at once when there is something to tell and nothing was told yet, later once a minute at
 * most. Only peers that others can dial are told of; nobody is in a private torrent (BEP 27).
 */
final class PeerExchange {
    private static final int TOO_SOON_MAX = 3;

    private final Turn turn;

    PeerExchange(Turn turn) {
        this.turn = turn;
    }

    /** Whether peers may be told, and may tell. */
    static boolean isOn(SessionState state, Swarm swarm) {
        return state.peerExchange && !swarm.isPrivate();
    }

    /** Somebody has introduced himself: whoever was told nothing yet is told now. */
    void introduced(Swarm swarm) {
        for (PeerSession session : List.copyOf(swarm.connections())) {
            if (session.pex().isNew()) {
                tell(swarm, session);
            }
        }
    }

    void tellIfDue(Swarm swarm) {
        if (swarm.isPexDue()) {
            List.copyOf(swarm.connections()).forEach(session -> tell(swarm, session));
        }
    }

    private void tell(Swarm swarm, PeerSession session) {
        PexLedger pex = session.pex();
        boolean may = session.isActive() && pex.mayTell(turn.nowNs()) && swarm.isTelling() && turn.state.peerExchange;
        if (!may || turn.state.isStopRequested()) {
            return;
        }
        Map<Endpoint, Byte> here = others(swarm, session);
        List<Endpoint> added = here.keySet().stream().filter(endpoint -> !pex.knows(endpoint)).limit(PexLedger.TOLD_MAX).toList();
        List<Endpoint> dropped = pex.told().stream().filter(endpoint -> !here.containsKey(endpoint)).limit(PexLedger.TOLD_MAX).toList();
        if (!added.isEmpty() || !dropped.isEmpty()) {
            byte[] flags = new byte[added.size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = here.get(added.get(i));
            }
            turn.emit(new PeerCommand.SendPex(session.connectionId(), added, ByteString.wrap(flags), dropped));
        }
    }

    private static Map<Endpoint, Byte> others(Swarm swarm, PeerSession session) {
        Map<Endpoint, Byte> out = new LinkedHashMap<>();
        for (PeerSession other : swarm.connections()) {
            if (other != session && other.isActive() && !other.identity().equals(session.identity())) {
                int flags = (other.isUploadOnly() ? PexMessage.SEED : 0) | (other.isDialled() ? PexMessage.REACHABLE : 0);
                other.reachableAt().ifPresent(endpoint -> out.put(endpoint, (byte) flags));
            }
        }
        return out;
    }

    /** A peer told us of others. @return whether it is still to be listened to */
    boolean bears(PeerSession session) {
        boolean flood = session.pex().tooSoon() > TOO_SOON_MAX;
        if (flood) {
            turn.close(session, CloseReason.PEX_FLOOD, session.pex().tooSoon() + " messages of peer exchange sooner than they may come");
        }
        return !flood;
    }
}
