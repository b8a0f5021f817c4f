package dev.oxbow.core.command;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;

/** Messages to a connected peer. */
public sealed interface PeerCommand extends Command {
    void dispatch(PeerCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((PeerCommandHandler) handler);
    }

    /** A message of no bytes. */
    record SendKeepAlive(long connectionId) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendKeepAlive(this);
        }
    }

    /** Requests of the peer are no longer answered. */
    record Choke(long connectionId, ChokeReason reason) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onChoke(this);
        }
    }

    /** Requests of the peer are answered. */
    record Unchoke(long connectionId, ChokeReason reason) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onUnchoke(this);
        }
    }

    /** The peer has what we lack. */
    record SendInterested(long connectionId) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendInterested(this);
        }
    }

    /** The peer has nothing that we lack. */
    record SendNotInterested(long connectionId) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendNotInterested(this);
        }
    }

    /** To every peer of the torrent that has been sent our bitfield, or has completed its handshake when we had no piece to tell of. */
    record SendHave(int torrentId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendHave(this);
        }
    }

    /** Which pieces we have; the first message after the handshake. */
    record SendBitfield(long connectionId, ByteString bits) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendBitfield(this);
        }
    }

    /**
     * Our extension handshake (BEP 10); listenPort 0 is left out.
     *
     * @param uploadOnly whether we want nothing (BEP 21)
     * @param metadataLengthBytes {@code metadata_size} (BEP 9); 0 is left out
     * @param peerExchange whether we want to hear of other peers (BEP 11)
     */
    record SendExtendedHandshake(
            long connectionId, String client, int requestQueueMax, int listenPort, boolean uploadOnly, int metadataLengthBytes,
            boolean peerExchange)
            implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendExtendedHandshake(this);
        }
    }

    /** Ask for a run of blocks of one piece, a message each. */
    record RequestBlocks(
            long connectionId, int pieceIndex, int firstBlock, int blockCount, PickReason reason)
            implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onRequestBlocks(this);
        }
    }

    /** Withdraw requests. */
    record CancelBlocks(
            long connectionId, int pieceIndex, int firstBlock, int blockCount, CancelReason reason)
            implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onCancelBlocks(this);
        }
    }

    /** Read a run of bytes and send it. Answered by BlockSent or BlockReadFailed, or by nothing when the connection goes first. */
    record SendBlock(long connectionId, int torrentId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendBlock(this);
        }
    }

    /**
     * Read two or more blocks, whole but for the last and one behind another, and send each: the same as a SendBlock for each. Answered by BlockSent, BlocksSent and
     * BlockReadFailed, in any parts.
     */
    record SendBlocks(long connectionId, int torrentId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerCommand {
        public int blockCount() {
            return PieceLayout.blocksIn(lengthBytes);
        }

        /** One by one, as if each were to be sent by itself. */
        public List<SendBlock> each() {
            return PieceLayout.eachBlock(offsetBytes, lengthBytes,
                    (offset, length) -> new SendBlock(connectionId, torrentId, pieceIndex, offset, length));
        }

        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendBlocks(this);
        }
    }

    /** We have every piece (BEP 6); the first message after the handshake. */
    record SendHaveAll(long connectionId) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendHaveAll(this);
        }
    }

    /** We have no piece yet (BEP 6); the first message after the handshake. */
    record SendHaveNone(long connectionId) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendHaveNone(this);
        }
    }

    /** The request will not be answered (BEP 6). */
    record RejectRequest(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onRejectRequest(this);
        }
    }

    /** Requests for this piece are answered even while we choke the peer (BEP 6). */
    record SendAllowedFast(long connectionId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendAllowedFast(this);
        }
    }

    /** To every peer of the torrent that understands it (BEP 54): we have this piece no longer. */
    record SendDontHave(int torrentId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendDontHave(this);
        }
    }

    /** Our node in the DHT is at this UDP port (BEP 5). */
    record SendDhtPort(long connectionId, int port) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendDhtPort(this);
        }
    }

    /** Ask for a piece of the metadata (BEP 9). */
    record SendMetadataRequest(long connectionId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendMetadataRequest(this);
        }
    }

    /** Send a piece of the metadata from the session directory (BEP 9). */
    record SendMetadataPiece(long connectionId, InfoHash infoHash, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendMetadataPiece(this);
        }
    }

    /** The piece of the metadata will not be sent (BEP 9). */
    record SendMetadataReject(long connectionId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendMetadataReject(this);
        }
    }

    /**
     * Whom of the swarm we are connected to since we last told this peer, and whom no longer (BEP 11).
     *
     * @param added at most 50
     * @param addedFlags a byte for each of them: 0x02 for a seed, 0x10 for one that was reached by dialling
     * @param dropped at most 50
     */
    record SendPex(long connectionId, List<Endpoint> added, ByteString addedFlags, List<Endpoint> dropped) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onSendPex(this);
        }
    }

    /** To this peer alone: we have the piece (BEP 16). */
    record RevealPiece(long connectionId, int pieceIndex) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onRevealPiece(this);
        }
    }

    /**
     * To this peer alone, a message for each: we have these pieces.
     *
     * @param pieces as in a bitfield message
     */
    record RevealPieces(long connectionId, ByteString pieces) implements PeerCommand {
        @Override
        public void dispatch(PeerCommandHandler handler) {
            handler.onRevealPieces(this);
        }
    }
}
