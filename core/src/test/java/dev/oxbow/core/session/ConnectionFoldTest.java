package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What remains of a connection that ends, and what does not. */
class ConnectionFoldTest {
    private final SessionState state = new SessionState();
    private long timeNs = 1_000_000_000L;

    ConnectionFoldTest() {
        hear("SessionStarted seed=1 version=1 bootId=boot-1 peerId=O processId=10");
        hear("AddTorrentRequested requestId=1 spec=A:131072/32768:131072 directory=/data wish=DOWNLOAD");
        hear("ChangePhase torrentId=1 phase=DOWNLOADING");
        hear("AddMagnetRequested requestId=2 infoHash=B name=m directory=/data wish=DOWNLOAD");
    }

    private void hear(String entry) {
        timeNs += 1_000_000;
        state.apply(state.sequence() + 1, timeNs, EntryText.parse(entry));
    }

    private Torrent torrent() {
        return state.torrent(1).orElseThrow();
    }

    private void shakeHands(int connection, int torrent, String infoHash) {
        hear("Connect connectionId=" + connection + " torrentId=" + torrent + " endpoint=10.0.0." + connection
                + ":6881 reason=NEW_CANDIDATE");
        hear("ConnectionOpened connectionId=" + connection);
        hear("SendHandshake connectionId=" + connection + " torrentId=" + torrent + " infoHash=" + infoHash
                + " peerId=O reservedBits=0x100004");
        hear("HandshakeReceived connectionId=" + connection + " infoHash=" + infoHash + " peerId=S reservedBits=0x100004");
    }

    private void join(int connection) {
        shakeHands(connection, 1, "A");
        hear("LimitConnection connectionId=" + connection + " torrentId=1 layout=131072/32768");
        hear("HaveAllReceived connectionId=" + connection);
    }

    private void block(int connection, int block, int crc) {
        hear("RequestBlocks connectionId=" + connection + " pieceIndex=2 firstBlock=" + block + " blockCount=1 reason=RAREST_FIRST");
        hear("BlockReceived connectionId=" + connection + " pieceIndex=2 blockIndex=" + block + " slotId=0 crc32c=" + crc);
        hear("WriteBlock torrentId=1 pieceIndex=2 blockIndex=" + block + " slotId=0");
        hear("BlocksWritten torrentId=1 pieceIndex=2 firstBlock=" + block + " blockCount=1");
    }

    @Test
    void whoSentWhatIsKnownAfterItHasLeft() {
        join(1);
        join(3);
        block(1, 0, 7);
        block(3, 1, 8);
        hear("ConnectionClosed connectionId=1");
        hear("PieceHashMismatched torrentId=1 pieceIndex=2");
        block(3, 0, 70);
        block(3, 1, 8);
        hear("PieceVerified torrentId=1 pieceIndex=2");
        assertEquals(List.of("10.0.0.1:6881"), state.proofs.stream().map(proof -> proof.sender().toString()).toList());
    }

    @Test
    void whoGaveMetadataIsNotAskedForItOnceItHasLeft() {
        for (String end : List.of("ConnectionClosed connectionId=1", "CloseConnection connectionId=1 reason=TURNOVER")) {
            shakeHands(1, 2, "B");
            hear("AwaitMetadata connectionId=1 torrentId=2");
            hear("ExtendedHandshakeReceived connectionId=1 client=x metadataLengthBytes=100");
            assertEquals(1, state.magnet(2).orElseThrow().fetch().sources().size());
            hear(end);
            assertEquals(0, state.magnet(2).orElseThrow().fetch().sources().size(), end);
            hear("ConnectionClosed connectionId=1");
            assertEquals(0, state.magnet(2).orElseThrow().connections.size());
        }
    }

    @Test
    void whatIsHeardKeepsAConnectionAliveThoughItBreakTheProtocol() {
        shakeHands(1, 1, "A");
        PeerSession session = state.connection(1).orElseThrow();
        assertEquals(timeNs, session.lastReceivedNs());
        hear("ProtocolViolated connectionId=1 violation=UNKNOWN_ID detail=x");
        assertEquals(List.of(timeNs, 1L), List.of(session.lastReceivedNs(), (long) session.unknownMessages()));
        hear("ProtocolViolated connectionId=1 violation=BAD_LENGTH detail=x");
        assertEquals(1, session.unknownMessages());
    }

    @Test
    void whoIsGivenUpWhileBeingDialledStaysGivenUp() {
        hear("Connect connectionId=1 torrentId=1 endpoint=10.0.0.1:6881 reason=NEW_CANDIDATE");
        hear("CloseConnection connectionId=1 reason=TURNOVER");
        hear("ConnectionOpened connectionId=1");
        assertTrue(state.connection(1).orElseThrow().isClosing());
        assertEquals(0, state.halfOpenCount);
    }

    @Test
    void piecesKeptForOnePeerAreForAllWhenItLeaves() {
        join(1);
        hear("RequestBlocks connectionId=1 pieceIndex=2 firstBlock=0 blockCount=1 reason=PROBATION");
        hear("BlockReceived connectionId=1 pieceIndex=2 blockIndex=0 slotId=0 crc32c=1");
        hear("WriteBlock torrentId=1 pieceIndex=2 blockIndex=0 slotId=0");
        assertEquals(1, torrent().picker().progress(2).exclusiveTo());
        hear("ConnectionClosed connectionId=1");
        assertEquals(PieceProgress.NOBODY, torrent().picker().progress(2).exclusiveTo());
    }

    @Test
    void ourselvesAreNeverDialledAgain() {
        hear("AddPeerRequested requestId=3 infoHash=A endpoint=10.0.0.1:6881");
        shakeHands(1, 1, "A");
        hear("CloseConnection connectionId=1 reason=SELF");
        hear("ConnectionClosed connectionId=1");
        assertTrue(torrent().candidates().all().iterator().next().isBarred());
    }
}
