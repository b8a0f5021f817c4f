package dev.oxbow.core.dht;

import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.Optional;

/**
 * A query of ours that has neither been answered nor failed.
 *
 * @param nodeId   who is expected to answer; nothing where only the address is known
 * @param lookupId the lookup that asked, or {@link #NO_LOOKUP}
 */
record PendingQuery(ByteString transaction, Endpoint to, Optional<NodeId> nodeId, int lookupId, Question question, long sentNs) {
    static final int NO_LOOKUP = 0;

    long timeoutNs() {
        return sentNs + DhtTimes.TIMEOUT_NS;
    }

    boolean isAnnounce() {
        return question instanceof Question.AnnouncePeer;
    }
}
