package dev.oxbow.core.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is known of addresses and the like that outlives their conversations. Bounded: what was touched longest ago is forgotten. */
final class Recent<K, V> {
    private final int max;
    private final Map<K, V> byKey = new LinkedHashMap<>();

    Recent(int max) {
        this.max = max;
    }

    V of(K key, Supplier<V> fresh) {
        V value = byKey.remove(key);
        value = value == null ? fresh.get() : value;
        byKey.put(key, value);
        if (byKey.size() > max) {
            byKey.remove(byKey.keySet().iterator().next());
        }
        return value;
    }

    void put(K key, V value) {
        byKey.remove(key);
        of(key, () -> value);
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Optional<V> remove(K key) {
        return Optional.ofNullable(byKey.remove(key));
    }
}
