package dev.oxbow.core.bencode;

/** Input that is not bencode, with the place where that shows. The message is a clause for people, free of the input's own bytes. */
public final class BencodeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offsetBytes;

    BencodeException(String message, int offsetBytes) {
        super(message + " at byte " + offsetBytes);
        this.offsetBytes = offsetBytes;
    }

    public int offsetBytes() {
        return offsetBytes;
    }
}
