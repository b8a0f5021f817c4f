package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import org.junit.jupiter.api.Test;

/** Who floods us is ignored for a while. */
class FloodGuardTest {
    private static final ByteString ADDRESS = Endpoint.parse("60.1.2.3:1").address();
    private static final long NOW_NS = SimulatedDht.START_NS;

    private final FloodGuard guard = new FloodGuard();

    private void messages(ByteString address, int count, long spacingNs) {
        for (int i = 0; i < count; i++) {
            guard.onMessage(address, NOW_NS + i * spacingNs);
        }
    }

    @Test
    void ignoresMoreThanFiftyMessagesInTenSecondsForFiveMinutes() {
        messages(ADDRESS, FloodGuard.MESSAGES_MAX, 1);
        assertFalse(guard.isIgnored(ADDRESS, NOW_NS + 100));
        guard.onMessage(ADDRESS, NOW_NS + 100);
        assertTrue(guard.isIgnored(ADDRESS, NOW_NS + 100));
        assertTrue(guard.isIgnored(ADDRESS, NOW_NS + 99 + FloodGuard.IGNORED_NS));
        assertFalse(guard.isIgnored(ADDRESS, NOW_NS + 100 + FloodGuard.IGNORED_NS));
        assertFalse(guard.isIgnored(Endpoint.parse("60.1.2.4:1").address(), NOW_NS + 100));
    }

    @Test
    void bearsASteadyStream() {
        messages(ADDRESS, 1000, FloodGuard.WINDOW_NS / 45);
        assertFalse(guard.isIgnored(ADDRESS, NOW_NS + 22 * FloodGuard.WINDOW_NS));
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        for (int i = 0; i <= FloodGuard.MESSAGES_MAX; i++) {
            guard.onMessage(Endpoint.parse("[2001:db8:1:2::" + i + "]:1").address(), NOW_NS);
        }
        assertTrue(guard.isIgnored(Endpoint.parse("[2001:db8:1:2::ffff]:1").address(), NOW_NS));
        assertFalse(guard.isIgnored(Endpoint.parse("[2001:db8:1:3::1]:1").address(), NOW_NS));
    }

    @Test
    void leavesTheLocalNetworkAlone() {
        ByteString loopback = Endpoint.parse("127.0.0.1:1").address();
        messages(loopback, 1000, 1);
        assertFalse(guard.isIgnored(loopback, NOW_NS + 1000));
    }

    @Test
    void forgetsTheAddressMetLongestAgo() {
        messages(ADDRESS, 100, 1);
        for (int i = 0; i < FloodGuard.ADDRESSES_MAX; i++) {
            guard.onMessage(Endpoint.of(new byte[] {61, 1, (byte) (i >> 8), (byte) i}, 1).address(), NOW_NS + 200);
        }
        assertFalse(guard.isIgnored(ADDRESS, NOW_NS + 200));
    }
}
