package dev.oxbow.replay.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A Perfetto trace of track events (protos/perfetto/trace/trace.proto and track_event): tracks in a tree, and on them slices, instants and
 * counters. Slices of one track must not overlap but by nesting. The order in the file is free; readers sort by time.
 */
final class TraceFile implements Closeable {
    /** A remark on a slice or an instant. */
    record Note(String name, Object value) {
    }

    private static final int TRACE_PACKET = 1;
    private static final int PACKET_TIMESTAMP = 8;
    private static final int PACKET_SEQUENCE_ID = 10;
    private static final int PACKET_TRACK_EVENT = 11;
    private static final int PACKET_SEQUENCE_FLAGS = 13;
    private static final int PACKET_TRACK_DESCRIPTOR = 60;
    private static final int DESCRIPTOR_UUID = 1;
    private static final int DESCRIPTOR_NAME = 2;
    private static final int DESCRIPTOR_PROCESS = 3;
    private static final int DESCRIPTOR_PARENT = 5;
    private static final int DESCRIPTOR_COUNTER = 8;
    private static final int PROCESS_PID = 1;
    private static final int PROCESS_NAME = 6;
    private static final int COUNTER_UNIT = 3;
    private static final int EVENT_NOTES = 4;
    private static final int EVENT_TYPE = 9;
    private static final int EVENT_TRACK = 11;
    private static final int EVENT_CATEGORY = 22;
    private static final int EVENT_NAME = 23;
    private static final int EVENT_COUNTER_VALUE = 30;
    private static final int SLICE_BEGIN = 1;
    private static final int SLICE_END = 2;
    private static final int INSTANT = 3;
    private static final int COUNTER = 4;
    private static final int NOTE_INTEGER = 4;
    private static final int NOTE_STRING = 6;
    private static final int NOTE_NAME = 10;
    /** Counter units of counter_descriptor.proto. */
    static final int UNIT_COUNT = 2;
    static final int UNIT_BYTES = 3;

    private final OutputStream out;
    private long lastTrack;
    private boolean first = true;

    TraceFile(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /** The root of a group of tracks. */
    long process(int pid, String name) throws IOException {
        long track = ++lastTrack;
        descriptor(new ProtobufWriter().number(DESCRIPTOR_UUID, track).message(DESCRIPTOR_PROCESS,
                new ProtobufWriter().number(PROCESS_PID, pid).text(PROCESS_NAME, name)));
        return track;
    }

    long track(long parent, String name) throws IOException {
        long track = ++lastTrack;
        descriptor(new ProtobufWriter().number(DESCRIPTOR_UUID, track).text(DESCRIPTOR_NAME, name).number(DESCRIPTOR_PARENT, parent));
        return track;
    }

    long counter(long parent, String name, int unit) throws IOException {
        long track = ++lastTrack;
        descriptor(new ProtobufWriter().number(DESCRIPTOR_UUID, track).text(DESCRIPTOR_NAME, name).number(DESCRIPTOR_PARENT, parent)
                .message(DESCRIPTOR_COUNTER, new ProtobufWriter().number(COUNTER_UNIT, unit)));
        return track;
    }

    /** A slice with both its ends. */
    void slice(long track, long beginNs, long endNs, String category, String name, List<Note> notes) throws IOException {
        event(beginNs, notes(notes, new ProtobufWriter().number(EVENT_TYPE, SLICE_BEGIN).number(EVENT_TRACK, track)
                .text(EVENT_CATEGORY, category)
                .text(EVENT_NAME, name)));
        event(endNs, new ProtobufWriter().number(EVENT_TYPE, SLICE_END).number(EVENT_TRACK, track));
    }

    void instant(long track, long timeNs, String category, String name, List<Note> notes) throws IOException {
        event(timeNs, notes(notes, new ProtobufWriter().number(EVENT_TYPE, INSTANT).number(EVENT_TRACK, track)
                .text(EVENT_CATEGORY, category)
                .text(EVENT_NAME, name)));
    }

    void count(long track, long timeNs, long value) throws IOException {
        event(timeNs, new ProtobufWriter().number(EVENT_TYPE, COUNTER).number(EVENT_TRACK, track).number(EVENT_COUNTER_VALUE, value));
    }

    private static ProtobufWriter notes(List<Note> notes, ProtobufWriter event) {
        for (Note note : notes) {
            ProtobufWriter value = new ProtobufWriter().text(NOTE_NAME, note.name);
            event.message(EVENT_NOTES, note.value instanceof Long number ? value.number(NOTE_INTEGER, number)
                    : value.text(NOTE_STRING, String.valueOf(note.value)));
        }
        return event;
    }

    private void event(long timeNs, ProtobufWriter event) throws IOException {
        packet(new ProtobufWriter().number(PACKET_TIMESTAMP, timeNs).number(PACKET_SEQUENCE_ID, 1).message(PACKET_TRACK_EVENT, event));
    }

    private void descriptor(ProtobufWriter descriptor) throws IOException {
        packet(new ProtobufWriter().number(PACKET_SEQUENCE_ID, 1).message(PACKET_TRACK_DESCRIPTOR, descriptor));
    }

    private void packet(ProtobufWriter packet) throws IOException {
        if (first) {
            packet.number(PACKET_SEQUENCE_FLAGS, 1); // the state of this sequence begins here
            first = false;
        }
        out.write(new ProtobufWriter().message(TRACE_PACKET, packet).toBytes());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
