package dev.oxbow.core.value;

/** Why a fetch from a web seed ended without all of its bytes (BEP 17, BEP 19). New ones go at the end. */
public enum WebSeedFault {
    /** No connection came about, or no secure one. */
    UNREACHABLE,
    /** The connection closed before any answer, or in the middle of one. */
    CLOSED_EARLY,
    /** Too few bytes for too long. */
    STALLED,
    /** What came was not HTTP. */
    NOT_HTTP,
    /** 404 or 410: the file is not there, and asking again will not bring it. */
    GONE,
    /** 429 or 503: it asks to be left alone for a while. */
    BUSY,
    /** Any other status that is no success. */
    BAD_STATUS,
    /** It sends the whole file whatever is asked for, and the part that was asked for is too far in. */
    RANGES_IGNORED,
    /** It sent another range than it was asked for, or did not say which. */
    WRONG_RANGE,
    /** Its file has another length than the torrent's. */
    WRONG_FILE_LENGTH,
    /** The body ended before the range did. */
    SHORT_BODY,
    /** The body is longer than the range. */
    OVERSIZED_BODY,
    /** The body is packed although that was declined. */
    PACKED_BODY,
    /** Redirects in a circle, too many of them, or to something that is neither HTTP nor HTTPS. */
    BAD_REDIRECT,
    /** A server on the open internet redirects to an address of this machine or of a local network. */
    REDIRECT_TO_PRIVATE_ADDRESS,
    /** The URL cannot be asked for anything. */
    BAD_URL,
    /** We gave it up ourselves. */
    CANCELLED;

    /** Whether the server can do nothing about it: then it says nothing about the server. */
    public boolean isOurs() {
        return this == CANCELLED;
    }

    /** Whether the answer will be the same whenever this file is asked for again. */
    public boolean isForEver() {
        return switch (this) {
            case GONE, RANGES_IGNORED, WRONG_FILE_LENGTH, PACKED_BODY, REDIRECT_TO_PRIVATE_ADDRESS, BAD_URL -> true;
            default -> false;
        };
    }
}
