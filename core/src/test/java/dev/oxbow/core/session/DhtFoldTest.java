package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.dht.DhtState;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes from the DHT is in the state from then on: nodes, peers for our torrents, and where to begin. */
class DhtFoldTest {
    private static final String PING = "SendDhtQuery to=61.0.0.1:6881 transaction=0102 nodeId=N lookupId=0 method=PING";
    private static final String ASK = "SendDhtQuery to=61.0.0.1:6881 transaction=0102 nodeId= lookupId=1 method=GET_PEERS";

    private final SessionState state = new SessionState();
    private long timeNs = 1_000_000_000L;

    DhtFoldTest() {
        hear("SessionStarted seed=1 version=1 bootId=boot-1 peerId=O processId=10");
        hear("DhtConfigured on=true bootstrapHosts=[router:6881]");
        hear("ListenSucceeded endpoint=0.0.0.0:6881");
    }

    private void hear(String entry) {
        hear(EntryText.parse(entry));
    }

    private void hear(Entry entry) {
        timeNs += 1_000_000;
        state.apply(state.sequence() + 1, timeNs, entry);
    }

    private void open() {
        hear("DhtListenSucceeded endpoint=0.0.0.0:6881 ipv4=true ipv6=true");
    }

    private DhtState node(boolean ipv6) {
        return state.dht().node(ipv6).orElseThrow();
    }

    private void addTorrent(String spec) {
        hear("AddTorrentRequested requestId=1 spec=" + spec + ":131072/32768:131072 directory=/data wish=DOWNLOAD");
        hear("ChangePhase torrentId=1 phase=DOWNLOADING");
    }

    private List<String> candidates() {
        return state.torrents().get(0).candidates().all().stream().map(it -> it.endpoint().toString()).toList();
    }

    private void find() {
        hear("StartLookup ipv6=false lookupId=1 kind=ANNOUNCE target=A bucketIndex=-1");
        hear(ASK);
        hear("DhtResponseReceived from=61.0.0.1:6881 transaction=0102 nodeId=N peers=[63.0.0.1:6881] token=aa01");
    }

    @Test
    void thereIsANodeForEachFamilyOnceTheSocketIsOpen() {
        assertFalse(state.dht().isRunning());
        assertEquals(List.of(true, List.of("router:6881")), List.of(state.dht().on, state.dht().bootstrapHosts));
        hear("OpenDhtSocket address=0.0.0.0 port=6881");
        hear("DhtListenFailed reason=taken");
        assertFalse(state.dht().isRunning());
        open();
        assertEquals(2, state.dht().nodes().size());
    }

    @Test
    void whoAnswersIsANodeOfOurs() {
        open();
        hear(PING);
        hear("DhtResponseReceived from=61.0.0.1:6881 transaction=0102 nodeId=N");
        assertEquals(List.of(1, 0), List.of(node(false).table().nodes().size(), node(true).table().nodes().size()));
        Endpoint other = Endpoint.parse("[2600::1]:6881");
        hear(new DhtCommand.SendDhtQuery(other, ByteString.ofHex("0103"), ByteString.EMPTY, 0, DhtMethod.PING));
        hear(new DhtEvent.DhtResponseReceived(other, ByteString.ofHex("0103"), NodeId.ofHex("59".repeat(20)), List.of(), List.of(),
                ByteString.EMPTY,
                ByteString.EMPTY));
        assertEquals(List.of(1, 1), List.of(node(false).table().nodes().size(), node(true).table().nodes().size()));
    }

    @Test
    void anAnswerThatWasNotAskedForMakesNobodyANode() {
        open();
        hear("DhtResponseReceived from=61.0.0.1:6881 transaction=0102 nodeId=N");
        hear("DhtErrorReceived from=61.0.0.1:6881 transaction=0102 code=201 text=x");
        assertEquals(0, node(false).table().nodes().size());
    }

    @Test
    void anErrorSettlesTheQuestion() {
        open();
        hear(PING);
        assertEquals(1, node(false).pendingCount());
        hear("DhtErrorReceived from=61.0.0.1:6881 transaction=0102 code=201 text=x");
        assertEquals(0, node(false).pendingCount());
    }

    @Test
    void peersThatAreFoundAreOfTheTorrentThatWasAskedFor() {
        open();
        addTorrent("A");
        find();
        assertEquals(List.of("63.0.0.1:6881"), candidates());
        assertEquals(1, state.dht().foundTorrentId);
        hear("DhtResponseReceived from=61.0.0.1:6881 transaction=0999 nodeId=N");
        assertEquals(0, state.dht().foundTorrentId, "that one found nothing");
    }

    @Test
    void aTorrentThatRestsOrIsPrivateOrGoneLearnsOfNobody() {
        open();
        addTorrent("A!");
        find();
        assertEquals(List.of(), candidates());
        DhtFoldTest paused = new DhtFoldTest();
        paused.open();
        paused.addTorrent("A");
        paused.hear("ChangePhase torrentId=1 phase=PAUSED");
        paused.find();
        assertEquals(List.of(), paused.candidates());
        DhtFoldTest gone = new DhtFoldTest();
        gone.open();
        gone.addTorrent("B");
        gone.find();
        assertEquals(List.of(0, List.of()), List.of(gone.state.dht().foundTorrentId, gone.candidates()));
    }

    @Test
    void aLookupLivesFromItsStartToItsEnd() {
        open();
        addTorrent("A");
        hear("StartLookup ipv6=true lookupId=1 kind=ANNOUNCE target=A bucketIndex=-1");
        assertEquals(List.of(0, 1), List.of(node(false).lookups().size(), node(true).lookups().size()));
        hear("EndLookup ipv6=true lookupId=1 askedCount=0 answeredCount=0 toldCount=0 hops=0");
        assertEquals(0, node(true).lookups().size());
    }

    @Test
    void ourIdMayChange() {
        open();
        hear("ChangeNodeId ipv6=false nodeId=Z");
        assertEquals("Z".repeat(20), new String(node(false).ownId().bytes().toArray(), StandardCharsets.US_ASCII));
        assertFalse(node(true).ownId().equals(node(false).ownId()));
    }

    @Test
    void hostsThatTorrentsNameAreKnown() {
        hear("DhtHostsNamed hosts=[a:1 b:2]");
        assertEquals(List.of("a:1", "b:2"), state.dht().namedHosts());
    }

    @Test
    void whereToBeginIsKnownOnceTheHostsAreLookedUp() {
        open();
        hear("ResolveHosts ipv6=false hosts=[router:6881] trusted=true");
        hear("HostResolved ipv6=false host=router:6881 endpoints=[67.0.0.1:6881]");
        assertEquals(List.of("67.0.0.1:6881"), state.dht().routers().stream().map(Object::toString).toList());
        hear("HostResolveFailed ipv6=true host=router:6881 reason=x");
        assertEquals(1, state.dht().routers().size());
    }
}
