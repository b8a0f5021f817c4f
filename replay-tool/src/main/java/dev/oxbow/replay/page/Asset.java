package dev.oxbow.replay.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One of the files that the page is made of. */
record Asset(String type, String text) {
    /** @param name behind the token; empty for the page itself */
    static Optional<Asset> of(String name) {
        return switch (name) {
            case "" -> Optional.of(new Asset("text/html", read("page.html")));
            case "page.js" -> Optional.of(new Asset("text/javascript", read(name)));
            case "page.css" -> Optional.of(new Asset("text/css", read(name)));
            default -> Optional.empty();
        };
    }

    private static String read(String name) {
        try (InputStream in = Asset.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
