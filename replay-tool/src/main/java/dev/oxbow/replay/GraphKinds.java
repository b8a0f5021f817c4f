package dev.oxbow.replay;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How objects of each class are written by {@link GraphWriter} and read by {@link GraphReader}. */
final class GraphKinds {
    /** What follows an object's tag. */
    enum Kind { VALUE, ENUM, ARRAY, RECORD, FROZEN_LIST, COLLECTION, MAP, OPTIONAL, PLAIN }

    static final int NULL = 0;
    static final int SEEN_BEFORE = 1;
    static final int CONSTANT = 2;
    static final int NEW = 3;
    private static final Set<Class<?>> VALUES = Set.of(String.class, Integer.class, Long.class, Boolean.class, Byte.class, Short.class,
            Double.class, BitSet.class);
    private static final Set<Class<?>> COLLECTIONS = Set.of(ArrayList.class, ArrayDeque.class, HashSet.class, LinkedHashSet.class, TreeSet.class);
    private static final Set<Class<?>> MAPS = Set.of(HashMap.class, LinkedHashMap.class, TreeMap.class);
    private static final List<String> PLAIN_IN = List.of("dev.oxbow.core.", "org.agrona.collections.");
    private static final String FROZEN = "java.util.ImmutableCollections$List";

    private GraphKinds() {
    }

    /** A class of which nothing is known that would bring its objects back. */
    static final class UnknownClassException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownClassException(Class<?> type) {
            super("objects of " + type.getName() + " cannot be kept; an order must be a constant of the class that uses it");
        }
    }

    static Kind of(Class<?> type) {
        if (VALUES.contains(type)) {
            return Kind.VALUE;
        }
        if (type.isArray()) {
            return Kind.ARRAY;
        }
        if (type.isEnum() || type.getSuperclass() != null && type.getSuperclass().isEnum()) {
            return Kind.ENUM;
        }
        if (type == java.util.Optional.class) {
            return Kind.OPTIONAL;
        }
        if (COLLECTIONS.contains(type)) {
            return Kind.COLLECTION;
        }
        if (MAPS.contains(type)) {
            return Kind.MAP;
        }
        if (type.getName().startsWith(FROZEN)) {
            return Kind.FROZEN_LIST;
        }
        return ofOurs(type);
    }

    private static Kind ofOurs(Class<?> type) {
        for (Class<?> at = type; at != Object.class && at != Record.class; at = at.getSuperclass()) {
            String name = at.getName();
            boolean agronas = at == java.util.AbstractMap.class || at == java.util.AbstractCollection.class || at == java.util.AbstractSet.class
                    || at == java.util.AbstractList.class;
            boolean known = PLAIN_IN.stream().anyMatch(name::startsWith) || agronas && type.getName().startsWith("org.agrona.");
            if (!known || at.isHidden() || at.isSynthetic()) {
                throw new UnknownClassException(type);
            }
        }
        return type.isRecord() ? Kind.RECORD : Kind.PLAIN;
    }

    /** All that an object of this class holds, its superclasses' first. */
    static List<Field> fields(Class<?> type) {
        List<Field> out = new ArrayList<>();
        if (type.getSuperclass() != null && PLAIN_IN.stream().anyMatch(type.getSuperclass().getName()::startsWith)) {
            out.addAll(fields(type.getSuperclass()));
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                out.add(field);
            }
        }
        return out;
    }

    /** Objects that there is one of and that are known by identity: a class's constants of its own type, and its orders. */
    static List<Object> constants(Class<?> type) {
        List<Object> out = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && (field.getType() == type || field.getType() == Comparator.class)) {
                field.setAccessible(true);
                out.add(get(field, null));
            }
        }
        return out;
    }

    static Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isOrdered(Class<?> type) {
        return type == TreeMap.class || type == TreeSet.class;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> asMap(Object map) {
        return (Map<Object, Object>) map;
    }

    @SuppressWarnings("unchecked")
    static Collection<Object> asCollection(Object collection) {
        return (Collection<Object>) collection;
    }
}
