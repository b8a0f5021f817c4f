package dev.oxbow.core.webseed;

import dev.oxbow.core.value.WebSeedFault;

/**
 * How a fetch from a web seed failed.
 *
 * @param fileIndex         the file that was asked for, or {@link #NO_FILE}
 * @param detail            a sentence for people, without control characters
 * @param retryAfterSeconds how long the server wants to be left alone, 0 when it does not say
 */
public record WebSeedFailure(WebSeedFault fault, int fileIndex, String detail, long retryAfterSeconds) {
    /** Stands for no one file: the script was asked for a piece (BEP 17), or nothing was asked yet. */
    public static final int NO_FILE = -1;

    public WebSeedFailure {
        if (fileIndex < NO_FILE || retryAfterSeconds < 0) {
            throw new IllegalArgumentException("no such failure");
        }
    }
}
