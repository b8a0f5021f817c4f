package dev.oxbow.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands in front of every entry, little-endian:
 *
 * <pre>
 *  0           8          16      20
 *  | sequence  | time ns  | crc   | SBE header and body … | padding to a multiple of 4 |
 * </pre>
 *
 * The CRC-32C covers the CRC of the entry before, the sequence, the time, and everything behind the CRC field, padding included. So an
 * entry is whole only if all entries before it in its segment are.
 */
final class Envelope {
    static final int SEQUENCE_AT = 0;
    static final int TIME_AT = 8;
    static final int CRC_AT = 16;
    static final int LENGTH_BYTES = 20;
    /** What the first entry of a segment is chained to. */
    static final int FIRST_CRC = 0;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer previous = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * @param entry from the envelope's first byte to the last of the padding; position and limit are left as they are
     */
    int chain(int previousCrc, ByteBuffer entry) {
        crc.reset();
        crc.update(previous.clear().putInt(previousCrc).flip());
        ByteBuffer view = entry.duplicate();
        int start = view.position();
        int end = view.limit();
        crc.update(view.limit(start + CRC_AT));
        crc.update(view.limit(end).position(start + LENGTH_BYTES));
        return (int) crc.getValue();
    }
}
