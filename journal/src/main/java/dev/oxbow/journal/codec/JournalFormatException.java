package dev.oxbow.journal.codec;

/** Bytes that are no entry of a journal this version can read. */
public class JournalFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    public JournalFormatException(String message) {
        super(message);
    }
}
