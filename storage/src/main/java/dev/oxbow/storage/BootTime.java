package dev.oxbow.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** When the machine started: no process of an earlier boot wrote anything after that. */
final class BootTime {
    private static final Path LINUX = Path.of("/proc/stat");
    private static final String KEY = "btime ";
    private static final long SECOND_NS = 1_000_000_000L;

    private BootTime() {
    }

    /** Nanoseconds since 1970, exact to the second; 0 where the system does not say. */
    static long currentNs() {
        try {
            for (String line : Files.readAllLines(LINUX, StandardCharsets.US_ASCII)) {
                if (line.startsWith(KEY)) {
                    return Long.parseLong(line.substring(KEY.length()).trim()) * SECOND_NS;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // another system
        }
        return 0;
    }
}
