package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes in the query of a URL (RFC 3986, section 2.1): trackers take the raw bytes of hashes and ids, not text. */
public final class PercentEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {
    }

    /** Each byte that is not a letter, a digit or one of {@code - . _ ~} becomes {@code %XX}. */
    public static String encode(ByteString bytes) {
        StringBuilder out = new StringBuilder(bytes.length() * 3);
        for (int i = 0; i < bytes.length(); i++) {
            append(out, bytes.byteAt(i));
        }
        return out.toString();
    }

    /** {@link #encode} of the text's UTF-8. */
    public static String encode(String text) {
        return encode(ByteString.ofUtf8(text));
    }

    /** Text that should be encoded already: whatever could end the parameter or the request is encoded, {@code %} is left as it is. */
    static String encodeTheRest(String encoded) {
        StringBuilder out = new StringBuilder(encoded.length());
        for (byte octet : encoded.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '%') {
                out.append('%');
            } else {
                append(out, octet);
            }
        }
        return out.toString();
    }

    /**
     * The bytes of a query parameter's name or value. {@code +} is a space, as in forms; a {@code %} without two hexadecimal digits
     * behind it, or a character beyond ASCII, makes the whole empty.
     */
    public static Optional<ByteString> decode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 < text.length() ? digit(text.charAt(i + 1)) << 4 | digit(text.charAt(i + 2)) : -1;
                if (value < 0) {
                    return Optional.empty();
                }
                out.write(value);
                i += 2;
            } else if (c > 0x7e || c < 0x20) {
                return Optional.empty();
            } else {
                out.write(c == '+' ? ' ' : c);
            }
        }
        return Optional.of(ByteString.wrap(out.toByteArray()));
    }

    private static void append(StringBuilder out, byte octet) {
        if (isUnreserved(octet)) {
            out.append((char) octet);
        } else {
            out.append('%').append(HEX[octet >> 4 & 0xf]).append(HEX[octet & 0xf]);
        }
    }

    private static boolean isUnreserved(byte octet) {
        return octet >= 'a' && octet <= 'z' || octet >= 'A' && octet <= 'Z' || octet >= '0' && octet <= '9'
                || octet == '-' || octet == '.' || octet == '_' || octet == '~';
    }

    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
