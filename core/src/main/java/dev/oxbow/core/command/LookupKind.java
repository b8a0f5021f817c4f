package dev.oxbow.core.command;

/** What a lookup is for: the reason of its queries. */
public enum LookupKind {
    /** To find the nodes nearest to ourselves, and to become known to them (BEP 5, after the first node is inserted). */
    BOOTSTRAP,
    /** To fill a bucket that has not changed for 15 minutes, or that is thin after bootstrapping. */
    REFRESH,
    /** To find the peers of a torrent. */
    GET_PEERS,
    /** To find the peers of a torrent, and then to be one. */
    ANNOUNCE;

    /** Whether it asks get_peers rather than find_node. */
    public boolean isForPeers() {
        return this == GET_PEERS || this == ANNOUNCE;
    }
}
