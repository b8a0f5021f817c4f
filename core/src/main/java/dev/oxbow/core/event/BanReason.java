package dev.oxbow.core.event;

/** What a ban rests on. Nothing less than proof: a peer that merely had a part in a bad piece is not banned. */
public enum BanReason {
    /** Every block of a piece that failed its hash came from this peer, and our own memory is not at fault. */
    SENT_WHOLE_BAD_PIECE,
    /** Blocks that this peer sent differ from those of a copy of the piece that has the right hash. */
    DIFFERS_FROM_GOOD_COPY,
    /** A piece of the metadata that this peer sent differs from that of the copy that has the info hash. */
    BAD_METADATA
}
