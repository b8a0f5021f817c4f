package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.ArrayList;
import java.util.List;

/** Messages of a connected peer (BEP 3, BEP 5, BEP 10), checked for form but not for sense. */
public sealed interface PeerEvent extends Event {
    void dispatch(PeerEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((PeerEventHandler) handler);
    }

    /** A message of no bytes. */
    record KeepAliveReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onKeepAliveReceived(this);
        }
    }

    /** The peer will not answer requests; those under way are void. */
    record ChokeReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onChokeReceived(this);
        }
    }

    /** The peer answers requests. */
    record UnchokeReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onUnchokeReceived(this);
        }
    }

    /** The peer wants blocks of us. */
    record InterestedReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onInterestedReceived(this);
        }
    }

    /** The peer wants nothing of us. */
    record NotInterestedReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onNotInterestedReceived(this);
        }
    }

    /** The peer has one more piece. */
    record HaveReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onHaveReceived(this);
        }
    }

    /** Which pieces the peer has; the length fits the torrent. */
    record BitfieldReceived(long connectionId, ByteString bits) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onBitfieldReceived(this);
        }
    }

    /** The peer asks for a run of bytes of a piece. */
    record RequestReceived(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onRequestReceived(this);
        }
    }

    /** The peer asks for two or more blocks of a piece, whole but for the last and one behind another: the same as a RequestReceived for each. */
    record RequestsReceived(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        public int blockCount() {
            return PieceLayout.blocksIn(lengthBytes);
        }

        /** One by one, as if each had come by itself. */
        public List<RequestReceived> each() {
            return PieceLayout.eachBlock(offsetBytes, lengthBytes, (offset, length) -> new RequestReceived(connectionId, pieceIndex, offset, length));
        }

        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onRequestsReceived(this);
        }
    }

    /** The peer withdraws a request. */
    record CancelReceived(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onCancelReceived(this);
        }
    }

    /**
     * A whole block arrived and lies in a slot of the block pool. Answered by exactly one WriteBlock, WriteBlocks or DiscardBlock. (BEP 3 calls the message {@code piece}.)
     *
     * @param crc32c of the block, to tell the peer's faults from our own
     */
    record BlockReceived(long connectionId, int pieceIndex, int blockIndex, int slotId, int crc32c) implements PeerEvent {
        /** As a run of one. */
        public BlocksReceived asRun() {
            return new BlocksReceived(connectionId, pieceIndex, blockIndex, List.of(new ReceivedBlock(slotId, crc32c)));
        }

        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onBlockReceived(this);
        }
    }

    /**
     * Two or more whole blocks of a piece arrived, one behind another, and lie in slots of the block pool: the same as a BlockReceived for each.
     * Each is answered by exactly one WriteBlock, WriteBlocks or DiscardBlock.
     */
    record BlocksReceived(long connectionId, int pieceIndex, int firstBlock, List<ReceivedBlock> blocks) implements PeerEvent {
        public BlocksReceived {
            blocks = List.copyOf(blocks);
        }

        public int blockCount() {
            return blocks.size();
        }

        /** @return the block of the piece in this slot; {@link PieceLayout#NO_BLOCK} when none of these is */
        public int blockIn(int slotId) {
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i).slotId() == slotId) {
                    return firstBlock + i;
                }
            }
            return PieceLayout.NO_BLOCK;
        }

        /** One by one, as if each had come by itself. */
        public List<BlockReceived> each() {
            List<BlockReceived> each = new ArrayList<>(blocks.size());
            for (ReceivedBlock block : blocks) {
                each.add(new BlockReceived(connectionId, pieceIndex, firstBlock + each.size(), block.slotId(), block.crc32c()));
            }
            return each;
        }

        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onBlocksReceived(this);
        }
    }

    /** The peer's DHT node listens on this UDP port (BEP 5). */
    record DhtPortReceived(long connectionId, int port) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onDhtPortReceived(this);
        }
    }

    /**
     * The peer's extension handshake (BEP 10). What it left out is the empty string or 0.
     *
     * @param requestQueueMax {@code reqq}: how many requests it queues
     * @param listenPort      {@code p}
     * @param metadataLengthBytes {@code metadata_size} (BEP 9); 0 as well when it cannot be asked for the metadata
     * @param uploadOnly      {@code upload_only}: it wants nothing (BEP 21)
     * @param peerExchange    whether it wants to hear of other peers (BEP 11)
     */
    record ExtendedHandshakeReceived(
            long connectionId, String client, int requestQueueMax, int listenPort, int metadataLengthBytes, boolean uploadOnly,
            boolean peerExchange)
            implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onExtendedHandshakeReceived(this);
        }
    }

    /** What SendBlock asked for has been handed to the socket. */
    record BlockSent(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onBlockSent(this);
        }
    }

    /** Two or more blocks, whole but for the last and one behind another, have been handed to the socket: the same as a BlockSent for each. */
    record BlocksSent(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        public int blockCount() {
            return PieceLayout.blocksIn(lengthBytes);
        }

        /** One by one, as if each had gone by itself. */
        public List<BlockSent> each() {
            return PieceLayout.eachBlock(offsetBytes, lengthBytes, (offset, length) -> new BlockSent(connectionId, pieceIndex, offset, length));
        }

        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onBlocksSent(this);
        }
    }

    /** The peer has every piece (BEP 6). */
    record HaveAllReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onHaveAllReceived(this);
        }
    }

    /** The peer has no piece yet (BEP 6). */
    record HaveNoneReceived(long connectionId) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onHaveNoneReceived(this);
        }
    }

    /** The peer has this piece in its cache and would like to be asked for it (BEP 6). */
    record SuggestReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onSuggestReceived(this);
        }
    }

    /** The peer will not answer this request (BEP 6). */
    record RejectReceived(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onRejectReceived(this);
        }
    }

    /** The peer answers requests for this piece even while it chokes us (BEP 6). */
    record AllowedFastReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onAllowedFastReceived(this);
        }
    }

    /** The peer has this piece no longer (BEP 54). */
    record DontHaveReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onDontHaveReceived(this);
        }
    }

    /** The peer asks for a piece of the metadata (BEP 9). */
    record MetadataRequestReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onMetadataRequestReceived(this);
        }
    }

    /**
     * A piece of the metadata that we asked this peer for has arrived (BEP 9). Its bytes are kept at the edge until AssembleMetadata.
     *
     * @param lengthBytes 16 KiB, or what is left for the last piece
     */
    record MetadataPieceReceived(long connectionId, int pieceIndex, int lengthBytes, int crc32c) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onMetadataPieceReceived(this);
        }
    }

    /** The peer will not send this piece of the metadata (BEP 9). */
    record MetadataRejectReceived(long connectionId, int pieceIndex) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onMetadataRejectReceived(this);
        }
    }

    /**
     * The peer says whom of the swarm it is connected to since it last did, and whom no longer (BEP 11).
     *
     * @param added at most 100
     * @param addedFlags a byte for each of them: 0x02 for a seed, 0x10 for one that was reached by dialling
     * @param dropped at most 100
     */
    record PexReceived(long connectionId, List<Endpoint> added, ByteString addedFlags, List<Endpoint> dropped) implements PeerEvent {
        @Override
        public void dispatch(PeerEventHandler handler) {
            handler.onPexReceived(this);
        }
    }
}
