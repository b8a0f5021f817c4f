package dev.oxbow.core.metainfo;

/** A torrent or magnet link that cannot be used. The message is one sentence for people, without characters taken from the input. */
public final class MetainfoException extends Exception {
    private static final long serialVersionUID = 1L;

    public MetainfoException(String message) {
        super(message);
    }
}
