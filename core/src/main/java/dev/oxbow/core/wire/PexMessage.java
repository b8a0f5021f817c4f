package dev.oxbow.core.wire;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message of {@code ut_pex} (BEP 11): whom the sender is connected to since its last one, and whom no longer. IPv4 and IPv6 stand in
 * lists of their own.
 *
 * @param added      at most {@link #TAKEN_MAX} when it was received
 * @param addedFlags a byte for each of them
 * @param dropped    at most {@link #TAKEN_MAX} when it was received
 */
public record PexMessage(List<Endpoint> added, ByteString addedFlags, List<Endpoint> dropped) {
    /** Flag: it has everything, or wants nothing. */
    public static final int SEED = 0x02;
    /** Flag: the sender has dialled it with success. */
    public static final int REACHABLE = 0x10;
    /** What is beyond this in a message is left out. */
    public static final int TAKEN_MAX = 100;
    private static final int PORT_LENGTH_BYTES = 2;

    public PexMessage {
        added = List.copyOf(added);
        dropped = List.copyOf(dropped);
        if (addedFlags.length() != added.size()) {
            throw new IllegalArgumentException(addedFlags.length() + " flags for " + added.size() + " peers");
        }
    }

    /** The payload behind the extended id. */
    public byte[] encode() {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("added", packed(added, false));
        out.put("added.f", flags(false));
        out.put("added6", packed(added, true));
        out.put("added6.f", flags(true));
        out.put("dropped", packed(dropped, false));
        out.put("dropped6", packed(dropped, true));
        return BencodeWriter.write(BDictionary.of(out));
    }

    private static BString packed(List<Endpoint> peers, boolean ipv6) {
        int entryBytes = (ipv6 ? Endpoint.IPV6_LENGTH_BYTES : Endpoint.IPV4_LENGTH_BYTES) + PORT_LENGTH_BYTES;
        List<Endpoint> family = peers.stream().filter(peer -> peer.isIpv6() == ipv6).toList();
        ByteBuffer out = ByteBuffer.allocate(entryBytes * family.size());
        family.forEach(peer -> out.put(peer.address().toArray()).putShort((short) peer.port()));
        return new BString(ByteString.wrap(out.array()));
    }

    private BString flags(boolean ipv6) {
        ByteBuffer out = ByteBuffer.allocate(added.size());
        for (int i = 0; i < added.size(); i++) {
            if (added.get(i).isIpv6() == ipv6) {
                out.put(addedFlags.byteAt(i));
            }
        }
        return new BString(ByteString.copyOf(out.array(), 0, out.position()));
    }

    /** Nothing when the payload is no dictionary, or a list is not made of whole entries. */
    public static Optional<PexMessage> decode(byte[] payload) {
        try {
            BencodeValue value = BencodeReader.readLenient(payload, BencodeReader.TRACKER_DEPTH_MAX);
            return value instanceof BDictionary dictionary ? decode(dictionary) : Optional.empty();
        } catch (BencodeException e) {
            return Optional.empty();
        }
    }

    private static Optional<PexMessage> decode(BDictionary dictionary) {
        Taken added = new Taken();
        Taken dropped = new Taken();
        boolean whole = added.take(dictionary, "added", false) && added.take(dictionary, "added6", true)
                && dropped.take(dictionary, "dropped", false) && dropped.take(dictionary, "dropped6", true);
        return whole ? Optional.of(new PexMessage(added.peers, added.flags(), dropped.peers)) : Optional.empty();
    }

    /** Peers as they are read, with their flags. */
    private static final class Taken {
        private final List<Endpoint> peers = new ArrayList<>();
        private final List<Byte> flags = new ArrayList<>();

        /** @return whether the list is made of whole entries */
        boolean take(BDictionary dictionary, String key, boolean ipv6) {
            int addressBytes = ipv6 ? Endpoint.IPV6_LENGTH_BYTES : Endpoint.IPV4_LENGTH_BYTES;
            int entryBytes = addressBytes + PORT_LENGTH_BYTES;
            ByteString packed = dictionary.bytes(key).orElse(ByteString.EMPTY);
            ByteString flagged = dictionary.bytes(key + ".f").orElse(ByteString.EMPTY);
            for (int i = 0; (i + 1) * entryBytes <= packed.length() && peers.size() < TAKEN_MAX; i++) {
                int portAt = i * entryBytes + addressBytes;
                int port = (packed.byteAt(portAt) & 0xff) << 8 | packed.byteAt(portAt + 1) & 0xff;
                if (port != 0) { // else it cannot be reached
                    peers.add(new Endpoint(packed.substring(i * entryBytes, portAt), port));
                    flags.add(i < flagged.length() ? flagged.byteAt(i) : 0);
                }
            }
            return packed.length() % entryBytes == 0;
        }

        ByteString flags() {
            byte[] out = new byte[flags.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = flags.get(i);
            }
            return ByteString.wrap(out);
        }
    }
}
