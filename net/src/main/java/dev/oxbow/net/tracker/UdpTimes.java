package dev.oxbow.net.tracker;

/**
 * How long UDP trackers are waited for.
 *
 * @param firstTimeoutMs   until a request is sent again; twice as long after each time (BEP 15)
 * @param doublingsMax     how often it doubles
 * @param giveUpMs         for an announce as a whole; then the next tracker of the tier has its turn
 * @param stoppedGiveUpMs  for a farewell
 * @param connectionIdMs   how long a connection id may be used
 * @param otherFamilyMs    how long IPv6 is waited for once IPv4 has answered, and the other way round
 */
record UdpTimes(long firstTimeoutMs, int doublingsMax, long giveUpMs, long stoppedGiveUpMs, long connectionIdMs, long otherFamilyMs) {
    /** BEP 15's own, but for giving up: it would try for hours. */
    static final UdpTimes USUAL = new UdpTimes(15_000, 8, 60_000, 5_000, 60_000, 1_000);

    /** @param timeouts how often there was no answer already */
    long timeoutMs(int timeouts) {
        return firstTimeoutMs << Math.min(timeouts, doublingsMax);
    }
}
