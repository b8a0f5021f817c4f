package dev.oxbow.replay.export;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Stand-ins for addresses. Those of one network still are of one network: equal leading bytes stay equal, and which networks are private,
 * link-local or shared stays as it is. This machine's own addresses stand for themselves, as do ports.
 */
final class AddressPseudonyms {
    private static final int LOOPBACK = 127;
    private static final int MULTICAST = 224;

    private final Pseudonyms pseudonyms;
    private final Map<ByteString, ByteString> known = new HashMap<>(); // for look-up only

    AddressPseudonyms(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    Endpoint endpoint(Endpoint original) {
        return new Endpoint(address(original.address()), original.port());
    }

    /** Of 4 or 16 bytes; anything else is no address and stays. */
    ByteString address(ByteString original) {
        return known.computeIfAbsent(original, unseen -> switch (original.length()) {
            case 4 -> ipv4(original.toArray());
            case 16 -> ipv6(original.toArray());
            default -> original;
        });
    }

    static boolean isOwn(ByteString address) {
        byte[] bytes = address.toArray();
        boolean zeros = IntStream.range(0, Math.max(0, bytes.length - 1)).allMatch(i -> bytes[i] == 0);
        return bytes.length == 4 ? bytes[0] == LOOPBACK || zeros && bytes[3] == 0 : zeros && (bytes[15] == 0 || bytes[15] == 1);
    }

    private ByteString ipv4(byte[] in) {
        if (isOwn(ByteString.copyOf(in))) {
            return ByteString.copyOf(in);
        }
        byte[] out = new byte[4];
        for (int i = 0; i < 4; i++) {
            int octet = in[i] & 0xff;
            int place = i;
            int kind = kind(in, i, octet);
            List<Integer> alike = new ArrayList<>(IntStream.range(0, 256).filter(it -> kind(in, place, it) == kind).boxed().toList());
            out[i] = (byte) (int) (kind < 0 ? octet : alike.get(shuffled(Arrays.copyOf(in, i), alike.size())[alike.indexOf(octet)]));
        }
        return ByteString.wrap(out);
    }

    /** Octets of one kind may stand for each other; those of a negative kind stand for themselves. */
    private static int kind(byte[] address, int place, int octet) {
        int first = address[0] & 0xff;
        if (place == 0) {
            boolean special = octet == 0 || octet == 10 || octet == 100 || octet == LOOPBACK || octet == 169 || octet == 172 || octet == 192
                    || octet >= MULTICAST;
            return special ? -1 : 0;
        }
        if (place > 1) {
            return 0;
        }
        return switch (first) {
            case 100 -> octet >= 64 && octet < 128 ? 1 : 0;
            case 169 -> octet == 254 ? -1 : 0;
            case 172 -> octet >= 16 && octet < 32 ? 1 : 0;
            case 192 -> octet == 168 ? -1 : 0;
            default -> 0;
        };
    }

    private int[] shuffled(byte[] prefix, int count) {
        long seed = ByteBuffer.wrap(pseudonyms.bytes("ipv4", prefix, 8)).getLong();
        int[] out = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            seed = Rng.mix(seed + i);
            int other = (int) Long.remainderUnsigned(seed, i + 1);
            int kept = out[i];
            out[i] = out[other];
            out[other] = kept;
        }
        return out;
    }

    private ByteString ipv6(byte[] in) {
        if (isOwn(ByteString.copyOf(in))) {
            return ByteString.copyOf(in);
        }
        byte[] out = in.clone();
        boolean local = (in[0] & 0xfe) == 0xfc || (in[0] & 0xff) >= 0xfe;
        for (int i = local ? 2 : 1; i < in.length; i++) { // what kind of address it is stands in front
            out[i] = (byte) (in[i] ^ pseudonyms.bytes("ipv6", Arrays.copyOf(in, i), 1)[0]);
        }
        return ByteString.wrap(out);
    }
}
