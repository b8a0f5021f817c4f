package dev.oxbow.journal.codec;

import dev.oxbow.journal.sbe.MessageHeaderEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Where an entry is encoded: one buffer that grows as needed and is used again for each entry. */
final class EntryTarget {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private int lengthBytes;

    MutableDirectBuffer buffer() {
        return buffer;
    }

    MessageHeaderEncoder header() {
        return header;
    }

    void end(int bodyLengthBytes) {
        lengthBytes = MessageHeaderEncoder.ENCODED_LENGTH + bodyLengthBytes;
    }

    int lengthBytes() {
        return lengthBytes;
    }
}
