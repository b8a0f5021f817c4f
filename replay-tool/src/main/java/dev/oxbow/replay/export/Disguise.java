package dev.oxbow.replay.export;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.PeerId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Disguises entries, component by component: by the component's type, and texts, bytes and numbers by its name too. A text or bytes of a
 * name that is not known here are replaced whole. Sizes, piece and file lengths, ports, counts and ids that Oxbow itself gave stay.
 */
final class Disguise {
    /** A number above this is a point in time, not a length of it: three years. */
    private static final long POINT_IN_TIME_NS = 100_000_000_000_000_000L;
    private static final Set<String> SENTENCES = Set.of("reason", "detail", "why", "message", "warning", "text", "damage", "failure",
            "client");
    private static final Set<String> PATHS = Set.of("directory", "from", "to");
    private static final Set<String> URLS = Set.of("url", "trackerTiers", "trackers", "webSeeds", "tracker");
    private static final Set<String> HOSTS = Set.of("host", "hosts", "bootstrapHosts");
    private static final Set<String> ADDRESSES = Set.of("address", "listenAddress", "ownAddress", "externalAddress");
    private static final Set<String> IDS = Set.of("target", "nodeId");
    private static final Set<String> BITS = Set.of("bits", "verified", "durable", "writtenBlocks", "pieces", "dirtyFiles", "badBlocks",
            "priorities",
            "files", "wanted", "addedFlags");

    private final Pseudonyms pseudonyms;
    private final AddressPseudonyms addresses;
    private final TextPseudonyms texts;
    private final Originals originals;
    private final long shiftNs;

    Disguise(byte[] key, Originals originals, long shiftNs) {
        this.pseudonyms = new Pseudonyms(key);
        this.addresses = new AddressPseudonyms(pseudonyms);
        this.texts = new TextPseudonyms(pseudonyms, addresses);
        this.originals = originals;
        this.shiftNs = shiftNs;
    }

    Entry entry(Entry original) {
        return (Entry) record(original);
    }

    long time(long originalNs) {
        return originalNs > POINT_IN_TIME_NS ? originalNs - shiftNs : originalNs;
    }

    /** @throws IllegalStateException when a component is of a type for which nothing is said here */
    private Object record(Object original) {
        RecordComponent[] components = original.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                components[i].getAccessor().setAccessible(true);
                values[i] = value(components[i].getName(), components[i].getAccessor().invoke(original));
            }
            Constructor<?> constructor = original.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make another " + original.getClass().getSimpleName(), e);
        }
    }

    private Object value(String name, Object original) {
        if (original instanceof Endpoint it) {
            originals.endpoint(it);
            return addresses.endpoint(it);
        }
        if (original instanceof InfoHash it) {
            return new InfoHash(id(it.bytes()));
        }
        if (original instanceof NodeId it) {
            return new NodeId(id(it.bytes()));
        }
        if (original instanceof PeerId it) {
            originals.bytes(it.bytes().substring(8, 20));
            return new PeerId(pseudonyms.peerId(it.bytes()));
        }
        if (original instanceof ByteString it) {
            return bytes(name, it);
        }
        if (original instanceof String it) {
            return text(name, it);
        }
        if (original instanceof Number it) {
            return number(name, it);
        }
        if (original instanceof List<?> it) {
            List<Object> out = new ArrayList<>();
            it.forEach(item -> out.add(value(name, item)));
            return out;
        }
        if (original instanceof Optional<?> it) {
            return it.map(item -> value(name, item));
        }
        if (original instanceof Record it) {
            return record(it);
        }
        if (isHarmless(original.getClass())) {
            return original;
        }
        throw new IllegalStateException("nothing says how to disguise " + name + ", a " + original.getClass().getName());
    }

    private static boolean isHarmless(Class<?> type) {
        return type == Boolean.class || type == boolean.class || type.isEnum() || type == FileLayout.class;
    }

    /** Whether values of this type can be disguised; asked of every component of every record by a test. */
    static boolean isCovered(Type type) {
        if (type instanceof ParameterizedType it) {
            return (it.getRawType() == List.class || it.getRawType() == Optional.class) && isCovered(it.getActualTypeArguments()[0]);
        }
        if (!(type instanceof Class<?> it)) {
            return false;
        }
        boolean number = it == int.class || it == long.class || it == Integer.class || it == Long.class;
        boolean kinds = it.isSealed() && List.of(it.getPermittedSubclasses()).stream().allMatch(Disguise::isCovered);
        boolean components = it.isRecord() && List.of(it.getRecordComponents()).stream()
                .allMatch(component -> isCovered(component.getGenericType()));
        return number || it == String.class || it == ByteString.class || isHarmless(it) || components || kinds;
    }

    private ByteString id(ByteString original) {
        originals.bytes(original);
        return pseudonyms.id(original);
    }

    private ByteString bytes(String name, ByteString original) {
        if (BITS.contains(name)) {
            return original;
        }
        if (ADDRESSES.contains(name)) {
            originals.bytes(original);
            return addresses.address(original);
        }
        if (IDS.contains(name)) {
            return id(original);
        }
        originals.bytes(original);
        return pseudonyms.opaque(name, original);
    }

    private String text(String name, String original) {
        if (name.equals("version")) {
            return original;
        }
        if (SENTENCES.contains(name)) {
            return texts.sentence(original);
        }
        String out = standIn(name, original);
        if (!out.equals(original)) {
            originals.text(original, texts::isCommon);
        }
        return out;
    }

    private String standIn(String name, String original) {
        if (PATHS.contains(name)) {
            return texts.path(original);
        }
        if (URLS.contains(name)) {
            return texts.url(original);
        }
        if (HOSTS.contains(name)) {
            return texts.host(original);
        }
        if (ADDRESSES.contains(name)) {
            return texts.address(original);
        }
        return name.equals("name") ? texts.name(original) : texts.token(original);
    }

    private Object number(String name, Number original) {
        if (name.equals("crc32c")) { // a mark of the content
            return (int) pseudonyms.number("crc", original.longValue());
        }
        if (name.equals("processId")) {
            return 1L;
        }
        if (name.endsWith("Ns")) {
            return time(original.longValue());
        }
        return original;
    }
}
