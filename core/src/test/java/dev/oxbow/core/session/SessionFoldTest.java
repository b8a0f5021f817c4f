package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.time.Deadline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a process, its connections and its disk live through is in the state from then on. */
class SessionFoldTest {
    private static final int BLOCK = 16_384;

    private final SessionState state = new SessionState();
    private long timeNs = 1_000_000_000L;

    SessionFoldTest() {
        hear("SessionStarted seed=1 version=9.9 bootId=boot-1 peerId=O processId=10");
        hear("AddTorrentRequested requestId=1 spec=A:131072/32768:131072 directory=/data wish=DOWNLOAD");
        hear("ChangePhase torrentId=1 phase=DOWNLOADING");
    }

    private void hear(String entry) {
        timeNs += 1_000_000;
        state.apply(state.sequence() + 1, timeNs, EntryText.parse(entry));
    }

    private Torrent torrent() {
        return state.torrent(1).orElseThrow();
    }

    private void connect(int connection) {
        hear("Connect connectionId=" + connection + " torrentId=1 endpoint=10.0.0." + connection + ":6881 reason=NEW_CANDIDATE");
    }

    private void join(int connection) {
        hear("ConnectionOpened connectionId=" + connection);
        hear("SendHandshake connectionId=" + connection + " torrentId=1 infoHash=A peerId=O reservedBits=0x100004");
        hear("HandshakeReceived connectionId=" + connection + " infoHash=A peerId=S reservedBits=0x100004");
        hear("LimitConnection connectionId=" + connection + " torrentId=1 layout=131072/32768");
    }

    private void download(int piece) {
        hear("RequestBlocks connectionId=1 pieceIndex=" + piece + " firstBlock=0 blockCount=2 reason=RAREST_FIRST");
        for (int block = 0; block < 2; block++) {
            hear("BlockReceived connectionId=1 pieceIndex=" + piece + " blockIndex=" + block + " slotId=" + block + " crc32c=" + block);
            hear("WriteBlock torrentId=1 pieceIndex=" + piece + " blockIndex=" + block + " slotId=" + block);
        }
        hear("BlocksWritten torrentId=1 pieceIndex=" + piece + " firstBlock=0 blockCount=2");
        hear("VerifyPiece torrentId=1 pieceIndex=" + piece + " reason=DOWNLOADED");
    }

    @Test
    void aProcessThatStartsKnowsWhoItIs() {
        assertEquals(List.of(1L, "9.9", "boot-1"), List.of(state.seed(), state.version(), state.bootId()));
        assertTrue(state.peerId().isPresent());
        assertFalse(state.cleanStop, "until it has stopped cleanly");
    }

    @Test
    void filesAreDoubtedOnlyWhenTheMachineWentDown() {
        hear("SessionStarted seed=2 version=1 bootId=boot-1 peerId=O processId=11");
        assertFalse(torrent().isMachineWentDown(), "only the process died");
        hear("SessionStarted seed=2 version=1 bootId=boot-2 peerId=O processId=12");
        assertTrue(torrent().isMachineWentDown());
    }

    @Test
    void aCleanStopLeavesNothingToDoubt() {
        hear("SessionStopRequested");
        assertTrue(state.isStopRequested());
        long deadlineNs = state.stopDeadlineNs;
        assertTrue(deadlineNs > timeNs && deadlineNs < Deadline.NONE);
        hear("SessionStopRequested");
        assertEquals(deadlineNs, state.stopDeadlineNs, "asking again gains no time");
        hear("StopSession reason=REQUESTED");
        assertTrue(state.stopSaid && state.stopDeadlineNs == Deadline.NONE);
        hear("SessionStopped");
        assertTrue(state.isStopped() && state.cleanStop);
        hear("SessionStarted seed=2 version=1 bootId=boot-2 peerId=O processId=11");
        assertFalse(torrent().isMachineWentDown());
        assertFalse(state.isStopped() || state.isStopRequested() || state.stopSaid);
    }

    @Test
    void aStopWithOpenFilesIsNotClean() {
        hear("OpenFiles torrentId=1 infoHash=A directory=/data");
        hear("FilesOpened torrentId=1 stamps=[0:0@1#1]");
        hear("SessionStopped");
        assertFalse(state.cleanStop);
    }

    @Test
    void peersFindUsWhereWeListen() {
        hear("Listen address=0.0.0.0 port=6881");
        assertFalse(state.listenSettled);
        hear("ListenSucceeded endpoint=0.0.0.0:6881");
        assertTrue(state.listenSettled);
        assertEquals(6881, state.announcedPort());
        hear("Listen address=0.0.0.0 port=6882");
        hear("ListenFailed address=0.0.0.0 port=6882 reason=taken portTaken=true");
        assertTrue(state.listenSettled);
        assertEquals(Optional.empty(), state.listening());
        assertEquals(0, state.announcedPort());
    }

    @Test
    void theJournalIsSafeOnceItsLastSyncHasEnded() {
        hear("FilesSynced torrentId=1 operationId=3");
        assertFalse(state.isJournalSafe());
        hear("SyncJournal operationId=7");
        assertEquals(8, state.nextOperationId);
        assertFalse(state.isJournalSafe());
        hear("JournalSynced operationId=6");
        assertFalse(state.isJournalSafe(), "that was an earlier one");
        hear("JournalSynced operationId=7");
        assertTrue(state.isJournalSafe());
    }

    @Test
    void aJournalThatCannotBeSyncedIsTriedAgainLater() {
        hear("SyncJournal operationId=7");
        hear("JournalSyncFailed operationId=6 reason=x");
        assertEquals(0, state.journalRetryNs);
        hear("JournalSyncFailed operationId=7 reason=x");
        assertFalse(state.isJournalSafe());
        assertTrue(state.journalRetryNs > timeNs);
        assertEquals(0, state.journalSyncOperation);
    }

    @Test
    void aTorrentThatIsForgottenIsGone() {
        hear("AddMagnetRequested requestId=2 infoHash=B name=m directory=/data wish=DOWNLOAD");
        assertEquals(2, state.swarms().size());
        hear("ChangePhase torrentId=2 phase=FETCHING_METADATA");
        assertEquals(TorrentPhase.FETCHING_METADATA, state.magnet(2).orElseThrow().phase());
        hear("ForgetTorrent torrentId=2");
        assertEquals(List.of(torrent()), state.swarms());
        hear("ForgetTorrent torrentId=1");
        assertTrue(state.torrents().isEmpty() && state.torrent(1).isEmpty() && state.swarms().isEmpty());
    }

    @Test
    void whatIsDistrustedMustBeCheckedAgain() {
        hear("PieceVerified torrentId=1 pieceIndex=1");
        hear("DistrustPieces torrentId=1 pieces=.xx..... reason=REQUESTED");
        assertEquals(0, torrent().picker().verified().count());
        assertEquals(2, torrent().inDoubt().count());
        hear("VerifyPiece torrentId=1 pieceIndex=1 reason=REQUESTED");
        hear("PieceVerified torrentId=1 pieceIndex=1");
        assertEquals(1, torrent().inDoubt().count());
    }

    @Test
    void countsThoseWhoAreBeingDialledAndThoseWhoAreThere() {
        connect(1);
        connect(3);
        connect(5);
        assertEquals(List.of(3, 3, 6L), List.of(state.halfOpenCount, torrent().connections.size(), state.nextConnectionId()));
        join(1);
        assertEquals(2, state.halfOpenCount);
        hear("ConnectFailed connectionId=3 reason=x");
        assertEquals(List.of(1, 2), List.of(state.halfOpenCount, torrent().connections.size()));
        hear("CloseConnection connectionId=5 reason=TURNOVER");
        assertEquals(0, state.halfOpenCount);
        hear("ConnectionClosed connectionId=5");
        hear("ConnectionClosed connectionId=5");
        assertEquals(List.of(0, 1, 1), List.of(state.halfOpenCount, torrent().connections.size(), state.connections().size()));
        hear("ConnectionAccepted connectionId=8 endpoint=10.0.0.9:5000");
        assertEquals(List.of(9L, 2, 1), List.of(state.nextConnectionId(), state.connections().size(), torrent().connections.size()));
    }

    @Test
    void whatWasAskedOfAPeerThatLeavesIsFreeForOthers() {
        for (String end : List.of("CloseConnection connectionId=1 reason=TURNOVER", "ConnectionClosed connectionId=1")) {
            connect(1);
            join(1);
            hear("HaveAllReceived connectionId=1");
            hear("RequestBlocks connectionId=1 pieceIndex=1 firstBlock=0 blockCount=2 reason=RAREST_FIRST");
            assertTrue(torrent().picker().isBegun(1));
            hear(end);
            assertFalse(torrent().picker().isBegun(1), end);
            hear("ConnectionClosed connectionId=1");
        }
    }

    @Test
    void aBannedPeerIsKeptOutUntilItIsLetInAgain() {
        hear("AddPeerRequested requestId=2 infoHash=A endpoint=10.0.0.1:6881");
        hear("BanPeer endpoint=10.0.0.1:6881 reason=SENT_WHOLE_BAD_PIECE torrentId=1 untilNs=90000000000");
        assertEquals(90_000_000_000L, torrent().candidates().all().iterator().next().nextTryNs());
        assertEquals(1, state.bans().active(timeNs).size());
        hear("UnbanPeer endpoint=10.0.0.1:6881");
        assertTrue(torrent().candidates().all().iterator().next().nextTryNs() <= timeNs);
        assertEquals(0, state.bans().active(timeNs).size());
    }

    @Test
    void whoeverSentAWrongPieceAloneIsBlamed() {
        connect(1);
        join(1);
        hear("HaveAllReceived connectionId=1");
        download(2);
        hear("PieceHashMismatched torrentId=1 pieceIndex=2");
        assertEquals(1, state.blamedConnection);
        assertTrue(state.blamedSequence > 0);
        assertEquals(2L * BLOCK, torrent().bytesWasted());
        assertFalse(torrent().picker().isBegun(2) || state.connection(1).orElseThrow().isTrusted());
        download(2);
        hear("PieceVerified torrentId=1 pieceIndex=2");
        assertTrue(torrent().picker().verified().contains(2));
        assertTrue(state.connection(1).orElseThrow().isTrusted(), "it has proved itself");
    }

    @Test
    void ourOwnMemoryBlamesNobody() {
        connect(1);
        join(1);
        hear("HaveAllReceived connectionId=1");
        download(2);
        hear("BlockCorrupted torrentId=1 pieceIndex=2 blockIndex=0");
        hear("PieceHashMismatched torrentId=1 pieceIndex=2");
        assertEquals(List.of(0L, -1L), List.of(state.blamedConnection, state.blamedSequence));
    }

    @Test
    void aFaultOfTheDiskIsKnown() {
        for (String fault : List.of("BlockWriteFailed torrentId=1 pieceIndex=2 blockIndex=0 fault=IO_ERROR detail=x",
                "SyncFailed torrentId=1 operationId=3 fault=IO_ERROR detail=x", "FilesOpenFailed torrentId=1 fault=IO_ERROR detail=x",
                "PieceReadFailed torrentId=1 pieceIndex=1 fault=IO_ERROR detail=x", "FilesMoveFailed torrentId=1 fault=IO_ERROR detail=x",
                "BlockReadFailed connectionId=1 torrentId=1 fault=IO_ERROR detail=x")) {
            SessionFoldTest fresh = new SessionFoldTest();
            fresh.connect(1);
            fresh.join(1);
            fresh.hear("RequestBlocks connectionId=1 pieceIndex=2 firstBlock=0 blockCount=2 reason=RAREST_FIRST");
            fresh.hear("BlockReceived connectionId=1 pieceIndex=2 blockIndex=0 slotId=0 crc32c=0");
            fresh.hear("WriteBlock torrentId=1 pieceIndex=2 blockIndex=0 slotId=0");
            fresh.hear(fault);
            assertTrue(fresh.torrent().fault().isPresent(), fault);
        }
    }

    @Test
    void aMoveThatEndedLeavesTheFilesInTheirNewPlace() {
        hear("MoveTorrentRequested requestId=2 infoHash=A directory=/elsewhere");
        assertEquals(Optional.of("/elsewhere"), torrent().movingTo());
        hear("MoveFiles torrentId=1 infoHash=A from=/data to=/elsewhere");
        hear("FilesMoved torrentId=1 directory=/elsewhere");
        assertEquals(List.of("/elsewhere", Optional.empty()), List.of(torrent().directory(), torrent().movingTo()));
        assertFalse(state.isJournalSafe());
        hear("MoveTorrentRequested requestId=3 infoHash=A directory=/third");
        hear("MoveFiles torrentId=1 infoHash=A from=/elsewhere to=/third");
        hear("FilesMoveFailed torrentId=1 fault=IO_ERROR detail=x");
        assertEquals(List.of("/elsewhere", Optional.empty()), List.of(torrent().directory(), torrent().movingTo()));
    }
}
