package dev.oxbow.core.session;

import dev.oxbow.core.peer.PeerSession;
import java.util.function.BiConsumer;

/** Decides what follows from messages of extensions (BEP 9, 10, 11), which are spoken before a torrent's pieces are known as well. */
final class Extensions {
    private final Turn turn;
    private final Introductions introductions;
    private final Magnets magnets;
    private final PeerExchange exchange;
    private final Dialler dialler;
    private final Judge judge;

    Extensions(Turn turn, Introductions introductions, Magnets magnets, PeerExchange exchange, Dialler dialler, Judge judge) {
        this.turn = turn;
        this.introductions = introductions;
        this.magnets = magnets;
        this.exchange = exchange;
        this.dialler = dialler;
        this.judge = judge;
    }

    private void with(long connectionId, BiConsumer<Swarm, PeerSession> decision) {
        turn.state.connection(connectionId).filter(session -> session.isActive() || session.isAwaitingMetadata())
                .ifPresent(session -> turn.state.swarm(session.torrentId()).ifPresent(swarm -> decision.accept(swarm, session)));
    }

    /** A peer has sent its extension handshake. */
    void introduced(long connectionId) {
        with(connectionId, (swarm, session) -> {
            if (!judge.dismissIfBanned(session)) {
                exchange.introduced(swarm);
                turn.state.magnet(swarm.torrentId()).ifPresent(magnets::ask);
            }
        });
    }

    void metadataRequested(long connectionId, int pieceIndex) {
        with(connectionId, (swarm, session) -> introductions.serve(swarm, session, pieceIndex));
    }

    /** A piece came, or a reject. */
    void metadataAnswered(long connectionId) {
        with(connectionId, (swarm, session) -> turn.state.magnet(swarm.torrentId()).ifPresent(magnets::ask));
    }

    void peersTold(long connectionId) {
        with(connectionId, (swarm, session) -> {
            if (exchange.bears(session)) {
                dialler.dialMore(swarm);
            }
        });
    }
}
