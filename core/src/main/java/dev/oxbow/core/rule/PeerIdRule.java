package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import java.util.List;
import java.util.Optional;

/** Rule 4: an address with a new peer id again and again. */
final class PeerIdRule {
    private static final int ADDRESSES_MAX = 1000;
    private static final int CHANGES = 3;
    private static final long APART_NS = 600 * Deadline.SECOND_NS;

    /** One address. */
    private static final class Seen {
        private Optional<PeerId> id = Optional.empty();
        private long seenNs;
        private final Times changes = new Times(CHANGES);
    }

    private final Watch watch;
    private final Recent<Endpoint, Seen> byAddress = new Recent<>(ADDRESSES_MAX);

    PeerIdRule(Watch watch) {
        this.watch = watch;
        watch.on(Kind.HANDSHAKE, message -> {
            if (message.line().isDialled()) {
                judge(message);
            }
        });
        watch.on(Kind.EXTENDED_HANDSHAKE, message -> {
            boolean named = !message.line().identity().equals(message.line().endpoint());
            if (named && message.by().metadataLengthBytes() == 0 && message.by().requestsMax() == 0) {
                judge(message); // only now is it known where an accepted peer listens
            }
        });
    }

    private void judge(Message message) {
        if (message.by().isUs()) {
            return;
        }
        Seen seen = byAddress.of(message.line().identity(), Seen::new);
        Optional<PeerId> id = message.by().peerId();
        if (message.timeNs() - seen.seenNs > APART_NS) {
            seen.changes.clear();
        } else if (seen.id.isPresent() && !seen.id.equals(id)) {
            seen.changes.add(message.timeNs(), message.sequence());
            if (seen.changes.allSince(Long.MIN_VALUE)) {
                watch.charge(Code.PEER_ID_CHANGED, Severity.LOW, Certainty.STATISTICAL, message.by(), CHANGES
                        + " new peer ids, each within 10 minutes of the one before",
                        List.copyOf(seen.changes.sequences()));
                seen.changes.clear();
            }
        }
        seen.id = id;
        seen.seenNs = message.timeNs();
    }
}
