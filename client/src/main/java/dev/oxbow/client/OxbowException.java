package dev.oxbow.client;

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

    public Kind kind() {
        return kind;
    }
}
