package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies on the disk, and how surely, is in the state from then on. */
class StorageFoldTest {
    private final SessionState state = new SessionState();
    private long timeNs = 1_000_000_000L;

    StorageFoldTest() {
        hear("SessionStarted seed=1 version=1 bootId=boot-1 peerId=O processId=10");
        hear("AddTorrentRequested requestId=1 spec=A:65536/32768:65536 directory=/data wish=DOWNLOAD");
        hear("OpenFiles torrentId=1 infoHash=A directory=/data");
        hear("FilesOpened torrentId=1 stamps=[0:missing]");
        hear("ChangePhase torrentId=1 phase=DOWNLOADING");
        hear("Connect connectionId=1 torrentId=1 endpoint=10.0.0.1:6881 reason=NEW_CANDIDATE");
        hear("ConnectionOpened connectionId=1");
        hear("SendHandshake connectionId=1 torrentId=1 infoHash=A peerId=O reservedBits=0x100004");
        hear("HandshakeReceived connectionId=1 infoHash=A peerId=S reservedBits=0x100004");
        hear("LimitConnection connectionId=1 torrentId=1 layout=65536/32768");
        hear("HaveAllReceived connectionId=1");
    }

    private void hear(String entry) {
        timeNs += 1_000_000;
        state.apply(state.sequence() + 1, timeNs, EntryText.parse(entry));
    }

    private Torrent torrent() {
        return state.torrent(1).orElseThrow();
    }

    private void write(int piece) {
        hear("RequestBlocks connectionId=1 pieceIndex=" + piece + " firstBlock=0 blockCount=2 reason=RAREST_FIRST");
        for (int block = 0; block < 2; block++) {
            hear("BlockReceived connectionId=1 pieceIndex=" + piece + " blockIndex=" + block + " slotId=" + block + " crc32c=" + block);
            hear("WriteBlock torrentId=1 pieceIndex=" + piece + " blockIndex=" + block + " slotId=" + block);
        }
    }

    private void download(int piece) {
        write(piece);
        hear("BlocksWritten torrentId=1 pieceIndex=" + piece + " firstBlock=0 blockCount=2");
        hear("VerifyPiece torrentId=1 pieceIndex=" + piece + " reason=DOWNLOADED");
        hear("PieceVerified torrentId=1 pieceIndex=" + piece);
    }

    private void syncAll() {
        hear("SyncFiles torrentId=1 operationId=5 files=x.......");
        hear("FilesSynced torrentId=1 operationId=5 stamps=[0:65536@9#1]");
    }

    @Test
    void aBlockIsThereOnceItIsWritten() {
        write(1);
        assertEquals(0, torrent().picker().progress(1).writtenCount());
        assertEquals(0, torrent().disk().dirtyBytes());
        hear("BlocksWritten torrentId=1 pieceIndex=1 firstBlock=0 blockCount=2");
        assertTrue(torrent().picker().progress(1).isWritten());
        assertEquals(32_768, torrent().disk().dirtyBytes());
        assertFalse(torrent().picker().progress(1).isVerifying());
        hear("VerifyPiece torrentId=1 pieceIndex=1 reason=DOWNLOADED");
        assertTrue(torrent().picker().progress(1).isVerifying());
    }

    @Test
    void aBlockThatCouldNotBeWrittenIsAskedForAgain() {
        write(1);
        hear("BlockWriteFailed torrentId=1 pieceIndex=1 blockIndex=0 fault=NO_SPACE detail=full");
        assertTrue(torrent().picker().progress(1).isMissing(0));
        assertFalse(torrent().picker().progress(1).isMissing(1));
        assertEquals("full", torrent().faultDetail());
    }

    @Test
    void aPieceSurvivesAPowerCutOnceItsFilesAreSynced() {
        download(0);
        assertEquals(0, torrent().disk().durable().count());
        hear("SyncFiles torrentId=1 operationId=5 files=x.......");
        assertTrue(torrent().disk().isSyncing());
        assertEquals(6, state.nextOperationId);
        hear("FilesSynced torrentId=1 operationId=5 stamps=[0:65536@9#1]");
        assertFalse(torrent().disk().isSyncing());
        assertEquals(1, torrent().disk().durable().count());
        assertEquals(0, torrent().disk().dirtyBytes());
        assertEquals(1, state.syncsSinceJournalSync);
    }

    @Test
    void aSyncThatFailedVouchesForNothing() {
        download(0);
        hear("SyncFiles torrentId=1 operationId=5 files=x.......");
        hear("SyncFailed torrentId=1 operationId=5 fault=IO_ERROR detail=x");
        assertFalse(torrent().disk().isSyncing());
        assertTrue(torrent().disk().isSyncFailed());
        assertEquals(0, torrent().disk().durable().count());
    }

    @Test
    void aDownloadIsSafeOnlyWhenAllOfItIsSyncedAndTheJournalToo() {
        download(0);
        download(1);
        hear("ChangePhase torrentId=1 phase=SEEDING");
        assertFalse(state.isSafelyComplete(torrent()), "not synced");
        syncAll();
        assertFalse(state.isSafelyComplete(torrent()), "the journal knows nothing of it yet");
        hear("SyncJournal operationId=6");
        hear("JournalSynced operationId=6");
        assertTrue(state.isSafelyComplete(torrent()));
        hear("DistrustPieces torrentId=1 pieces=x....... reason=REQUESTED");
        assertFalse(state.isSafelyComplete(torrent()), "some of it is to be checked");
        StorageFoldTest half = new StorageFoldTest();
        half.download(0);
        half.hear("ChangePhase torrentId=1 phase=SEEDING");
        half.syncAll();
        half.hear("SyncJournal operationId=6");
        half.hear("JournalSynced operationId=6");
        assertFalse(half.state.isSafelyComplete(half.torrent()), "a piece is missing");
    }

    @Test
    void filesAreOpenUntilTheyAreClosedOrGone() {
        assertTrue(torrent().isFilesOpen());
        hear("CloseFiles torrentId=1");
        assertTrue(torrent().isClosingFiles());
        hear("FilesClosed torrentId=1");
        assertFalse(torrent().isFilesOpen() || torrent().isClosingFiles());
        StorageFoldTest removed = new StorageFoldTest();
        removed.hear("RemoveFiles torrentId=1");
        assertTrue(removed.torrent().isClosingFiles());
        removed.hear("FilesRemoved torrentId=1");
        assertFalse(removed.torrent().isFilesOpen());
    }

    @Test
    void aPieceThatWasNotThereIsMissingAndOneThatCouldNotBeReadIsInDoubt() {
        hear("PieceVerified torrentId=1 pieceIndex=0");
        hear("PieceVerified torrentId=1 pieceIndex=1");
        hear("DistrustPieces torrentId=1 pieces=xx...... reason=REQUESTED");
        hear("VerifyPiece torrentId=1 pieceIndex=0 reason=REQUESTED");
        hear("VerifyPiece torrentId=1 pieceIndex=1 reason=REQUESTED");
        hear("PieceReadFailed torrentId=1 pieceIndex=0 fault=MISSING detail=x");
        hear("PieceReadFailed torrentId=1 pieceIndex=1 fault=IO_ERROR detail=x");
        assertEquals(List.of(false, true), List.of(torrent().inDoubt().contains(0), torrent().inDoubt().contains(1)));
    }

    @Test
    void metadataThatIsRefusedIsNotPutTogetherAgain() {
        hear("AddMagnetRequested requestId=2 infoHash=B name=m directory=/data wish=DOWNLOAD");
        hear("AssembleMetadata torrentId=2 infoHash=B lengthBytes=100");
        assertTrue(state.magnet(2).orElseThrow().fetch().isAssembling());
        hear("MetadataHashMismatched torrentId=2");
        assertFalse(state.magnet(2).orElseThrow().fetch().isAssembling());
        hear("AssembleMetadata torrentId=2 infoHash=B lengthBytes=100");
        hear("MetadataRefused torrentId=2 fault=IO_ERROR detail=x");
        assertFalse(state.magnet(2).orElseThrow().fetch().isAssembling());
        assertTrue(state.magnet(2).orElseThrow().fault().isPresent());
    }
}
