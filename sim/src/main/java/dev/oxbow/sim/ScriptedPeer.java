package dev.oxbow.sim;

import dev.oxbow.core.value.Endpoint;

/**
 * A peer that has everything and answers in order, at its rate.
 *
 * @param latencyNs       before each answer
 * @param bytesPerSec     how fast blocks come
 * @param corrupts        whether the first piece that it is asked for comes wrong, until that is noticed
 * @param leavesAtBlock   closes the connection after so many blocks; {@link Integer#MAX_VALUE} for never
 * @param habit           what else it does that others do not
 * @param idPrefix        its peer id begins with
 */
public record ScriptedPeer(Endpoint endpoint, String client, long latencyNs, long bytesPerSec, boolean corrupts, int leavesAtBlock,
        Habit habit, String idPrefix) {
    private static final String USUAL_ID_PREFIX = "-SC0001-";

    /** What a peer does again and again. */
    public enum Habit {
        NONE,
        /** Every twenty-fifth block that it sends is wrong. */
        SPOILS_BLOCKS,
        /** Chokes us for three seconds after having let us ask for four. */
        FLAPS
    }

    public ScriptedPeer(Endpoint endpoint, String client, long latencyNs, long bytesPerSec, boolean corrupts, int leavesAtBlock) {
        this(endpoint, client, latencyNs, bytesPerSec, corrupts, leavesAtBlock, Habit.NONE, USUAL_ID_PREFIX);
    }

    /** A good one at {@code 10.0.0.number:6881}. */
    public static ScriptedPeer good(int number) {
        return at(Endpoint.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, 6881), "Scripted " + number)
                .slow((5 + number % 7 * 10) * Timeline.MS_NS, 20_000_000);
    }

    /** A good, fast one at that address. */
    public static ScriptedPeer at(Endpoint endpoint, String client) {
        return new ScriptedPeer(endpoint, client, 5 * Timeline.MS_NS, 20_000_000, false, Integer.MAX_VALUE);
    }

    public ScriptedPeer corrupting() {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, true, leavesAtBlock, habit, idPrefix);
    }

    public ScriptedPeer leavingAtBlock(int blockCount) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, corrupts, blockCount, habit, idPrefix);
    }

    public ScriptedPeer slow(long latency, long rate) {
        return new ScriptedPeer(endpoint, client, latency, rate, corrupts, leavesAtBlock, habit, idPrefix);
    }

    public ScriptedPeer with(Habit other) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, corrupts, leavesAtBlock, other, idPrefix);
    }

    /** @param prefix as in {@code -TR4060-} */
    public ScriptedPeer calling(String prefix) {
        return new ScriptedPeer(endpoint, client, latencyNs, bytesPerSec, corrupts, leavesAtBlock, habit, prefix);
    }
}
