package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectsTest {
    private static Redirects.Target to(String url) {
        return new Redirects.Target(url, true);
    }

    @Test
    void remembersUntilToldToForget() {
        Redirects redirects = new Redirects(2);
        assertEquals(Optional.empty(), redirects.target("a"));
        redirects.remember("a", to("x"));
        redirects.remember("a", to("y"));
        assertEquals(Optional.of(to("y")), redirects.target("a"));
        redirects.forget("a");
        assertEquals(Optional.empty(), redirects.target("a"));
    }

    @Test
    void forgetsWhatWasNotUsedForLongest() {
        Redirects redirects = new Redirects(2);
        redirects.remember("a", to("1"));
        redirects.remember("b", to("2"));
        redirects.target("a");
        redirects.remember("c", to("3"));
        assertEquals(Optional.of(to("1")), redirects.target("a"));
        assertEquals(Optional.empty(), redirects.target("b"));
        assertEquals(Optional.of(to("3")), redirects.target("c"));
    }
}
