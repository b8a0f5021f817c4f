package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.MetadataMessage;
import java.util.List;

/** Decides what to say of ourselves in extension handshakes (BEP 10), and whom to give the metadata (BEP 9). */
final class Introductions {
    private final Turn turn;

    Introductions(Turn turn) {
        this.turn = turn;
    }

    void introduce(PeerSession session, Swarm swarm) {
        boolean near = Addresses.isLocal(session.endpoint().address()); // no gateway is between
        int port = near ? turn.state.listening().map(Endpoint::port).orElse(0) : turn.state.announcedPort();
        boolean complete = swarm instanceof Torrent torrent && torrent.isComplete();
        turn.emit(new PeerCommand.SendExtendedHandshake(session.connectionId(), "Oxbow " + turn.state.version(), UploadQueue.QUEUED_MAX, port,
                complete, metadataLengthBytes(swarm, session), PeerExchange.isOn(turn.state, swarm)));
    }

    /** What we can give of the metadata; 0 when we have none, or not for this peer: that of a private torrent is not for strangers. */
    private static int metadataLengthBytes(Swarm swarm, PeerSession session) {
        return swarm instanceof Torrent torrent && !swarm.isStranger(session) ? torrent.spec().metadataLengthBytes() : 0;
    }

    /** The metadata has come and the torrent is running: connections that have waited for that speak of its pieces from now on. */
    void goOn(Torrent torrent) {
        for (PeerSession session : List.copyOf(torrent.connections())) {
            if (session.isAwaitingMetadata()) {
                goOn(torrent, session);
            }
        }
    }

    /** What we have would have had to be said as the first message. */
    private void goOn(Torrent torrent, PeerSession session) {
        if (torrent.isStranger(session)) {
            turn.close(session, CloseReason.PRIVATE_TORRENT, "");
        } else if (!torrent.picker().verified().isEmpty()) {
            turn.close(session, CloseReason.METADATA_ARRIVED, "");
        } else {
            turn.emit(new ConnectionCommand.LimitConnection(session.connectionId(), torrent.torrentId(), torrent.layout()));
            introduce(session, torrent);
        }
    }

    /** A peer asks for a piece of the metadata. */
    void serve(Swarm swarm, PeerSession session, int pieceIndex) {
        int pieceCount = MetadataMessage.pieceCount(metadataLengthBytes(swarm, session));
        boolean may = session.isActive() && pieceIndex < pieceCount && session.metadataQuota().allows(pieceCount, turn.nowNs());
        turn.emit(may ? new PeerCommand.SendMetadataPiece(session.connectionId(), swarm.infoHash(), pieceIndex)
                : new PeerCommand.SendMetadataReject(session.connectionId(), pieceIndex));
    }
}
