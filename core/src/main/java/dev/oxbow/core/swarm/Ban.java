package dev.oxbow.core.swarm;

import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;

/**
 * A peer that we have nothing more to do with, and what that rests on.
 *
 * @param endpoint     where it was, or can be, connected
 * @param wholeAddress whether nobody at its address is let in, whatever the port
 * @param badBlocks    as a bitfield over the blocks of the piece: those that are known to be wrong
 * @param badSequence  of the BlockReceived with the first of them
 * @param goodSequence of the BlockReceived with the same block of the good copy; -1 when there is none yet
 * @param untilNs      when it ends by itself
 */
public record Ban(Endpoint endpoint, boolean wholeAddress, BanReason reason, int torrentId, int pieceIndex, ByteString badBlocks,
        long badSequence, long goodSequence, long untilNs, String detail) {

    /** Whether it concerns this endpoint at that time. */
    public boolean covers(Endpoint other, long timeNs) {
        return timeNs < untilNs && (endpoint.equals(other) || wholeAddress && endpoint.address().equals(other.address()));
    }
}
