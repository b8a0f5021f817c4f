package dev.oxbow.replay.why;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.sim.RecordedDownload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds a download up on our own side, with a magnet link or web seeds alone: by its cause and the entries that show it. */
class WhyHeldUpTest {
    private static final InfoHash HASH = Scene.SPEC.infoHash();
    private static final String WEB = "http://192.0.2.7/files/";
    private static final String ONLY_LINK = "holiday: only its magnet link is known, and its metadata has not come: ";

    @TempDir
    private Path home;
    private Scene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new Scene(home);
    }

    @AfterEach
    void end() throws IOException {
        scene.close();
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        int torrent = scene.torrent();
        scene.seed(HASH, 1);
        scene.answer();
        StorageCommand.WriteBlock write = scene.last(StorageCommand.WriteBlock.class);
        scene.take(new StorageEvent.BlockWriteFailed(torrent, write.pieceIndex(), write.blockIndex(), StorageFault.NO_SPACE,
                "No space left on device"));
        scene.assertWhy("stalled", "small one: it waits for room on the disk: No space left on device, since 00:00:00.027.",
                StorageEvent.BlockWriteFailed.class, SessionCommand.ChangePhase.class);
        scene.pass(60);
        scene.take(new StorageEvent.SpaceProbed(torrent, 12_288));
        scene.assertWhy("slow", "small one: it waits for room on the disk: No space left on device; 12.0 KiB free when last asked, at 00:01:00.028,"
                + " since 00:00:00.027.", StorageEvent.BlockWriteFailed.class, SessionCommand.ChangePhase.class,
                        StorageEvent.SpaceProbed.class);
    }

    @Test
    void saysThatTheDiskRefuses() throws IOException {
        int torrent = scene.torrent();
        scene.seed(HASH, 1);
        scene.answer();
        scene.take(new StorageEvent.BlockWriteFailed(torrent, 0, 0, StorageFault.IO_ERROR, "Input/output error"));
        scene.assertWhy("stalled", "small one: the disk refuses: Input/output error, since 00:00:00.027.",
                StorageEvent.BlockWriteFailed.class,
                SessionCommand.ChangePhase.class);
    }

    @Test
    void saysThatTheDiskDoesNotAnswer() throws IOException {
        scene.torrent();
        scene.seed(HASH, 1);
        scene.answer();
        scene.pass(31);
        scene.assertWhy("stalled", "small one: our own disk does not answer: writing block 0 of piece 1 began 31 s ago and is not done.",
                StorageCommand.WriteBlock.class);
    }

    @Test
    void saysThatWhatLiesThereIsStillChecked() throws IOException {
        TorrentSpec large = RecordedDownload.spec("large one", 200, 1 << 20);
        int torrent = scene.torrent(large, new FileStamp(0, large.pieces().totalLengthBytes(), 1, 7));
        List<StorageCommand.VerifyPiece> asked = scene.all(StorageCommand.VerifyPiece.class);
        for (StorageCommand.VerifyPiece piece : asked.subList(0, 50)) {
            scene.take(new StorageEvent.PieceVerified(torrent, piece.pieceIndex()));
        }
        scene.assertWhy("slow", "large one: what lies on disk is being hashed: data was found that the journal knows nothing of; 150 pieces to go,"
                + " since 00:00:00.004.", SessionCommand.DistrustPieces.class, SessionCommand.ChangePhase.class);
    }

    @Test
    void saysThatOurOwnLimitIsReached() throws IOException {
        scene.torrent();
        scene.take(new UserEvent.SessionLimitsRequested(3, 2_000, 0));
        scene.pass(1);
        scene.seed(HASH, 1);
        scene.answer();
        scene.write();
        scene.assertWhy("slow", "small one: our own limit of 2.0 KiB/s is reached.", UserEvent.SessionLimitsRequested.class);
        scene.pass(6); // eight seconds' worth was taken at once: nothing comes, and nothing is asked for
        scene.assertWhy("stalled", "small one: our own limit of 2.0 KiB/s is reached.", UserEvent.SessionLimitsRequested.class);
        scene.take(new UserEvent.TorrentLimitsRequested(4, HASH, 1_000, 0));
        scene.assertWhy("stalled", "small one: our own limit of 1000 B/s for this torrent is reached.",
                UserEvent.TorrentLimitsRequested.class);
        scene.take(new UserEvent.TorrentLimitsRequested(5, HASH, 0, 0));
        scene.take(new UserEvent.SessionLimitsRequested(6, 0, 0));
        scene.assertWhy("stalled", "small one: 1 peer could send, and nothing has arrived in the last seconds.",
                PeerEvent.BlockReceived.class);
    }

    @Test
    void saysThatTorrentsShareALimit() throws IOException {
        TorrentSpec other = RecordedDownload.spec("other one", 24, 64 << 10);
        scene.torrent();
        scene.torrent(other, FileStamp.missing(0));
        scene.take(new UserEvent.SessionLimitsRequested(3, 8_192, 0));
        scene.pass(1);
        scene.seed(HASH, 1);
        scene.seed(other.infoHash(), 2);
        for (int second = 0; second < 12; second++) {
            scene.answer();
            scene.write();
            scene.pass(1);
        }
        scene.assertWhy("slow", Optional.of("small"), "small one: our own limit of 8.0 KiB/s for all torrents together is reached.",
                UserEvent.SessionLimitsRequested.class);
        scene.assertWhy("slow", Optional.of("other"), "other one: our own limit of 8.0 KiB/s for all torrents together is reached.",
                UserEvent.SessionLimitsRequested.class);
    }

    private void magnet(String name) throws IOException {
        scene.take(new UserEvent.AddMagnetRequested(1, HASH, name, List.of(), List.of(), List.of(), List.of(), "/downloads",
                TorrentWish.DOWNLOAD));
    }

    @Test
    void saysThatNobodyIsThereForAMagnetLink() throws IOException {
        magnet("");
        scene.assertWhy("stalled", HASH + ": only its magnet link is known, and its metadata has not come: no peer is known: the torrent names no tracker,"
                + " and there is no DHT.", UserEvent.AddMagnetRequested.class);
    }

    @Test
    void saysThatNobodyHasTheMetadata() throws IOException {
        magnet("holiday");
        scene.peer(HASH, 1, 0);
        scene.assertWhy("stalled", ONLY_LINK + "the only connected peer does not have it.", PeerEvent.ExtendedHandshakeReceived.class);
        scene.peer(HASH, 2, 0);
        scene.assertWhy("slow", ONLY_LINK + "none of the 2 connected peers has it.", PeerEvent.ExtendedHandshakeReceived.class);
    }

    @Test
    void saysThatNobodySendsTheMetadata() throws IOException {
        magnet("holiday");
        long peer = scene.peer(HASH, 1, 40_000);
        scene.assertWhy("stalled", ONLY_LINK + "it is being fetched from 1 peer.", PeerCommand.SendMetadataRequest.class);
        scene.pass(16);
        scene.assertWhy("stalled", ONLY_LINK + "the only peer that says it has it does not answer.", PeerCommand.SendMetadataRequest.class);
        scene.pass(60);
        scene.take(new PeerEvent.MetadataRejectReceived(peer, scene.last(PeerCommand.SendMetadataRequest.class).pieceIndex()));
        scene.assertWhy("stalled", ONLY_LINK + "the only peer that says it has it refuses to send it.",
                PeerCommand.SendMetadataRequest.class,
                PeerEvent.MetadataRejectReceived.class);
    }

    @Test
    void saysThatTheMetadataWasWrong() throws IOException {
        magnet("holiday");
        long peer = scene.peer(HASH, 1, 10_000);
        scene.take(new PeerEvent.MetadataPieceReceived(peer, 0, 10_000, 5));
        int torrent = scene.last(StorageCommand.AssembleMetadata.class).torrentId();
        scene.assertWhy("stalled", ONLY_LINK + "all of it is there, and is being hashed.", PeerEvent.MetadataPieceReceived.class);
        scene.take(new StorageEvent.MetadataHashMismatched(torrent));
        scene.assertWhy("stalled", ONLY_LINK + "the only peer that says it has it sent something else, which has not the link's hash.",
                StorageEvent.MetadataHashMismatched.class);
    }

    @Test
    void saysThatAMagnetLinkIsPaused() throws IOException {
        magnet("holiday");
        scene.take(new UserEvent.PauseTorrentRequested(2, HASH));
        scene.assertWhy("stalled", ONLY_LINK + "it is paused (the user paused it).", SessionCommand.ChangePhase.class);
    }

    @Test
    void tellsAMagnetLinkFromTheTorrentBesideIt() throws IOException {
        magnet("holiday");
        scene.torrent(RecordedDownload.spec("other one", 24, 64 << 10), FileStamp.missing(0));
        scene.assertWhy("stalled", Optional.of("holi"), ONLY_LINK + "no peer is known: the torrent names no tracker, and there is no DHT.",
                UserEvent.AddMagnetRequested.class);
        IllegalArgumentException which = assertThrows(IllegalArgumentException.class, () -> scene.assertWhy("stalled", ""));
        assertTrue(which.getMessage().contains("(holiday)") && which.getMessage().contains("(other one)"), which.getMessage());
        IllegalArgumentException none = assertThrows(IllegalArgumentException.class,
                () -> Why.ask(home, List.of("piece", "0"), Optional.empty(), Optional.of("holiday")));
        assertTrue(none.getMessage().startsWith("only the magnet link of this torrent is known"), none.getMessage());
    }

    private void fail(WebSeedFault fault, String detail) throws IOException {
        for (WebSeedCommand.FetchWebSeedRange each : scene.all(WebSeedCommand.FetchWebSeedRange.class)) {
            scene.take(new WebSeedEvent.WebSeedFailed(each.fetchId(), fault, 0, 0, detail));
        }
    }

    private WebSeedCommand.FetchWebSeedRange webSeed() throws IOException {
        scene.torrent();
        scene.take(new UserEvent.AddWebSeedRequested(2, HASH, WebSeedStyle.GETRIGHT, WEB));
        return scene.all(WebSeedCommand.FetchWebSeedRange.class).get(0);
    }

    @Test
    void saysHowFastTheOnlyWebSeedIs() throws IOException {
        WebSeedCommand.FetchWebSeedRange range = webSeed();
        scene.pass(2);
        scene.take(new WebSeedEvent.WebSeedBlockReceived(range.fetchId(), range.pieceIndex(), range.firstBlock(), 1, 1));
        scene.take(new StorageEvent.BlocksWritten(range.torrentId(), range.pieceIndex(), range.firstBlock(), 1));
        scene.pass(3);
        scene.assertWhy("slow", "small one: nothing on our side holds it up: the only web seed, " + WEB + ", and no peer sends 4.6 KiB/s.",
                WebSeedCommand.FetchWebSeedRange.class, WebSeedEvent.WebSeedBlockReceived.class);
        scene.assertWhy("stalled", "small one: it is not stalled: 4.6 KiB/s from 1 web seed.",
                WebSeedCommand.FetchWebSeedRange.class, WebSeedEvent.WebSeedBlockReceived.class);
    }

    @Test
    void saysThatTheOnlyWebSeedSendsNothing() throws IOException {
        webSeed();
        scene.pass(12);
        scene.assertWhy("stalled", "small one: the only web seed, " + WEB + ", is asked for 2 ranges and has sent nothing for 12 s.",
                WebSeedCommand.FetchWebSeedRange.class);
    }

    @Test
    void saysThatTheOnlyWebSeedFails() throws IOException {
        webSeed();
        fail(WebSeedFault.BUSY, "it answers 503 Service Unavailable");
        scene.pass(10);
        scene.assertWhy("stalled", "small one: no peer is known: the torrent names no tracker, and there is no DHT; the only web seed, "
                + WEB
                + ", is left alone for another 19 s (it answers 503 Service Unavailable).", WebSeedEvent.WebSeedFailed.class);
    }

    @Test
    void saysThatTheOnlyWebSeedDoesNotHaveIt() throws IOException {
        webSeed();
        fail(WebSeedFault.GONE, "it answers 404 Not Found");
        scene.take(new UserEvent.AddWebSeedRequested(3, HASH, WebSeedStyle.GETRIGHT, "http://192.0.2.8/"));
        fail(WebSeedFault.WRONG_FILE_LENGTH, "its file is 7 bytes long");
        scene.assertWhy("slow", "small one: no peer is known: the torrent names no tracker, and there is no DHT; of 2 web seeds none is of use: " + WEB
                + " is given up (it answers 404 Not Found), http://192.0.2.8/ is given up (its file is 7 bytes long).",
                        WebSeedEvent.WebSeedFailed.class);
    }
}
