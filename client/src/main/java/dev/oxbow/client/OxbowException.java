package dev.oxbow.client;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** Why a session cannot do what was asked of it. The message is one sentence for people. */
public final class OxbowException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is. */
    public enum Kind {
        /** Another process works in the state directory. */
        HELD,
        /** The state directory or the journal cannot be read or written. */
        STATE,
        /** There is no room for the journal. */
        NO_SPACE,
        /** The address to use is none of this machine. */
        ADDRESS,
        /** The request cannot be granted. */
        REFUSED,
        /** A fault of Oxbow's own. */
        INTERNAL
    }

    private final transient Kind kind;

    public OxbowException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public OxbowException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The state directory cannot be used. */
    static OxbowException ofState(Path directory, Exception fault) {
        Throwable cause = fault instanceof UncheckedIOException ? fault.getCause() : fault;
        String given = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage(); // that one's message is the path
        if (given != null && given.toLowerCase(Locale.ROOT).contains("no space left")) {
            return new OxbowException(Kind.NO_SPACE, "the disk of the state directory " + directory + " is full; make room and start again", fault);
        }
        String why = given != null ? given : cause instanceof FileAlreadyExistsException ? "a file is in the way"
                : cause instanceof AccessDeniedException ? "permission denied" : cause.getClass().getSimpleName();
        return new OxbowException(Kind.STATE, "the state directory " + directory + " cannot be used: " + why, fault);
    }

    public Kind kind() {
        return kind;
    }
}
