package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.zip.CRC32C;

/** Ids of nodes: those that belong to an IP address (BEP 42), and random ones. */
public final class NodeIds {
    private static final int[] MASK4 = {0x03, 0x0f, 0x3f, 0xff};
    private static final int[] MASK6 = {0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3f, 0x7f, 0xff};
    private static final int LAST = NodeId.LENGTH_BYTES - 1;

    private NodeIds() {
    }

    /** An id out of thin air, for as long as nobody has told us our address. */
    public static NodeId random(long seed, long key) {
        return NodeId.of(Secrets.draw(seed, Secrets.Use.NODE_ID, key));
    }

    /** An id that belongs to the address (BEP 42); what of it is free is drawn for the key. */
    public static NodeId derive(ByteString address, long seed, long key) {
        return derive(address, random(seed, key));
    }

    /** The id that belongs to the address and has what is free (all but 21 bits) from {@code filler}, whose last byte is BEP 42's rand. */
    static NodeId derive(ByteString address, NodeId filler) {
        byte[] id = filler.bytes().toArray();
        int crc = crc(address, id[LAST]);
        id[0] = (byte) (crc >>> 24);
        id[1] = (byte) (crc >>> 16);
        id[2] = (byte) (crc >>> 8 & 0xf8 | id[2] & 0x07);
        return NodeId.of(id);
    }

    /** Whether the id belongs to the address (BEP 42); on a local network every id does. */
    public static boolean belongs(NodeId id, ByteString address) {
        return Addresses.isLocal(address) || derive(address, id).equals(id);
    }

    /** An id that has exactly {@code commonBits} leading bits in common with {@code own}, and the rest from {@code filler}. */
    static NodeId inBucket(NodeId own, int commonBits, NodeId filler) {
        byte[] id = filler.bytes().toArray();
        for (int bit = 0; bit <= commonBits && bit < Distance.BIT_COUNT; bit++) {
            int mask = 0x80 >> bit % 8;
            int wanted = own.bytes().byteAt(bit / 8) & mask ^ (bit == commonBits ? mask : 0);
            id[bit / 8] = (byte) (id[bit / 8] & ~mask | wanted);
        }
        return NodeId.of(id);
    }

    /** BEP 42: the IPv4 address or the upper half of the IPv6 address, masked, with three random bits in front, hashed. */
    private static int crc(ByteString address, byte rand) {
        int[] mask = address.length() == Endpoint.IPV6_LENGTH_BYTES ? MASK6 : MASK4;
        byte[] masked = new byte[mask.length];
        for (int i = 0; i < mask.length; i++) {
            masked[i] = (byte) (address.byteAt(i) & mask[i]);
        }
        masked[0] |= (byte) ((rand & 0x07) << 5);
        CRC32C crc = new CRC32C();
        crc.update(masked, 0, masked.length);
        return (int) crc.getValue();
    }
}
