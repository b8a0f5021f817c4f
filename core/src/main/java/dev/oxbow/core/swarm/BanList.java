package dev.oxbow.core.swarm;

import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The bans of a session, oldest first. Only records. */
public final class BanList {
    /** The oldest goes when there are more. */
    static final int MAX = 4096;

    private final List<Ban> bans = new ArrayList<>();

    /** Takes the place of an earlier ban of the same endpoint: it rests on more. */
    public void add(Ban ban) {
        remove(ban.endpoint());
        if (bans.size() == MAX) {
            bans.remove(0);
        }
        bans.add(ban);
    }

    public void remove(Endpoint endpoint) {
        bans.removeIf(ban -> ban.endpoint().equals(endpoint));
    }

    public boolean isEmpty() {
        return bans.isEmpty();
    }

    public void clear() {
        bans.clear();
    }

    /** The ban that keeps this endpoint out at that time. */
    public Optional<Ban> of(Endpoint endpoint, long timeNs) {
        return bans.stream().filter(ban -> ban.covers(endpoint, timeNs)).findFirst();
    }

    /** Those that have not run out, oldest first. */
    public List<Ban> active(long timeNs) {
        List<Ban> out = new ArrayList<>(bans);
        out.removeIf(ban -> ban.untilNs() <= timeNs);
        return Collections.unmodifiableList(out);
    }

    @Override
    public String toString() {
        return bans.toString();
    }

    /** Those of this endpoint, or of everybody at its address when its port is 0. */
    public List<Ban> at(Endpoint endpoint) {
        List<Ban> out = new ArrayList<>(bans);
        out.removeIf(ban -> !ban.endpoint().equals(endpoint)
                && !(endpoint.port() == 0 && ban.endpoint().address().equals(endpoint.address())));
        return Collections.unmodifiableList(out);
    }
}
