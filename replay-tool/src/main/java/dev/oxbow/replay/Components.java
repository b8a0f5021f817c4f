package dev.oxbow.replay;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The components of records by name: what any entry holds, whatever entries there will be. */
public final class Components {
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> out = new LinkedHashMap<>();
            for (RecordComponent component : type.isRecord() ? type.getRecordComponents() : new RecordComponent[0]) {
                component.getAccessor().setAccessible(true);
                out.put(component.getName(), component.getAccessor());
            }
            return Collections.unmodifiableMap(out);
        }
    };

    private Components() {
    }

    /** In the order in which they are declared. */
    static Map<String, Method> of(Class<?> type) {
        return ACCESSORS.get(type);
    }

    public static Optional<Object> get(Object record, String name) {
        Method accessor = of(record.getClass()).get(name);
        return accessor == null ? Optional.empty() : Optional.ofNullable(get(record, accessor));
    }

    static Object get(Object record, Method accessor) {
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many blocks one behind another an entry is about. */
    public static long blockCount(Object entry) {
        if (entry instanceof PeerEvent.BlocksReceived run) {
            return run.blockCount();
        }
        if (entry instanceof PeerEvent.RequestsReceived run) {
            return run.blockCount();
        }
        if (entry instanceof PeerCommand.SendBlocks run) {
            return run.blockCount();
        }
        if (entry instanceof PeerEvent.BlocksSent run) {
            return run.blockCount();
        }
        return entry instanceof StorageCommand.WriteBlocks run ? run.blockCount() : number(entry, "blockCount", 1);
    }

    /** A whole number among the components, or {@code otherwise}. */
    public static long number(Object record, String name, long otherwise) {
        Method accessor = of(record.getClass()).get(name);
        return accessor != null && get(record, accessor) instanceof Number number ? number.longValue() : otherwise;
    }
}
