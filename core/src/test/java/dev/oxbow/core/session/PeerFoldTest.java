package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.peer.PeerSession;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said in a conversation is in the state from then on: who has what, who owes what to whom, and how much came and went. */
class PeerFoldTest {
    private static final int BLOCK = 16_384;

    private final SessionState state = new SessionState();
    private long timeNs = 1_000_000_000L;

    PeerFoldTest() {
        hear("SessionStarted seed=1 version=1 bootId=boot-1 peerId=O processId=10");
        hear("AddTorrentRequested requestId=1 spec=A:131072/32768:131072 directory=/data wish=DOWNLOAD");
        hear("ChangePhase torrentId=1 phase=DOWNLOADING");
        connect(1, "0x100004");
    }

    private void connect(long connection, String reservedBits) {
        hear("Connect connectionId=" + connection + " torrentId=1 endpoint=10.0.0." + connection + ":6881 reason=NEW_CANDIDATE");
        hear("ConnectionOpened connectionId=" + connection);
        hear("SendHandshake connectionId=" + connection + " torrentId=1 infoHash=A peerId=O reservedBits=0x100004");
        hear("HandshakeReceived connectionId=" + connection + " infoHash=A peerId=S reservedBits=" + reservedBits);
        hear("LimitConnection connectionId=" + connection + " torrentId=1 layout=131072/32768");
    }

    private void hear(String entry) {
        timeNs += 1_000_000;
        state.apply(state.sequence() + 1, timeNs, EntryText.parse(entry));
    }

    /** Of the first connection. */
    private void say(String entry) {
        hear(entry.contains(" ") ? entry.replaceFirst(" ", " connectionId=1 ") : entry + " connectionId=1");
    }

    private PeerSession peer() {
        return state.connection(1).orElseThrow();
    }

    private Torrent torrent() {
        return state.torrent(1).orElseThrow();
    }

    private List<Integer> availability() {
        return List.of(0, 1, 2, 3).stream().map(piece -> torrent().picker().availability(piece)).toList();
    }

    private void ask() {
        say("BitfieldReceived bits=xxxx....");
        say("SendInterested");
        say("UnchokeReceived");
        say("RequestBlocks pieceIndex=1 firstBlock=0 blockCount=2 reason=RAREST_FIRST");
    }

    private void block(int piece, int block, int slot, int crc) {
        say("BlockReceived pieceIndex=" + piece + " blockIndex=" + block + " slotId=" + slot + " crc32c=" + crc);
    }

    @Test
    void countsWhoHasWhat() {
        say("BitfieldReceived bits=x.x.....");
        assertEquals(List.of(1, 0, 1, 0), availability());
        assertEquals(2, peer().missingHere());
        say("HaveReceived pieceIndex=1");
        say("HaveReceived pieceIndex=1");
        assertEquals(List.of(1, 1, 1, 0), availability());
        say("DontHaveReceived pieceIndex=0");
        say("DontHaveReceived pieceIndex=0");
        assertEquals(List.of(0, 1, 1, 0), availability());
        assertEquals(2, peer().missingHere());
        say("BitfieldReceived bits=...x....");
        assertEquals(List.of(0, 0, 0, 1), availability(), "the latest holds");
    }

    @Test
    void knowsSeedsThatBecomeOneAndCeaseToBe() {
        say("HaveAllReceived");
        assertEquals(List.of(1, 1, 1, 1), availability());
        assertTrue(peer().isSeed());
        say("DontHaveReceived pieceIndex=3");
        assertEquals(List.of(1, 1, 1, 0), availability());
        assertFalse(peer().isSeed());
        say("HaveReceived pieceIndex=3");
        assertEquals(List.of(1, 1, 1, 1), availability());
        assertTrue(peer().isSeed());
        say("HaveNoneReceived");
        assertEquals(List.of(0, 0, 0, 0), availability());
        say("HaveAllReceived");
        hear("ConnectionClosed connectionId=1");
        assertEquals(List.of(0, 0, 0, 0), availability(), "it takes what it had with it");
    }

    @Test
    void whatWeHaveIsNotMissing() {
        hear("PieceVerified torrentId=1 pieceIndex=0");
        say("HaveReceived pieceIndex=0");
        assertEquals(0, peer().missingHere());
        say("HaveReceived pieceIndex=1");
        assertEquals(1, peer().missingHere());
        say("DontHaveReceived pieceIndex=0");
        assertEquals(1, peer().missingHere());
        say("HaveAllReceived");
        assertEquals(3, peer().missingHere());
    }

    @Test
    void whatIsAskedIsAskedOfThatPeerUntilItIsSettled() {
        ask();
        assertEquals(2, peer().requests().size());
        assertTrue(torrent().picker().progress(1).isAskedOf(0, 1) && torrent().picker().progress(1).isAskedOf(1, 1));
        say("RejectReceived pieceIndex=1 offsetBytes=16384 lengthBytes=16384");
        assertEquals(1, peer().requests().size());
        assertTrue(torrent().picker().progress(1).isMissing(1));
        say("CancelBlocks pieceIndex=1 firstBlock=0 blockCount=1 reason=ARRIVED");
        assertEquals(0, peer().requests().size());
        assertFalse(torrent().picker().isBegun(1), "nothing of it is there or asked for");
    }

    @Test
    void aChokeVoidsRequestsOnlyWithoutTheFastExtension() {
        ask();
        say("ChokeReceived");
        assertTrue(peer().peerChoking());
        assertEquals(2, peer().requests().size());
        connect(3, "0x100000");
        hear("BitfieldReceived connectionId=3 bits=xxxx....");
        hear("UnchokeReceived connectionId=3");
        hear("RequestBlocks connectionId=3 pieceIndex=2 firstBlock=0 blockCount=2 reason=RAREST_FIRST");
        hear("ChokeReceived connectionId=3");
        assertEquals(0, state.connection(3).orElseThrow().requests().size());
        assertFalse(torrent().picker().isBegun(2));
    }

    @Test
    void countsWhatComesAndWhatWasInVain() {
        ask();
        block(1, 0, 4, 77);
        hear("WriteBlock torrentId=1 pieceIndex=1 blockIndex=0 slotId=4");
        assertEquals(1, peer().requests().size());
        assertEquals(List.of(77, 1L), List.of(torrent().picker().progress(1).crc(0), torrent().picker().progress(1).writtenBy(0)));
        block(3, 0, 5, 78);
        hear("DiscardBlock slotId=5 reason=UNREQUESTED");
        assertEquals(List.of(2L * BLOCK, 2L * BLOCK), List.of(peer().bytesDown(), torrent().bytesDownloaded()));
        assertEquals(List.of(1L * BLOCK, 1L * BLOCK, 1), List.of(peer().bytesWasted(), torrent().bytesWasted(), peer()
                .unrequestedBlocks()));
        block(1, 1, 6, 79);
        hear("DiscardBlock slotId=6 reason=TORRENT_STOPPED");
        assertEquals(List.of(0, 1), List.of(peer().requests().size(), peer().unrequestedBlocks()), "that one was asked for");
        assertTrue(torrent().picker().progress(1).isMissing(1));
    }

    @Test
    void servesWhatIsThereToWhoeverMayAsk() {
        hear("PieceVerified torrentId=1 pieceIndex=0");
        String request = "RequestReceived pieceIndex=0 offsetBytes=0 lengthBytes=16384";
        say(request);
        assertEquals(0, peer().uploads().queuedCount(), "we choke it");
        say("SendAllowedFast pieceIndex=0");
        say(request);
        assertEquals(1, peer().uploads().queuedCount(), "but may ask for this one");
        say("RejectRequest pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        assertEquals(0, peer().uploads().queuedCount());
        say("Unchoke reason=INTERESTED");
        say(request);
        say("RequestReceived pieceIndex=1 offsetBytes=0 lengthBytes=16384");
        assertEquals(1, peer().uploads().queuedCount(), "the other one is not here");
        say("CancelReceived pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        assertEquals(0, peer().uploads().queuedCount());
        say(request);
        say("SendBlock torrentId=1 pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        say("BlockSent pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        assertEquals(List.of(0, (long) BLOCK, (long) BLOCK), List.of(peer().uploads().queuedCount(), peer().bytesUp(), torrent()
                .bytesUploaded()));
    }

    @Test
    void limitsCountWhatIsAskedForAndWhatIsSent() {
        hear("SessionLimitsRequested requestId=2 downBytesPerSec=40000 upBytesPerSec=30000");
        hear("PieceVerified torrentId=1 pieceIndex=0");
        ask();
        assertEquals(2L * BLOCK * 1000 / 40_000, (state.downLimit(torrent()).nextNs(0, timeNs) - timeNs) / 1_000_000, 5,
                "ms that two blocks take");
        say("Unchoke reason=INTERESTED");
        say("RequestReceived pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        say("SendBlock torrentId=1 pieceIndex=0 offsetBytes=0 lengthBytes=16384");
        assertEquals(BLOCK * 1000L / 30_000, (state.upLimit(torrent()).nextNs(0, timeNs) - timeNs) / 1_000_000, 10,
                "ms that one block takes");
    }

    @Test
    void whateverIsHeardOrSaidKeepsTheConnectionAlive() {
        for (String heard : List.of("KeepAliveReceived", "SuggestReceived pieceIndex=1", "DhtPortReceived port=7",
                "MetadataRequestReceived pieceIndex=0",
                "MetadataRejectReceived pieceIndex=0", "ExtendedHandshakeReceived client=x")) {
            say(heard);
            assertEquals(timeNs, peer().lastReceivedNs(), heard);
        }
        for (String said : List.of("SendKeepAlive", "SendBitfield bits=....", "SendHaveAll", "SendHaveNone", "SendDhtPort port=7",
                "SendInterested",
                "SendExtendedHandshake client=x", "SendMetadataReject pieceIndex=0", "RevealPieces pieces=....", "Choke reason=OUTBID",
                "SendMetadataPiece infoHash=A pieceIndex=0", "RejectRequest pieceIndex=0 offsetBytes=0 lengthBytes=16384",
                        "SendAllowedFast pieceIndex=1")) {
            say(said);
            assertEquals(timeNs, peer().lastSentNs(), said);
        }
    }

    @Test
    void knowsWhoWantsAndWhoGives() {
        say("InterestedReceived");
        say("SendInterested");
        say("UnchokeReceived");
        say("Unchoke reason=OPTIMISTIC");
        assertEquals(List.of(true, true, false, false), view());
        assertTrue(peer().isOptimistic());
        say("NotInterestedReceived");
        say("SendNotInterested");
        say("ChokeReceived");
        say("Choke reason=OUTBID");
        assertEquals(List.of(false, false, true, true), view());
        say("Unchoke reason=INTERESTED");
        assertFalse(peer().isOptimistic());
    }

    private List<Boolean> view() {
        return List.of(peer().peerInterested(), peer().amInterested(), peer().peerChoking(), peer().amChoking());
    }

    @Test
    void aCallersOwnWordTellsWhereItCanBeReached() {
        hear("ConnectionAccepted connectionId=2 endpoint=10.0.0.9:50000");
        hear("HandshakeReceived connectionId=2 infoHash=A peerId=P reservedBits=0x100004");
        hear("SendHandshake connectionId=2 torrentId=1 infoHash=A peerId=O reservedBits=0x100004");
        hear("LimitConnection connectionId=2 torrentId=1 layout=131072/32768");
        hear("ExtendedHandshakeReceived connectionId=2 client=Other requestQueueMax=30 listenPort=7000 uploadOnly=true peerExchange=true");
        PeerSession caller = state.connection(2).orElseThrow();
        assertEquals(List.of("10.0.0.9:7000", "Other", "true"), List.of(caller.identity().toString(), caller.client(), ""
                + caller.isUploadOnly()));
    }

    @Test
    void othersAreLearnedOfFromPeersUnlessThatIsSwitchedOff() {
        say("ExtendedHandshakeReceived client=x peerExchange=true");
        say("PexReceived added=[10.7.0.1:6881] addedFlags=00");
        assertTrue(torrent().candidates().all().stream().anyMatch(it -> it.endpoint().toString().equals("10.7.0.1:6881")));
        hear("PeerExchangeSwitched on=false");
        timeNs += 120_000_000_000L;
        say("PexReceived added=[10.7.0.2:6881] addedFlags=00");
        assertTrue(torrent().candidates().all().stream().noneMatch(it -> it.endpoint().toString().equals("10.7.0.2:6881")));
    }
}
