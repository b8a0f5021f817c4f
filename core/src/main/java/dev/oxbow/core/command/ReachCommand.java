package dev.oxbow.core.command;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import java.util.List;

/** What is done for peers to reach us. */
public sealed interface ReachCommand extends Command {
    void dispatch(ReachCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((ReachCommandHandler) handler);
    }

    /**
     * Ask the gateway to forward a port to us, or to go on doing so. Answered by PortMapped or PortMapFailed.
     *
     * @param internalPort ours
     * @param wantedExternalPort the gateway's
     * @param nonce 12 bytes by which a PCP gateway knows us again (RFC 6887, section 11.2)
     */
    record MapPort(
            long operationId, TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds, ByteString nonce)
            implements ReachCommand {
        @Override
        public void dispatch(ReachCommandHandler handler) {
            handler.onMapPort(this);
        }
    }

    /**
     * Tell the gateway that the port need not be forwarded any more. Answered by PortUnmapped.
     *
     * @param nonce the one it was mapped with
     */
    record UnmapPort(
            long operationId, MappingMethod method, TransportProtocol protocol, int internalPort, int externalPort, ByteString nonce)
            implements ReachCommand {
        @Override
        public void dispatch(ReachCommandHandler handler) {
            handler.onUnmapPort(this);
        }
    }

    /**
     * Tell neighbours that we take part in these swarms (BEP 14). Public torrents only.
     *
     * @param port where we take connections
     * @param infoHashes as many as one announce holds
     */
    record AnnounceLocally(int port, List<InfoHash> infoHashes) implements ReachCommand {
        @Override
        public void dispatch(ReachCommandHandler handler) {
            handler.onAnnounceLocally(this);
        }
    }
}
