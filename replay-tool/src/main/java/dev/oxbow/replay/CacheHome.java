package dev.oxbow.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where what was learned of a journal is kept for the next time: under the XDG cache home, one directory for each journal. Never in the
 * journal's own directory, which may be read-only, or evidence. All of it may be deleted at any time.
 */
public final class CacheHome {
    private static final int NAME_BYTES = 10;

    private CacheHome() {
    }

    public static Path path() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return home.resolve("oxbow").resolve("replay");
    }

    /** The directory for one journal; not made yet. */
    static Path of(Path cacheHome, Path sessionDirectory) throws IOException {
        try {
            byte[] name = sessionDirectory.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
            return cacheHome.resolve(HexFormat.of().formatHex(digest, 0, NAME_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
