package dev.oxbow.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Names the running operating system from its start to its end. If it is the same as before, everything that was written then is still
 * there, in the page cache if nowhere else.
 */
public final class BootId {
    private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {
    }

    /**
     * The boot id; where the system has none, one that was never there before, so that nothing is believed too easily. The environment
     * variable {@code OXBOW_BOOT_ID} stands in for it in tests.
     */
    public static String current() {
        String substitute = System.getenv("OXBOW_BOOT_ID");
        if (substitute != null && !substitute.isBlank()) {
            return substitute;
        }
        try {
            return Files.readString(LINUX, StandardCharsets.US_ASCII).trim();
        } catch (IOException e) {
            return "unknown-" + UUID.randomUUID();
        }
    }
}
