package dev.oxbow.replay.export;

import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Stand-ins that nobody without the key can lead back to what they stand for (HMAC-SHA-256). The same stands for the same. */
final class Pseudonyms {
    private static final Pattern CLIENT_PREFIX = Pattern.compile("-[A-Za-z~]{2}[0-9A-Za-z.]{4}-"); // BEP 20
    private static final int CLIENT_PREFIX_BYTES = 8;

    private final Mac mac;
    private final Map<ByteString, ByteString> ids = new HashMap<>(); // for look-up only

    Pseudonyms(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Bytes that depend on all of the input; at most 32. */
    byte[] bytes(String purpose, byte[] input, int length) {
        mac.update(purpose.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return Arrays.copyOf(mac.doFinal(input), length);
    }

    /** As many bytes as the original has. */
    ByteString opaque(String purpose, ByteString original) {
        byte[] out = new byte[original.length()];
        byte[] input = original.toArray();
        for (int at = 0; at < out.length; at += 32) {
            byte[] part = bytes(purpose + at, input, 32);
            System.arraycopy(part, 0, out, at, Math.min(32, out.length - at));
        }
        return ByteString.wrap(out);
    }

    /** Hexadecimal digits. */
    String digits(String purpose, String original, int count) {
        return ByteString.wrap(bytes(purpose, original.getBytes(StandardCharsets.UTF_8), 16)).toHex().substring(0, count);
    }

    long number(String purpose, long original) {
        byte[] out = bytes(purpose, Long.toString(original).getBytes(StandardCharsets.US_ASCII), 8);
        return ByteBuffer.wrap(out).getLong();
    }

    /** An info hash or a node's id: those that begin with the same bytes still do, so that who is near whom can be seen. */
    ByteString id(ByteString original) {
        return ids.computeIfAbsent(original, unseen -> {
            byte[] in = original.toArray();
            byte[] out = new byte[in.length];
            for (int i = 0; i < in.length; i++) {
                out[i] = (byte) (in[i] ^ bytes("id", Arrays.copyOf(in, i), 1)[0]);
            }
            return ByteString.wrap(out);
        });
    }

    /** The client's sign and version stay. */
    ByteString peerId(ByteString original) {
        boolean named = CLIENT_PREFIX.matcher(new String(original.toArray(), 0, CLIENT_PREFIX_BYTES, StandardCharsets.ISO_8859_1))
                .matches();
        byte[] out = opaque("peer id", original).toArray();
        if (named) {
            original.substring(0, CLIENT_PREFIX_BYTES).copyTo(out, 0);
        }
        return ByteString.wrap(out);
    }
}
