package dev.oxbow.core.webseed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where web servers have sent us, so that each range of a file does not begin with the same redirect. What was not used for longest is
 * forgotten first. A target that no longer works must be {@linkplain #forget forgotten}: many are signed and expire.
 */
public final class Redirects {
    private final Map<String, String> targets;

    /** @param countMax how many are remembered */
    public Redirects(int countMax) {
        this.targets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > countMax;
            }
        };
    }

    public void remember(String url, String target) {
        targets.put(url, target);
    }

    public Optional<String> target(String url) {
        return Optional.ofNullable(targets.get(url));
    }

    public void forget(String url) {
        targets.remove(url);
    }
}
