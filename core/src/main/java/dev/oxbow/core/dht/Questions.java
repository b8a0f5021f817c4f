package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.krpc.Want;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import java.util.Optional;

/** What a query of ours says: it follows from the lookup that asks, whom it asks, and the method. */
final class Questions {
    private Questions() {
    }

    /**
     * @param lookupId of a lookup under way, or {@link PendingQuery#NO_LOOKUP}
     * @param nodeId   who is asked
     */
    static Question of(DhtState state, int lookupId, Optional<NodeId> nodeId, DhtMethod method) {
        return switch (method) {
            case PING -> new Question.Ping();
            case FIND_NODE -> findNode(state, lookup(state, lookupId));
            case GET_PEERS -> new Question.GetPeers(torrent(state, lookupId), Want.UNSAID, false, false);
            case ANNOUNCE_PEER -> announce(state, lookup(state, lookupId), nodeId);
        };
    }

    static DhtMethod method(Question question) {
        if (question instanceof Question.FindNode) {
            return DhtMethod.FIND_NODE;
        } else if (question instanceof Question.GetPeers) {
            return DhtMethod.GET_PEERS;
        }
        return question instanceof Question.AnnouncePeer ? DhtMethod.ANNOUNCE_PEER : DhtMethod.PING;
    }

    private static Lookup lookup(DhtState state, int lookupId) {
        return state.lookup(lookupId).orElseThrow(() -> new IllegalStateException("there is no lookup " + lookupId));
    }

    private static InfoHash torrent(DhtState state, int lookupId) {
        return new InfoHash(lookup(state, lookupId).target().bytes());
    }

    /** BEP 32, bootstrapping: whoever is in both DHTs asks for nodes of both, to begin with. */
    private static Question findNode(DhtState state, Lookup lookup) {
        boolean both = lookup.kind() == LookupKind.BOOTSTRAP && state.settings().dualStack();
        return new Question.FindNode(lookup.target(), both ? Want.BOTH : Want.UNSAID);
    }

    private static Question announce(DhtState state, Lookup lookup, Optional<NodeId> nodeId) {
        Announcement wanted = state.announcements().find(new InfoHash(lookup.target().bytes()))
                .orElseThrow(() -> new IllegalStateException("nobody wants " + lookup.target() + " announced"));
        ByteString token = nodeId.flatMap(lookup::node).map(LookupNode::token).orElse(ByteString.EMPTY);
        return new Question.AnnouncePeer(wanted.infoHash(), wanted.port(), wanted.impliedPort(), wanted.seed(), token);
    }
}
