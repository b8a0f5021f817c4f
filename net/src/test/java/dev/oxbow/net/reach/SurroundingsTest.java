package dev.oxbow.net.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    @Test
    void areNobodyForALoopbackAddress() {
        for (String loopback : List.of("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1")) {
            assertTrue(Surroundings.isLoopback(loopback), loopback);
            assertSame(Surroundings.NONE, Surroundings.ofSystem(loopback), loopback);
        }
        assertEquals(Optional.empty(), Surroundings.NONE.gateway().get());
        assertEquals(List.of(), Surroundings.NONE.interfaces().get());
    }

    @Test
    void areTheSystemsForAllOthers() {
        for (String address : List.of("", "0.0.0.0", "::", "192.0.2.7", "2001:db8::7", "128.0.0.1")) {
            assertFalse(Surroundings.isLoopback(address), address);
            assertNotSame(Surroundings.NONE, Surroundings.ofSystem(address), address);
        }
    }

    @Test
    void knowAnAddressHoweverItIsWritten() {
        assertEquals("2001:db8::7", Surroundings.certain("2001:DB8:0:0::7"));
        assertEquals("192.0.2.7", Surroundings.certain("::ffff:192.0.2.7"));
        assertEquals("", Surroundings.certain("::"));
        assertEquals("", Surroundings.certain("0.0.0.0"));
        assertEquals("", Surroundings.certain(""));
    }
}
