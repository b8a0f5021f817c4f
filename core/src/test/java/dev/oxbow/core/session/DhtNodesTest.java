package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.krpc.KrpcDecoder;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What datagrams say, which entries do not repeat; and what lasts. */
class DhtNodesTest {
    private static final Endpoint ASKER = Endpoint.parse("65.0.0.1:6881");

    private final Conversation conversation = new Conversation();

    private DhtNodes play(String script) {
        Script.play(Script.named(script), conversation);
        return conversation.state().dht();
    }

    private <T extends DhtCommand> T last(Class<T> kind) {
        return conversation.journal().stream().map(Conversation.Recorded::entry).filter(kind::isInstance).map(kind::cast)
                .reduce((first, second) -> second).orElseThrow();
    }

    private Object sent(DhtCommand command) {
        SessionState state = conversation.state();
        DhtNodes.Datagram datagram = state.dht().datagram(command, state.timeNs()).orElseThrow();
        return KrpcDecoder.decode(datagram.payload().toArray());
    }

    private DhtEvent.DhtQueryReceived asked(DhtMethod method, ByteString target, ByteString token) {
        return new DhtEvent.DhtQueryReceived(ASKER, ByteString.ofUtf8("tt"), NodeId.ofHex("59".repeat(20)), method, target, 7000, token,
                false, false, false, false, false, false, false);
    }

    @Test
    void anAnnounceTellsOurTcpPortAndGivesTheTokenBack() {
        play("dht-find-peers");
        Conversation again = new Conversation(); // datagrams follow from the state right after their command
        SessionState state = again.state();
        Question.AnnouncePeer announce = null;
        for (Conversation.Recorded recorded : conversation.journal()) {
            state.apply(state.sequence() + 1, recorded.timeNs(), recorded.entry());
            if (recorded.entry() instanceof DhtCommand.SendDhtQuery send && send.method() == DhtMethod.ANNOUNCE_PEER) {
                ByteString payload = state.dht().datagram(send, state.timeNs()).orElseThrow().payload();
                announce = (Question.AnnouncePeer) ((KrpcQuery) KrpcDecoder.decode(payload.toArray())).question();
                assertEquals(send.to().toString().startsWith("61") ? "aa01" : "bb02", announce.token().toHex());
            }
        }
        assertEquals(6881, announce.port());
        assertEquals(false, announce.impliedPort());
    }

    @Test
    void whoAnnouncesWithOurTokenIsAPeerForUsToo() {
        play("dht-find-peers");
        ByteString infoHash = conversation.state().torrents().get(0).spec().infoHash().bytes();
        conversation.hear(asked(DhtMethod.GET_PEERS, infoHash, ByteString.EMPTY));
        KrpcResponse response = (KrpcResponse) sent(last(DhtCommand.SendDhtResponse.class));
        assertEquals(Optional.of(ASKER), response.yourEndpoint());
        assertTrue(response.nodes().orElseThrow().size() > 0);
        conversation.hear(asked(DhtMethod.ANNOUNCE_PEER, infoHash, response.token()));
        Endpoint peer = new Endpoint(ASKER.address(), 7000);
        assertTrue(conversation.state().torrents().get(0).candidates().all().stream()
                .anyMatch(candidate -> candidate.endpoint().equals(peer) && candidate.source() == CandidateSource.DHT));
        conversation.hear(asked(DhtMethod.GET_PEERS, infoHash, ByteString.EMPTY));
        assertEquals(List.of(peer), ((KrpcResponse) sent(last(DhtCommand.SendDhtResponse.class))).values());
    }

    @Test
    void nothingIsSentOfWhatIsRecordedOnly() {
        DhtNodes dht = play("dht-find-peers");
        assertEquals(Optional.empty(), dht.datagram(last(DhtCommand.StartLookup.class), conversation.state().timeNs()));
        assertEquals(Optional.empty(), dht.datagram(last(DhtCommand.ResolveHosts.class), conversation.state().timeNs()));
    }

    @Test
    void keepsWhatItKnowsThroughASessionWithoutTheDht() {
        play("dht-find-peers");
        List<CheckpointEvent> kept = conversation.state().dht().kept();
        conversation.restart();
        assertEquals(kept, conversation.state().dht().kept());
        conversation.hear("SessionStarted seed=2 version=1 bootId=boot-1 peerId=O processId=11");
        conversation.hear("ListenSucceeded endpoint=0.0.0.0:6881");
        assertEquals(false, conversation.state().dht().isRunning());
        conversation.restart();
        assertEquals(kept, conversation.state().dht().kept());
        assertTrue(kept.size() > 1);
    }
}
