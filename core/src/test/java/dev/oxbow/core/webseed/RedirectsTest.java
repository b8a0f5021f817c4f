package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    @Test
    void remembersUntilToldToForget() {
        Redirects redirects = new Redirects(2);
        assertEquals(Optional.empty(), redirects.target("a"));
        redirects.remember("a", "x");
        redirects.remember("a", "y");
        assertEquals(Optional.of("y"), redirects.target("a"));
        redirects.forget("a");
        assertEquals(Optional.empty(), redirects.target("a"));
    }

    @Test
    void forgetsWhatWasNotUsedForLongest() {
        Redirects redirects = new Redirects(2);
        redirects.remember("a", "1");
        redirects.remember("b", "2");
        redirects.target("a");
        redirects.remember("c", "3");
        assertEquals(Optional.of("1"), redirects.target("a"));
        assertEquals(Optional.empty(), redirects.target("b"));
        assertEquals(Optional.of("3"), redirects.target("c"));
    }
}
