package dev.oxbow.sim;

import dev.oxbow.core.value.Endpoint;

/**
 * A peer that has everything and answers in order, at its rate.
 *
 * @param latencyNs       before each answer
 * @param bytesPerSec     how fast blocks come
 * @param corruptsPiece   the piece that it sends wrong; -1 for none
 * @param leavesAtBlock   closes the connection after so many blocks; {@link Integer#MAX_VALUE} for never
 */
public record ScriptedPeer(Endpoint endpoint, String client, long latencyNs, long bytesPerSec, int corruptsPiece, int leavesAtBlock) {
    /** A good one at {@code 10.0.0.number:6881}. */
    public static ScriptedPeer good(int number) {
        return new ScriptedPeer(Endpoint.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, 6881), "Scripted " + number,
                (5 + number % 7 * 10) * Timeline.MS_NS, 20_000_000, -1, Integer.MAX_VALUE);
    }

    public ScriptedPeer corrupting(int pieceIndex) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, pieceIndex, leavesAtBlock);
    }

    public ScriptedPeer leavingAtBlock(int blockCount) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, corruptsPiece, blockCount);
    }

    public ScriptedPeer slow(long latency, long rate) {
        return new ScriptedPeer(endpoint, client, latency, rate, corruptsPiece, leavesAtBlock);
    }
}
