package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;

/** What a query asks: its method and the arguments beside the querying node's id (BEP 5). */
public sealed interface Question {
    /** The method's name on the wire ({@code q}). */
    String method();

    /** Are you there? */
    record Ping() implements Question {
        @Override
        public String method() {
            return "ping";
        }
    }

    /** Which nodes do you know near this place? */
    record FindNode(NodeId target, Want want) implements Question {
        @Override
        public String method() {
            return "find_node";
        }
    }

    /**
     * Which peers do you know of this torrent, and which nodes near it?
     *
     * @param noSeed rather peers that are no seeds (BEP 33)
     * @param scrape with filters to count the swarm by (BEP 33)
     */
    record GetPeers(InfoHash infoHash, Want want, boolean noSeed, boolean scrape) implements Question {
        @Override
        public String method() {
            return "get_peers";
        }
    }

    /**
     * Remember me as a peer of this torrent.
     *
     * @param port        where the peer listens; 0 where it was not said, which {@code impliedPort} excuses
     * @param impliedPort the datagram's own port counts instead of {@code port}
     * @param seed        whether the peer has all of it (BEP 33)
     * @param token       what the queried node gave to this address in answer to get_peers
     */
    record AnnouncePeer(InfoHash infoHash, int port, boolean impliedPort, boolean seed, ByteString token) implements Question {
        @Override
        public String method() {
            return "announce_peer";
        }
    }
}
