package dev.oxbow.journal.codec;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import dev.oxbow.core.value.TorrentSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Every kind of entry, filled with random values from a seed. */
public final class RandomEntries {
    private final long seed;
    private long draws;

    public RandomEntries(long seed) {
        this.seed = seed;
    }

    /** The record classes of all families. */
    public static List<Class<?>> kinds() {
        List<Class<?>> out = new ArrayList<>();
        for (Class<?> root : List.of(Event.class, Command.class)) {
            for (Class<?> family : root.getPermittedSubclasses()) {
                out.addAll(List.of(family.getPermittedSubclasses()));
            }
        }
        return out;
    }

    public Entry make(Class<?> kind) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i]);
        }
        return (Entry) kind.getDeclaredConstructor(types).newInstance(values);
    }

    private long bits() {
        return Rng.bits(seed, Rng.Purpose.PIECE_ORDER, draws++, 0);
    }

    private int below(int bound) {
        return (int) Long.remainderUnsigned(bits(), bound);
    }

    private ByteString bytes(int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = (byte) bits();
        }
        return ByteString.wrap(out);
    }

    private Object value(RecordComponent component) {
        Class<?> type = component.getType();
        String name = component.getName();
        if (type == int.class) {
            return List.of("blockIndex", "firstBlock", "blockCount", "port", "nodeCount", "peerCount").contains(name) ? below(0x10000) : (int) bits();
        }
        if (type == long.class) {
            return bits();
        }
        if (type == boolean.class) {
            return below(2) == 0;
        }
        if (type == List.class) {
            Class<?> item = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            List<Object> out = new ArrayList<>();
            for (int i = below(5); i > 0; i--) {
                out.add(value(item));
            }
            return out;
        }
        return value(type);
    }

    private Object value(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[below(type.getEnumConstants().length)];
        }
        if (type == Integer.class) {
            return (int) bits();
        }
        if (type == Long.class) {
            return bits();
        }
        if (type == String.class) {
            return "text äöü € \uD83D\uDE00 ".repeat(below(3)) + below(100);
        }
        if (type == ByteString.class) {
            return bytes(below(40));
        }
        if (type == InfoHash.class) {
            return new InfoHash(bytes(20));
        }
        if (type == PeerId.class) {
            return new PeerId(bytes(20));
        }
        if (type == NodeId.class) {
            return new NodeId(bytes(20));
        }
        if (type == NodeContact.class) {
            return new NodeContact(new NodeId(bytes(20)), (Endpoint) value(Endpoint.class));
        }
        if (type == Endpoint.class) {
            return new Endpoint(bytes(below(2) == 0 ? 4 : 16), below(0x10000));
        }
        if (type == ReceivedBlock.class) {
            return new ReceivedBlock((int) bits(), (int) bits());
        }
        if (type == FileStamp.class) {
            return new FileStamp(below(1000), bits(), bits(), bits());
        }
        if (type == PieceLayout.class) {
            return new PieceLayout(below(1 << 30), 1 + below(1 << 20));
        }
        if (type == TorrentSpec.class) {
            FileLayout files = FileLayout.of(new long[] {below(1 << 20), 0, below(1 << 20)}, new boolean[] {false, false, true});
            return new TorrentSpec(new InfoHash(bytes(20)), "näme", new PieceLayout(files.totalLengthBytes(), 16384), files, below(2) == 0,
                    List.of(List.of("http://a/", "http://b/"), List.of("udp://c")), below(1 << 20));
        }
        throw new IllegalArgumentException("no random " + type);
    }
}
