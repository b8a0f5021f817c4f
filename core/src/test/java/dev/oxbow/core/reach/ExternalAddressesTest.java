package dev.oxbow.core.reach;

import static dev.oxbow.core.reach.ExternalAddresses.CHOSEN_WEIGHT;
import static dev.oxbow.core.reach.ExternalAddresses.PEER_WEIGHT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExternalAddressesTest {
    private static final ByteString OURS = address("203.0.113.5");
    private static final ByteString OTHER = address("198.51.100.9");

    private final ExternalAddresses addresses = new ExternalAddresses();

    private static ByteString address(String text) {
        return Endpoint.parse(text.indexOf(':') < 0 ? text + ":1" : "[" + text + "]:1").address();
    }

    @Test
    void believesOneTrackerButNotOnePeer() {
        addresses.said("a", PEER_WEIGHT, OURS);
        assertEquals(Optional.empty(), addresses.best(false));
        addresses.said("a", PEER_WEIGHT, OURS);
        assertEquals(Optional.empty(), addresses.best(false), "saying it twice is one vote");
        addresses.said("tracker", CHOSEN_WEIGHT, OTHER);
        assertEquals(Optional.of(OTHER), addresses.best(false));
        addresses.said("b", PEER_WEIGHT, OURS);
        addresses.said("c", PEER_WEIGHT, OURS);
        assertEquals(Optional.of(OURS), addresses.best(false), "three peers outvote a tracker");
    }

    @Test
    void keepsTheFamiliesApart() {
        addresses.said("tracker", CHOSEN_WEIGHT, OURS);
        addresses.said("tracker", CHOSEN_WEIGHT, address("2001:db8::7"));
        assertEquals(Optional.of(OURS), addresses.best(false));
        assertEquals(Optional.of(address("2001:db8::7")), addresses.best(true));
    }

    @Test
    void takesIpv4InIpv6sClothesForWhatItIs() {
        addresses.said("tracker", CHOSEN_WEIGHT, ByteString.ofHex("00000000000000000000ffffcb007105"));
        assertEquals(Optional.of(OURS), addresses.best(false));
    }

    @Test
    void countsTheLastVotesOnly() {
        addresses.said("first", CHOSEN_WEIGHT, OURS);
        for (int i = 0; i < ExternalAddresses.VOTES_MAX; i++) {
            addresses.said("peer " + i, PEER_WEIGHT, ByteString.ofHex(String.format(Locale.ROOT, "c63364%02x", i)));
        }
        assertEquals(Optional.empty(), addresses.best(false));
    }

    @Test
    void takesNoVoteForWhatIsNotOnTheInternet() {
        for (String none : new String[] {"10.0.0.1", "127.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.1.1", "100.64.0.1",
            "100.127.255.255", "0.0.0.0",
            "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1"}) {
            assertFalse(ExternalAddresses.isPublic(address(none)), none);
        }
        for (String some : new String[] {"203.0.113.5", "100.63.255.255", "100.128.0.0", "2001:db8::1"}) {
            assertTrue(ExternalAddresses.isPublic(address(some)), some);
        }
        assertFalse(ExternalAddresses.isPublic(ByteString.EMPTY));
        assertFalse(ExternalAddresses.isPublic(ByteString.ofHex("cb0071")));
    }
}
