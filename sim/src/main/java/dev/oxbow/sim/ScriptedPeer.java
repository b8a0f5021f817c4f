package dev.oxbow.sim;

import dev.oxbow.core.value.Endpoint;

/**
 * A peer that has everything and answers in order, at its rate.
 *
 * @param latencyNs       before each answer
 * @param bytesPerSec     how fast blocks come
 * @param corrupts        whether the first piece that it is asked for comes wrong, until that is noticed
 * @param leavesAtBlock   closes the connection after so many blocks; {@link Integer#MAX_VALUE} for never
 */
public record ScriptedPeer(Endpoint endpoint, String client, long latencyNs, long bytesPerSec, boolean corrupts, int leavesAtBlock) {
    /** A good one at {@code 10.0.0.number:6881}. */
    public static ScriptedPeer good(int number) {
        return new ScriptedPeer(Endpoint.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, 6881), "Scripted " + number,
                (5 + number % 7 * 10) * Timeline.MS_NS, 20_000_000, false, Integer.MAX_VALUE);
    }

    public ScriptedPeer corrupting() {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, true, leavesAtBlock);
    }

    public ScriptedPeer leavingAtBlock(int blockCount) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, corrupts, blockCount);
    }

    public ScriptedPeer slow(long latency, long rate) {
        return new ScriptedPeer(endpoint, client, latency, rate, corrupts, leavesAtBlock);
    }
}
