package dev.oxbow.net.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.net.lsd.LocalAnnounce;
import java.nio.charset.StandardCharsets;

/** URLs, redirects, packed bodies, announcements of neighbours. */
public final class UrlTargets {
    private static final int UNPACKED_MAX_BYTES = 100_000;

    private UrlTargets() {
    }

    /** What is read and written is read the same; a redirect leads to a URL or nowhere. */
    public static void url(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        HttpUrl.parse(text).ifPresent(it -> assertEquals(it, HttpUrl.parse(it.text()).orElseThrow(), it.text()));
        HttpUrl.parse("http://tracker.example:81/a/b?c").orElseThrow().resolve(text)
                .ifPresent(it -> assertEquals(it, HttpUrl.parse(it.text()).orElseThrow(), it.text()));
    }

    public static void neighbour(byte[] input) {
        LocalAnnounce.parse(input).ifPresent(it -> {
            assertTrue(it.port() > 0 && !it.infoHashes().isEmpty() && it.infoHashes().size() <= 200);
        });
    }

    public static void gzip(byte[] input) {
        try {
            assertTrue(Gunzip.unpack(input, UNPACKED_MAX_BYTES).length <= UNPACKED_MAX_BYTES);
        } catch (FetchFailedException refused) {
            assertTrue(refused.getMessage().length() > 5);
        }
    }
}
