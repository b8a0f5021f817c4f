package dev.oxbow.net.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpUrlTest {

    @Test
    void splitsAUrl() {
        assertEquals(new HttpUrl(false, "t.example", 6969, "/announce?a=b"), url("http://t.example:6969/announce?a=b"));
        assertEquals(new HttpUrl(true, "t.example", 443, "/"), url("HTTPS://t.example"));
        assertEquals(new HttpUrl(false, "t.example", 80, "/?a=/b"), url("http://t.example?a=/b"));
        assertEquals(new HttpUrl(false, "t.example", 80, "/x"), url("http://t.example:/x"));
        assertEquals(new HttpUrl(false, "2001:db8::1", 6969, "/a"), url("http://[2001:db8::1]:6969/a"));
        assertEquals(new HttpUrl(false, "::1", 80, "/"), url("http://[::1]/"));
    }

    @Test
    void keepsPathAndQueryAsTheyWereWritten() {
        assertEquals("/a/../b%zz|{}[]?x=%00^&&=", url("http://t/a/../b%zz|{}[]?x=%00^&&=").target());
    }

    @Test
    void dropsTheFragment() {
        assertEquals("/a", url("http://t/a#b/c?d").target());
        assertEquals(new HttpUrl(false, "t", 80, "/"), url("http://t#x"));
    }

    @Test
    void refusesWhatCannotBeFetched() {
        for (String bad : List.of("", "http", "http:", "http://", "http:///x", "http://:80/", "http://#", "ftp://t/", "udp://t:1/",
                "://t/", "http://t:0/",
                "http://t:65536/", "http://t:1x/", "http://t:-1/", "http://user@t/", "http://t /", "http://t/a b", "http://t/\r\nX: y",
                "http://\u00e9.example/", "http://t/\u00e9", "http://::1/", "http://[::1/", "http://::1]/", "http://[t]/", "http://a..b/",
                        "http://.a/",
                "http://" + "a".repeat(300) + "/", "http://t/" + "a".repeat(70_000))) {
            assertTrue(HttpUrl.parse(bad).isEmpty(), bad);
        }
    }

    @Test
    void resolvesRedirects() {
        HttpUrl base = url("https://t.example:8443/a/b?c=d");
        assertEquals(Optional.of(url("http://u/x")), base.resolve("http://u/x"));
        assertEquals(Optional.of(url("https://u/x")), base.resolve("//u/x"));
        assertEquals(Optional.of(url("https://t.example:8443/x?y")), base.resolve("/x?y"));
        assertEquals(Optional.of(url("https://t.example:8443/a/x")), base.resolve("x"));
        assertEquals(Optional.of(url("https://t.example:8443/a/x?u=http://v")), base.resolve("x?u=http://v"));
        assertEquals(Optional.of(url("https://t.example:8443/a/b?e=f")), base.resolve("?e=f"));
        assertEquals(Optional.of(url("https://[::1]:1/x")), url("https://[::1]:1/").resolve("/x"));
        assertTrue(base.resolve("ftp://u/x").isEmpty());
        assertTrue(base.resolve("mailto:x").isEmpty());
        assertTrue(base.resolve("/a b").isEmpty());
    }

    private static HttpUrl url(String text) {
        return HttpUrl.parse(text).orElseThrow(() -> new AssertionError(text));
    }
}
