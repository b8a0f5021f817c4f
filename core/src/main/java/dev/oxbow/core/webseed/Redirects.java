package dev.oxbow.core.webseed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where web servers have sent us, so that each range of a file does not begin with the same redirect. What was not used for longest is
 * forgotten first. A target that no longer works must be {@linkplain #forget forgotten}: many are signed and expire.
 */
public final class Redirects {
    /**
     * @param url        where it led in the end
     * @param fromPublic whether a server on the open internet had a say in it: then the target must be on the internet as well
     */
    public record Target(String url, boolean fromPublic) {
    }

    private final Map<String, Target> targets;

    /** @param countMax how many are remembered */
    public Redirects(int countMax) {
        this.targets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Target> eldest) {
                return size() > countMax;
            }
        };
    }

    public void remember(String url, Target target) {
        targets.put(url, target);
    }

    public Optional<Target> target(String url) {
        return Optional.ofNullable(targets.get(url));
    }

    public void forget(String url) {
        targets.remove(url);
    }
}
