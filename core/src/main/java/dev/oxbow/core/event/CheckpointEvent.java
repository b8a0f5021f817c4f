package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;

/** The durable state, written as entries at the head of a segment so that the segment replays on its own. Between CheckpointStarted and CheckpointCompleted nothing is decided. */
public sealed interface CheckpointEvent extends Event {
    void dispatch(CheckpointEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((CheckpointEventHandler) handler);
    }

    /**
     * A segment begins; the state is empty but for what follows.
     *
     * @param seed      of the session that wrote the state; restored torrents keep to it
     * @param bootId    of the operating system under which the state was last written
     * @param cleanStop whether that process ended with SessionStopped
     */
    record CheckpointStarted(
            int segment, int nextTorrentId, long nextConnectionId, long nextOperationId, long seed, String bootId, boolean cleanStop)
            implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onCheckpointStarted(this);
        }
    }

    /**
     * A torrent of the session, with its counters over all sessions.
     *
     * @param announcedComplete whether its trackers have been told {@code completed}
     */
    record TorrentRestored(
            int torrentId, TorrentSpec spec, String directory, TorrentWish wish, boolean announcedComplete, long bytesDownloaded, long bytesUploaded, long bytesWasted)
            implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onTorrentRestored(this);
        }
    }

    /** Which pieces match their hash, and which of them a successful sync vouches for; both as in a bitfield message. */
    record PiecesRestored(int torrentId, ByteString verified, ByteString durable) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onPiecesRestored(this);
        }
    }

    /** Blocks of an unfinished piece that were written, as a bitfield over the piece's blocks. */
    record PartialPieceRestored(int torrentId, int pieceIndex, ByteString writtenBlocks) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onPartialPieceRestored(this);
        }
    }

    /**
     * Pieces that may be on disk but must be hashed before that is believed: a check was under way, or never begun.
     *
     * @param pieces as in a bitfield message
     */
    record ChecksRestored(int torrentId, ByteString pieces, VerifyReason reason) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onChecksRestored(this);
        }
    }

    /**
     * The files as the last sync left them.
     *
     * @param dirtyFiles as a bitfield over files: those written to since
     */
    record FileStampsRestored(int torrentId, List<FileStamp> stamps, ByteString dirtyFiles) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onFileStampsRestored(this);
        }
    }

    /** An address worth trying again. */
    record CandidateRestored(int torrentId, Endpoint endpoint, CandidateSource source) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onCandidateRestored(this);
        }
    }

    /**
     * The checkpoint is whole.
     *
     * @param stateHash of the state that these entries fold to
     */
    record CheckpointCompleted(long stateHash) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onCheckpointCompleted(this);
        }
    }

    /**
     * A ban that holds.
     *
     * @param endpoint where the peer was, or can be, connected
     * @param wholeAddress whether nobody at its address is let in, whatever the port
     * @param badBlocks as a bitfield over the blocks of the piece: those that are known to be wrong
     * @param badSequence of the BlockReceived with the first of them
     * @param goodSequence of the BlockReceived with the same block of the good copy; -1 when there is none yet
     * @param untilNs when it ends by itself
     * @param detail a sentence for people
     */
    record BanRestored(
            Endpoint endpoint, boolean wholeAddress, BanReason reason, int torrentId, int pieceIndex, ByteString badBlocks, long badSequence, long goodSequence, long untilNs, String detail)
            implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onBanRestored(this);
        }
    }

    /**
     * What the user chose for a torrent; 0 is no limit, and no priorities means that every file is wanted.
     *
     * @param seedRatioPermille stop when a thousandth of this times the torrent's size is uploaded; -1 for never
     * @param seedSeconds stop after seeding for so long; -1 for never
     * @param priorities a byte for each file, pads included: 0 unwanted, 1 wanted, 2 wanted before others
     */
    record OptionsRestored(
            int torrentId, boolean sequential, long downBytesPerSec, long upBytesPerSec, long seedRatioPermille, long seedSeconds, ByteString priorities)
            implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onOptionsRestored(this);
        }
    }

    /**
     * The torrent's files are being moved, and may lie in either directory.
     *
     * @param directory where they are to lie
     */
    record MoveRestored(int torrentId, String directory) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onMoveRestored(this);
        }
    }

    /** Our id in one of the two DHTs. */
    record DhtIdRestored(boolean ipv6, NodeId nodeId) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onDhtIdRestored(this);
        }
    }

    /** A node of our routing table, and when it last answered us. */
    record DhtNodeRestored(NodeId nodeId, Endpoint endpoint, long lastAnswerNs) implements CheckpointEvent {
        public NodeContact contact() {
            return new NodeContact(nodeId, endpoint);
        }

        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onDhtNodeRestored(this);
        }
    }

    /**
     * By what gateways know us again.
     *
     * @param nonce of MapPort; gateways let only that one renew or end a mapping
     */
    record ReachRestored(ByteString nonce) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onReachRestored(this);
        }
    }

    /** A web seed of a torrent. What was learned of it is forgotten. */
    record WebSeedRestored(int torrentId, WebSeedStyle style, String url) implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onWebSeedRestored(this);
        }
    }

    /**
     * A torrent of the session whose metadata is still to be fetched.
     *
     * @param selectOnly the indexes of the wanted files; empty for all
     */
    record MagnetRestored(
            int torrentId, InfoHash infoHash, String name, List<String> trackers, List<String> webSeeds, List<Integer> selectOnly,
            String directory, TorrentWish wish)
            implements CheckpointEvent {
        @Override
        public void dispatch(CheckpointEventHandler handler) {
            handler.onMagnetRestored(this);
        }
    }
}
