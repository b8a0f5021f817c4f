package dev.oxbow.journal;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.journal.codec.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The file of a segment, put together by hand, so that a test can say which byte of which entry is hit. */
final class HandmadeSegment {
    static final int HEADER_BYTES = ChronicleFile.HEADER_BYTES;

    private final EntryCodec codec = new EntryCodec();
    private final Envelope envelope = new Envelope();
    private final ByteBuffer file = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Integer> starts = new ArrayList<>();
    private long sequence;
    private int crc = Envelope.FIRST_CRC;

    HandmadeSegment() {
        this(0);
    }

    HandmadeSegment(long firstSequence) {
        sequence = firstSequence;
    }

    static Entry entry(long sequence) {
        return new PeerEvent.HaveReceived(1, (int) sequence);
    }

    /** So many entries, each of which says its own sequence. */
    HandmadeSegment add(int count) {
        for (int i = 0; i < count; i++) {
            int length = codec.encode(entry(sequence));
            byte[] body = new byte[length];
            codec.buffer().getBytes(0, body);
            add(body);
        }
        return this;
    }

    /** An entry with any content, in its place in the chain. */
    HandmadeSegment add(byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(Envelope.LENGTH_BYTES + body.length + 3 & -4).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(Envelope.SEQUENCE_AT, sequence++).putLong(Envelope.TIME_AT, 1).put(Envelope.LENGTH_BYTES, body);
        crc = envelope.chain(crc, out);
        starts.add(file.position());
        return raw(out.putInt(Envelope.CRC_AT, crc).array());
    }

    /** Something that is no entry of ours. */
    HandmadeSegment raw(byte[] content) {
        file.putInt(content.length).put(content);
        return this;
    }

    /** Says that the next entry has another sequence than it should have. */
    HandmadeSegment skip(int sequences) {
        sequence += sequences;
        return this;
    }

    /** Where the entry added as the {@code index}-th has its header. */
    int start(int index) {
        return starts.get(index);
    }

    int end(int index) {
        return index + 1 < starts.size() ? starts.get(index + 1) : file.position();
    }

    HandmadeSegment flip(int at) {
        file.put(at, (byte) (file.get(at) ^ 1));
        return this;
    }

    HandmadeSegment zero(int from, int to) {
        Arrays.fill(file.array(), from, to, (byte) 0);
        return this;
    }

    /** What stands at {@code from} stands at {@code to} as well. */
    HandmadeSegment copy(int from, int to, int length) {
        System.arraycopy(file.array(), from, file.array(), to, length);
        return this;
    }

    HandmadeSegment putInt(int at, int value) {
        file.putInt(at, value);
        return this;
    }

    int getInt(int at) {
        return file.getInt(at);
    }

    int length() {
        return file.position();
    }

    /** With room behind it, as a live one has. */
    void write(Path segment, String name) throws IOException {
        Files.createDirectories(segment);
        Files.write(segment.resolve(name), Arrays.copyOf(file.array(), file.position() + 4096));
    }
}
