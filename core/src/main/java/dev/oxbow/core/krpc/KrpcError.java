package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;

/**
 * A refusal (BEP 5).
 *
 * @param code one of the constants here, or whatever the other node made up
 * @param text for people, fit to be shown, at most {@link #TEXT_CHARS_MAX} characters
 */
public record KrpcError(ByteString transaction, int code, String text) implements KrpcMessage {
    public static final int GENERIC = 201;
    public static final int SERVER = 202;
    /** Malformed packet, invalid arguments, or bad token. */
    public static final int PROTOCOL = 203;
    public static final int METHOD_UNKNOWN = 204;
    public static final int TEXT_CHARS_MAX = 100;
}
