package dev.oxbow.journal.codec;

/** The bytes may well be an entry, but of a version of the format newer than this one: nothing is broken, and nothing may be repaired. */
public final class NewerVersionException extends JournalFormatException {
    private static final long serialVersionUID = 1L;

    NewerVersionException(String message) {
        super(message);
    }
}
