package dev.oxbow.replay;

import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes an object and all that hangs on it, each once. What can be part of a cycle gets its number before its content, what cannot
 * (records, frozen lists, optionals) after it: {@link GraphReader} numbers in the same order.
 */
final class GraphWriter {
    private final DataOutputStream out;
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    /** The orders that are constants of a class seen, and that class. */
    private final IdentityHashMap<Object, Class<?>> orders = new IdentityHashMap<>();
    private final Map<Class<?>, Integer> classes = new HashMap<>();
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private final Map<Class<?>, List<Object>> constants = new HashMap<>();

    GraphWriter(DataOutputStream out) {
        this.out = out;
    }

    /** @throws GraphKinds.UnknownClassException when there is something in it that could not be read back */
    void write(Object object) throws IOException {
        if (object == null) {
            out.writeByte(GraphKinds.NULL);
            return;
        }
        Integer number = seen.get(object);
        if (number != null) {
            out.writeByte(GraphKinds.SEEN_BEFORE);
            out.writeInt(number);
            return;
        }
        Class<?> type = orders.getOrDefault(object, object.getClass());
        int constant = constant(type, object);
        out.writeByte(constant < 0 ? GraphKinds.NEW : GraphKinds.CONSTANT);
        writeClass(type);
        if (constant < 0) {
            writeNew(object, type);
        } else {
            out.writeShort(constant);
        }
    }

    private int constant(Class<?> type, Object object) {
        List<Object> all = constants.computeIfAbsent(type, it -> it.getName().startsWith("dev.oxbow.") && !it.isEnum()
                ? GraphKinds.constants(it) : List.of());
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == object) {
                return i;
            }
        }
        return -1;
    }

    private void writeClass(Class<?> type) throws IOException {
        Integer number = classes.get(type);
        if (number == null) {
            out.writeShort(-1);
            out.writeUTF(type.getName());
            classes.put(type, classes.size());
        } else {
            out.writeShort(number);
        }
    }

    private void number(Object object) {
        seen.put(object, seen.size());
    }

    private void writeNew(Object object, Class<?> type) throws IOException {
        GraphKinds.Kind kind = GraphKinds.of(type);
        switch (kind) {
            case VALUE -> writeValue(object);
            case ENUM -> out.writeShort(((Enum<?>) object).ordinal());
            case ARRAY -> writeArray(object, type.getComponentType());
            case OPTIONAL -> {
                write(((Optional<?>) object).orElse(null));
                number(object);
            }
            case FROZEN_LIST -> {
                writeAll((Collection<?>) object);
                number(object);
            }
            case RECORD -> {
                for (Method accessor : Components.of(type).values()) {
                    write(Components.get(object, accessor));
                }
                number(object);
            }
            case COLLECTION -> {
                number(object);
                write(object instanceof TreeSet<?> set ? set.comparator() : null);
                writeAll((Collection<?>) object);
            }
            case MAP -> writeMap((Map<?, ?>) object);
            default -> {
                number(object);
                if (!fields.containsKey(type)) {
                    fields.put(type, GraphKinds.fields(type));
                    GraphKinds.constants(type).stream().filter(Comparator.class::isInstance).forEach(order -> orders.put(order, type));
                }
                for (Field field : fields.get(type)) {
                    writeField(object, field);
                }
            }
        }
    }

    private void writeAll(Collection<?> all) throws IOException {
        out.writeInt(all.size());
        for (Object each : all) {
            write(each);
        }
    }

    private void writeMap(Map<?, ?> map) throws IOException {
        number(map);
        write(map instanceof TreeMap<?, ?> tree ? tree.comparator() : null);
        out.writeInt(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(entry.getKey());
            write(entry.getValue());
        }
    }

    private void writeField(Object object, Field field) throws IOException {
        Class<?> type = field.getType();
        Object value = GraphKinds.get(field, object);
        if (type.isPrimitive()) {
            writeValue(value);
        } else {
            write(value);
        }
    }

    private void writeArray(Object array, Class<?> component) throws IOException {
        number(array);
        int length = Array.getLength(array);
        out.writeInt(length);
        if (array instanceof byte[] bytes) {
            out.write(bytes);
            return;
        }
        for (int i = 0; i < length; i++) {
            if (array instanceof int[] ints) {
                out.writeInt(ints[i]);
            } else if (array instanceof long[] longs) {
                out.writeLong(longs[i]);
            } else if (component.isPrimitive()) {
                writeValue(Array.get(array, i));
            } else {
                write(Array.get(array, i));
            }
        }
    }

    private void writeValue(Object value) throws IOException {
        if (value instanceof Integer it) {
            out.writeInt(it);
        } else if (value instanceof Long it) {
            out.writeLong(it);
        } else if (value instanceof Boolean it) {
            out.writeBoolean(it);
        } else if (value instanceof Byte it) {
            out.writeByte(it);
        } else if (value instanceof Short it) {
            out.writeShort(it);
        } else if (value instanceof Double it) {
            out.writeDouble(it);
        } else if (value instanceof Float it) {
            out.writeFloat(it);
        } else if (value instanceof Character it) {
            out.writeChar(it);
        } else if (value instanceof BitSet it) {
            byte[] bytes = it.toByteArray();
            out.writeInt(bytes.length);
            out.write(bytes);
        } else {
            byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}
