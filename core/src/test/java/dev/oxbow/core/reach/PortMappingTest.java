package dev.oxbow.core.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortMappingTest {
    private static final long SECOND = Deadline.SECOND_NS;

    private final PortMapping mapping = new PortMapping(TransportProtocol.UDP);

    @Test
    void isDueOnceSomethingListens() {
        assertEquals(Deadline.NONE, mapping.nextNs());
        mapping.listening(6881, 5);
        assertEquals(5, mapping.nextNs());
        mapping.asked(1);
        assertEquals(Deadline.NONE, mapping.nextNs(), "one question at a time");
        assertTrue(mapping.awaits(1));
        assertFalse(mapping.awaits(2));
    }

    @Test
    void holdsWhatWasGrantedUntilItEndsThoughRenewingFails() {
        mapping.listening(6881, 0);
        mapping.mapped(MappingMethod.PCP, 6881, 7000, 3600, 0);
        assertEquals(1800 * SECOND, mapping.nextNs());
        mapping.failed(MappingFailure.SILENT, 1800 * SECOND);
        assertEquals(7000, mapping.grant(3599 * SECOND).orElseThrow().externalPort());
        assertEquals(Optional.empty(), mapping.grant(3600 * SECOND));
        assertEquals((1800 + 60) * SECOND, mapping.nextNs());
    }

    @Test
    void losesAtOnceWhatBelongsToSomebodyElse() {
        mapping.listening(6881, 0);
        mapping.mapped(MappingMethod.UPNP, 6881, 6881, 3600, 0);
        mapping.failed(MappingFailure.CONFLICT, 7);
        assertEquals(Optional.empty(), mapping.grant());
        assertEquals(7, mapping.nextNs(), "another port is tried now");
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureAndAnHourAtMost() {
        mapping.listening(6881, 0);
        for (long seconds : new long[] {60, 120, 240, 480, 960, 1920, 3600, 3600}) {
            mapping.failed(MappingFailure.REFUSED, 0);
            assertEquals(seconds * SECOND, mapping.nextNs());
        }
    }
}
