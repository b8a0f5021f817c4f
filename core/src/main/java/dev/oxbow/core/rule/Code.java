package dev.oxbow.core.rule;

/**
 * The forty rules, in the order of the catalogue. What each one says is what {@code oxbow replay rules} prints; the figures in it are
 * those of the class that carries it out.
 */
public enum Code {
    BAD_HANDSHAKE(Severity.LOW, Certainty.PROOF,
            "what comes first is no BitTorrent handshake, or no whole handshake comes within 10 s of the connection",
            "10 s",
            "our own clock or threads stood still meanwhile; we never sent ours",
            "hangs up; a dialled address waits longer each time"),
    INFOHASH_MISMATCH(Severity.LOW, Certainty.PROOF,
            "a dialled peer answers for another torrent, or a peer asks for one that this session never had",
            "none",
            "a torrent that this session has, or had, is nobody's fault",
            "hangs up; never dials that address for the torrent again"),
    SELF_OR_DUPLICATE(Severity.INFO, Certainty.PROOF,
            "the peer is ourselves, or connected already",
            "none",
            "none needed: it counts as no fault",
            "closes one of the two connections by the greater peer id"),
    PEER_ID_CHANGED(Severity.LOW, Certainty.STATISTICAL,
            "an address shows another peer id for the third time, each within 10 minutes of the one before",
            "three changes",
            "changes further apart than 10 minutes",
            "nothing"),
    FRAME_OVERSIZE(Severity.HIGH, Certainty.PROOF,
            "a length prefix beyond the limit for its message",
            "none",
            "none: a length is a length",
            "hangs up at the prefix, before anything is stored"),
    BAD_LENGTH(Severity.HIGH, Certainty.PROOF,
            "a message of fixed length with another length",
            "none",
            "none",
            "hangs up"),
    UNKNOWN_ID(Severity.MEDIUM, Certainty.PROOF,
            "a message of a kind that is not in the protocol as agreed on",
            "none",
            "none",
            "skips three, then hangs up"),
    CHATTER_FLOOD(Severity.LOW, Certainty.STATISTICAL,
            "more than 6 keep-alives in 60 s, or 200 messages a second for 5 s that say nothing new, or one have more "
                    + "than three times",
            "as the figures",
            "what waited while we stood still comes at once",
            "nothing"),
    BITFIELD_BAD(Severity.HIGH, Certainty.PROOF,
            "a bitfield of a wrong length; with spare bits set: medium",
            "none",
            "none",
            "hangs up"),
    BITFIELD_LATE(Severity.LOW, Certainty.PROOF,
            "a bitfield, have-all or have-none that is not the first message, or a second one",
            "extension messages, keep-alives and the DHT port may come before",
            "none",
            "takes the latest"),
    HAVE_RANGE(Severity.HIGH, Certainty.PROOF,
            "a piece index beyond the last piece",
            "none",
            "none",
            "hangs up"),
    PROGRESS_REGRESSION(Severity.LOW, Certainty.STATISTICAL,
            "a peer claims at least 3 pieces less than in its last connection within 24 h",
            "60 s in which haves may follow the bitfield",
            "it takes pieces back with lt_donthave",
            "nothing"),
    UNREQUESTED_BLOCK(Severity.HIGH, Certainty.PROOF,
            "a block that was never asked for in this connection, or came already",
            "blocks that were withdrawn, rejected or voided by a choke may still come",
            "so many were withdrawn that we no longer know them all",
            "discards it; hangs up at the second"),
    BLOCK_GEOMETRY(Severity.HIGH, Certainty.PROOF,
            "a block off the block borders, of a wrong length, or beyond its piece; an empty one (an old way to "
                    + "reject): info",
            "none",
            "none",
            "hangs up"),
    BAD_HASH_SOLE(Severity.CRITICAL, Certainty.PROOF,
            "a piece fails its hash and all of it came from one peer",
            "none",
            "a block changed in our own memory, or was written by an earlier process",
            "bans for 24 h, unless nobody else has a missing piece"),
    BAD_HASH_PROVEN(Severity.CRITICAL, Certainty.PROOF,
            "a block of a failed copy differs from the same block of the copy that has the right hash",
            "none",
            "the failed copy held a block that changed in our own memory",
            "bans for 24 h, unless nobody else has a missing piece"),
    BAD_HASH_SUSPECT(Severity.LOW, Certainty.STATISTICAL,
            "it sent a part of a piece that failed its hash",
            "none",
            "cleared when the good copy has the same blocks",
            "asks one peer alone for the next copy"),
    EQUIVOCATION(Severity.CRITICAL, Certainty.PROOF,
            "it sent the same block twice with different contents",
            "none",
            "a block changed in our own memory",
            "nothing by itself: the good copy decides"),
    SNUB(Severity.LOW, Certainty.STATISTICAL,
            "it unchokes us and for 60 s (20 s if it has sent before) sends none of the blocks that we ask for",
            "60 s or 20 s",
            "our disk was slow, or we stood still, meanwhile",
            "withdraws the requests; one at a time from then on; hangs up after six minutes, if it wants nothing itself"),
    NEVER_UNCHOKES(Severity.INFO, Certainty.STATISTICAL,
            "we have been interested for 30 minutes and it has never unchoked us",
            "30 minutes",
            "it has nothing that we lack any more",
            "nothing"),
    TRICKLE_BLOCKER(Severity.MEDIUM, Certainty.STATISTICAL,
            "less than 1 KiB/s over 60 s while it holds the last blocks of a piece that others have",
            "60 s",
            "our disk was slow, or we stood still, or a limit of ours holds meanwhile",
            "asks others for the same blocks near the end"),
    CHOKE_FLAP(Severity.LOW, Certainty.STATISTICAL,
            "6 changes of choking in 60 s, or five unchokes of less than 2 s without a block",
            "as the figures",
            "what waited while we stood still comes at once",
            "nothing"),
    FAKE_HAVE(Severity.MEDIUM, Certainty.STATISTICAL,
            "of at least 50 requests over 5 minutes no more than 2 % were answered though it unchokes us",
            "5 minutes",
            "our disk was slow, or we stood still, meanwhile",
            "after 32 refusals asks for one block now and then and counts on it for nothing; hangs up after six minutes, if "
                    + "it wants nothing itself"),
    REQ_CHOKED(Severity.LOW, Certainty.PROOF,
            "requests well after we choked it, of pieces that it may not ask for while choked; from 50 on: medium",
            "2 s and the time our last blocks took, then a guess; certain for a block that we rejected after the choke",
            "we stood still meanwhile",
            "rejects; hangs up at 300"),
    REQ_INVALID(Severity.LOW, Certainty.PROOF,
            "a request beyond the end of a piece or of no bytes, of a piece that we never had, or without being "
                    + "interested",
            "none",
            "the piece is one that we had and lost",
            "rejects; hangs up at 300"),
    REQ_OVERSIZE(Severity.LOW, Certainty.PROOF,
            "a request for more than 16 KiB; for more than 128 KiB: high",
            "none",
            "none",
            "hangs up"),
    REQ_FLOOD(Severity.MEDIUM, Certainty.PROOF,
            "more requests open than we said we queue",
            "none",
            "none",
            "drops those beyond; hangs up at 300"),
    REQ_REPEAT_CANCEL(Severity.MEDIUM, Certainty.STATISTICAL,
            "one block served three times to one peer, or 80 % of at least 100 requests withdrawn after we had sent "
                    + "the blocks",
            "as the figures",
            "the piece turned out to be wrong here",
            "nothing"),
    LEECH_CLIENT(Severity.INFO, Certainty.STATISTICAL,
            "its peer id or name is that of a client known not to upload",
            "none",
            "none",
            "a label, never an action"),
    PROGRESS_LIE(Severity.LOW, Certainty.STATISTICAL,
            "we sent it 8 whole pieces or more, 5 minutes ago or more, it claims none of them, and asks for one again "
                    + "or has had 110 % of the torrent",
            "5 minutes",
            "a piece of those turned out to be wrong here",
            "nothing"),
    FAST_VIOLATION(Severity.MEDIUM, Certainty.PROOF,
            "fast messages that were not agreed on; a reject of what was never asked; no answer for 60 s after a "
                    + "choke; more than 100 suggests or 64 allowed-fast",
            "60 s for answers after a choke",
            "we stood still meanwhile",
            "hangs up where they were not agreed on"),
    EXT_MALFORMED(Severity.MEDIUM, Certainty.PROOF,
            "an extended message that is not well formed, or none were agreed on",
            "none",
            "none",
            "hangs up"),
    EXT_HANDSHAKE_BOGUS(Severity.LOW, Certainty.PROOF,
            "the size of the metadata changes from one extension handshake to the next",
            "none",
            "none",
            "what is senseless counts as not said"),
    METADATA_POISON(Severity.HIGH, Certainty.PROOF,
            "a piece of the metadata differs from that of the copy that has the info hash, or comes unasked or with a "
                    + "wrong length",
            "none",
            "none",
            "bans on proof"),
    PEX_ABUSE(Severity.LOW, Certainty.PROOF,
            "peer exchange more than once a minute, or with more than 50 addresses, the same address twice, added and "
                    + "dropped at once, or port 0",
            "the first message may be longer; 50 s between messages are enough",
            "we stood still meanwhile",
            "ignores the message; hangs up on a flood"),
    CONNECT_CHURN(Severity.LOW, Certainty.STATISTICAL,
            "five connections of one address in 10 minutes that it closed within 5 s of the handshake",
            "as the figures",
            "those that we closed do not count",
            "waits longer before each dial"),
    TRACKER_LIE(Severity.LOW, Certainty.PROOF,
            "an interval below zero, an answer that cannot be read, port 0 among the peers; statistical: claims "
                    + "seeds, and of 50 peers or more from three answers 95 % cannot be reached",
            "as the figures",
            "nobody at all can be reached: the network is ours",
            "clamps the interval; other trackers go on"),
    DHT_GARBAGE(Severity.LOW, Certainty.PROOF,
            "a node answers under another id than it had, sends more than 50 messages in 10 s, or names only itself",
            "none",
            "a node asked without an id may have any; one that was reinstalled has another, which is why that is no proof",
            "ignores floods for 5 minutes"),
    OWN_DISK(Severity.MEDIUM, Certainty.OWN_SIDE,
            "writing, hashing or syncing takes more than a second, the disk refuses, or a block changed in our own "
                    + "memory (high)",
            "1 s",
            "none: it is one",
            "excuses peers for what it delays; a changed block blames nobody"),
    OWN_SIDE(Severity.LOW, Certainty.OWN_SIDE,
            "our clock or threads stood still for more than 250 ms, or we broke one of these rules ourselves (high)",
            "250 ms",
            "none: it is one",
            "excuses peers for the time");

    private final Severity severity;
    private final Certainty certainty;
    private final String rule;
    private final String grace;
    private final String exoneration;
    private final String action;

    Code(Severity severity, Certainty certainty, String rule, String grace, String exoneration, String action) {
        this.severity = severity;
        this.certainty = certainty;
        this.rule = rule;
        this.grace = grace;
        this.exoneration = exoneration;
        this.action = action;
    }

    /** Its place in the catalogue, from 1. */
    public int number() {
        return ordinal() + 1;
    }

    /** Of the plain case. */
    public Severity severity() {
        return severity;
    }

    /** Of the plain case. */
    public Certainty certainty() {
        return certainty;
    }

    /** What breaks the rule. */
    public String rule() {
        return rule;
    }

    /** What timing alone explains, and so does not break it. */
    public String grace() {
        return grace;
    }

    /** What on our own side, or what comes later, voids it. */
    public String exoneration() {
        return exoneration;
    }

    /** What Oxbow does about it. */
    public String action() {
        return action;
    }
}
