package dev.oxbow.journal;

import java.io.IOException;

/** There is no room for more entries. Nothing was written, nothing is damaged; once there is room, appending goes on. */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
