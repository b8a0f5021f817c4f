package dev.oxbow.replay;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import sun.reflect.ReflectionFactory;

/** Reads what {@link GraphWriter} wrote, with the same classes. */
final class GraphReader {
    private static final ReflectionFactory FACTORY = ReflectionFactory.getReflectionFactory();

    private final DataInputStream in;
    private final long lengthMaxBytes;
    private final List<Object> seen = new ArrayList<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private final Map<Class<?>, List<Object>> constants = new HashMap<>();
    private final Map<Class<?>, Constructor<?>> constructors = new HashMap<>();

    /** @param lengthMaxBytes more than which the input cannot have: no array is made for more elements than that */
    GraphReader(DataInputStream in, long lengthMaxBytes) {
        this.in = in;
        this.lengthMaxBytes = lengthMaxBytes;
    }

    private int length() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > lengthMaxBytes) {
            throw new IOException("an array of " + length + " elements is longer than its file");
        }
        return length;
    }

    /** All of it. What nests too deep, or holds itself where it has to be hashed, is refused like anything else that is damaged. */
    Object whole() throws IOException, ReflectiveOperationException {
        try {
            return read();
        } catch (StackOverflowError e) {
            throw new IOException("it nests without end", e);
        }
    }

    Object read() throws IOException, ReflectiveOperationException {
        int tag = in.readByte();
        if (tag == GraphKinds.NULL) {
            return null;
        }
        if (tag == GraphKinds.SEEN_BEFORE) {
            return seen.get(in.readInt());
        }
        Class<?> type = readClass();
        if (tag == GraphKinds.CONSTANT) {
            return constants.computeIfAbsent(type, GraphKinds::constants).get(in.readShort());
        }
        return readNew(type);
    }

    private Class<?> readClass() throws IOException, ClassNotFoundException {
        int number = in.readShort();
        if (number < 0) {
            classes.add(Class.forName(in.readUTF()));
            number = classes.size() - 1;
        }
        return classes.get(number);
    }

    private <T> T numbered(T object) {
        seen.add(object);
        return object;
    }

    private Object readNew(Class<?> type) throws IOException, ReflectiveOperationException {
        return switch (GraphKinds.of(type)) {
            case VALUE -> readValue(type);
            case ENUM -> (type.isEnum() ? type : type.getSuperclass()).getEnumConstants()[in.readShort()];
            case ARRAY -> readArray(type.getComponentType());
            case OPTIONAL -> numbered(Optional.ofNullable(read()));
            case FROZEN_LIST -> numbered(frozen());
            case RECORD -> numbered(record(type));
            case COLLECTION -> collection(type);
            case MAP -> map(type);
            default -> plain(type);
        };
    }

    private List<Object> frozen() throws IOException, ReflectiveOperationException {
        Object[] all = new Object[length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = read();
        }
        return Collections.unmodifiableList(Arrays.asList(all)).stream().toList();
    }

    private Object record(Class<?> type) throws IOException, ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = read();
        }
        Constructor<?> constructor = constructors.get(type);
        if (constructor == null) {
            constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            constructors.put(type, constructor);
        }
        return constructor.newInstance(values);
    }

    /** The comparator must be known before the first element is put in. */
    private Object collection(Class<?> type) throws IOException, ReflectiveOperationException {
        int place = seen.size();
        numbered(null);
        Comparator<Object> comparator = comparator();
        Collection<Object> out = type == ArrayList.class ? new ArrayList<>() : type == ArrayDeque.class ? new ArrayDeque<>()
                : type == HashSet.class ? new HashSet<>() : type == LinkedHashSet.class ? new LinkedHashSet<>() : new TreeSet<>(comparator);
        seen.set(place, out);
        for (int i = in.readInt(); i > 0; i--) {
            out.add(read());
        }
        return out;
    }

    private Object map(Class<?> type) throws IOException, ReflectiveOperationException {
        int place = seen.size();
        numbered(null);
        Comparator<Object> comparator = comparator();
        Map<Object, Object> out = type == HashMap.class ? new HashMap<>() : type == LinkedHashMap.class ? new LinkedHashMap<>()
                : new TreeMap<>(comparator);
        seen.set(place, out);
        for (int i = in.readInt(); i > 0; i--) {
            Object key = read();
            out.put(key, read());
        }
        return out;
    }

    @SuppressWarnings("unchecked")
    private Comparator<Object> comparator() throws IOException, ReflectiveOperationException {
        return (Comparator<Object>) read();
    }

    private Object plain(Class<?> type) throws IOException, ReflectiveOperationException {
        Constructor<?> constructor = constructors.get(type);
        if (constructor == null) {
            constructor = FACTORY.newConstructorForSerialization(type, Object.class.getDeclaredConstructor());
            constructors.put(type, constructor);
        }
        Object out = numbered(constructor.newInstance());
        for (Field field : fields.computeIfAbsent(type, GraphKinds::fields)) {
            field.set(out, field.getType().isPrimitive() ? readValue(field.getType()) : read());
        }
        return out;
    }

    private Object readArray(Class<?> component) throws IOException, ReflectiveOperationException {
        int length = length();
        if (component == byte.class) {
            return numbered(in.readNBytes(length));
        }
        Object out = numbered(Array.newInstance(component, length));
        for (int i = 0; i < length; i++) {
            if (out instanceof int[] ints) {
                ints[i] = in.readInt();
            } else if (out instanceof long[] longs) {
                longs[i] = in.readLong();
            } else {
                Array.set(out, i, component.isPrimitive() ? readValue(component) : read());
            }
        }
        return out;
    }

    private Object readValue(Class<?> type) throws IOException {
        if (type == int.class || type == Integer.class) {
            return in.readInt();
        } else if (type == long.class || type == Long.class) {
            return in.readLong();
        } else if (type == boolean.class || type == Boolean.class) {
            return in.readBoolean();
        } else if (type == byte.class || type == Byte.class) {
            return in.readByte();
        } else if (type == short.class || type == Short.class) {
            return in.readShort();
        } else if (type == double.class || type == Double.class) {
            return in.readDouble();
        } else if (type == float.class || type == Float.class) {
            return in.readFloat();
        } else if (type == char.class || type == Character.class) {
            return in.readChar();
        } else if (type == BitSet.class) {
            return BitSet.valueOf(in.readNBytes(in.readInt()));
        }
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
