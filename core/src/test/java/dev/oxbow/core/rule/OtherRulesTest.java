package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.TorrentSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Trackers, the DHT, metadata, our disk and our clock: what people are told, what is shown for it, and where each limit lies. */
class OtherRulesTest {
    private static final long P = Scene.PEER;
    private static final Endpoint NODE = Endpoint.parse("8.8.8.8:6881");
    private static final InfoHash MAGNET = InfoHash.ofHex("cc".repeat(20));
    private static final ByteString TRANSACTION = ByteString.ofHex("0102");
    private static final String UNREACHABLE = "http://tracker/a: TRACKER_LIE (medium, statistical): it claims seeds, and of ";

    private static TrackerEvent.AnnounceSucceeded answer(int intervalSeconds, int seeds, List<Endpoint> peers) {
        return new TrackerEvent.AnnounceSucceeded(1, 0, 1, intervalSeconds, -1, seeds, 1, "", "", peers);
    }

    private static List<Endpoint> peers(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> Endpoint.parse("10.7.0." + i + ":6881")).toList();
    }

    @Test
    void aTrackerIsNamedByItsAddress() {
        Scene scene = new Scene().take(answer(-5, 1, List.of()));
        assertEquals(List.of("http://tracker/a: TRACKER_LIE (low, proof): an interval of -5 s"), scene.told(Code.TRACKER_LIE));
        assertEquals(List.of("AnnounceSucceeded"), scene.evidence(Code.TRACKER_LIE));
        assertEquals(List.of("http://tracker/a: TRACKER_LIE (low, proof): a peer at port 0"),
                new Scene().take(answer(1800, 1, List.of(Endpoint.parse("10.7.0.1:6881"), Endpoint.parse("10.7.0.2:0"))))
                        .told(Code.TRACKER_LIE));
        assertEquals(List.of("a tracker: TRACKER_LIE (low, proof): an interval of 0 s"),
                new Scene().take(new TrackerEvent.AnnounceSucceeded(1, 1, 1, 0, -1, 1, 1, "", "", List.of())).told(Code.TRACKER_LIE));
    }

    @Test
    void anAnswerThatCannotBeReadIsALieAndOneThatDoesNotComeIsNot() {
        assertEquals(List.of("http://tracker/a: TRACKER_LIE (low, proof): the answer is not bencoded"),
                failure("the answer is not bencoded"));
        assertEquals(List.of("http://tracker/a: TRACKER_LIE (low, proof): it is longer than 1 MiB"), failure("it is longer than 1 MiB"));
        assertEquals(List.of(), failure("no answer in 15 s"));
    }

    private static List<String> failure(String reason) {
        return new Scene().take(new TrackerEvent.AnnounceFailed(1, 0, 1, reason, 60)).told(Code.TRACKER_LIE);
    }

    /** Peers are dialled, each on a connection of its own, the first of them with success. */
    private static Scene dial(Scene scene, int firstConnection, List<Endpoint> peers, int reached) {
        return scene.times(peers.size(), i -> scene.take(new ConnectionCommand.Connect(firstConnection + 2 * i, 1, peers.get(i),
                ConnectReason.NEW_CANDIDATE),
                i < reached ? new ConnectionEvent.ConnectionOpened(firstConnection + 2 * i)
                        : new ConnectionEvent.ConnectFailed(firstConnection + 2 * i, "no answer"),
                new ConnectionEvent.ConnectionClosed(firstConnection + 2 * i, "")));
    }

    private static Scene thrice(List<Endpoint> peers) {
        Scene scene = new Scene();
        return scene.times(3, i -> scene.take(answer(1800, 5, peers)));
    }

    @Test
    void aTrackerThatClaimsSeedsAndNamesNobodyWhoIsThereIsNamed() {
        Scene scene = dial(thrice(peers(0, 60)), 101, peers(0, 60), 3);
        assertEquals(List.of(UNREACHABLE + "60 of its peers 57 could not be reached"), scene.told(Code.TRACKER_LIE));
        assertEquals(List.of("AnnounceSucceeded", "AnnounceSucceeded", "AnnounceSucceeded"), scene.evidence(Code.TRACKER_LIE));
        assertEquals(List.of(UNREACHABLE + "50 of its peers 48 could not be reached"),
                dial(thrice(peers(0, 90)), 101, peers(0, 70), 2).told(Code.TRACKER_LIE), "once");
    }

    @Test
    void fivePeersInAHundredThatAreThereAreEnough() {
        assertFalse(dial(thrice(peers(0, 59)), 101, peers(0, 59), 3).found(Code.TRACKER_LIE));
        assertFalse(dial(thrice(peers(0, 49)), 101, peers(0, 49), 1).found(Code.TRACKER_LIE), "too few to judge by");
    }

    @Test
    void twoAnswersAreTooFewToJudgeBy() {
        Scene scene = new Scene().take(answer(1800, 5, peers(0, 60)), answer(1800, 5, peers(0, 60)), answer(1800, 0, peers(0, 60)));
        assertFalse(dial(scene, 101, peers(0, 60), 1).found(Code.TRACKER_LIE), "the third claims no seeds");
    }

    @Test
    void whereNobodyAtAllIsReachedTheNetworkIsOurs() {
        Scene scene = dial(thrice(peers(0, 60)), 101, peers(0, 60), 0);
        assertFalse(scene.found(Code.TRACKER_LIE));
        scene.dial(401, "10.0.0.1:6881");
        dial(scene, 501, peers(0, 1), 0);
        assertTrue(scene.found(Code.TRACKER_LIE), "somebody from elsewhere is there, so they are not");
    }

    @Test
    void aFewDeadPeersThatAreDialledOftenAreAFewDeadPeers() {
        Scene scene = thrice(peers(0, 4)).dial(401, "10.0.0.1:6881");
        scene.times(40, i -> dial(scene, 1001 + 100 * i, peers(0, 4), 0));
        assertFalse(scene.found(Code.TRACKER_LIE));
    }

    @Test
    void whoWasThereOnceCountsAsThere() {
        Scene scene = dial(dial(thrice(peers(0, 60)), 101, peers(0, 60), 60), 501, peers(0, 60), 0);
        assertFalse(scene.found(Code.TRACKER_LIE));
        Scene late = dial(dial(thrice(peers(0, 60)), 101, peers(0, 49), 0), 501, peers(0, 60), 60);
        assertFalse(late.found(Code.TRACKER_LIE));
    }

    @Test
    void peersThatItDidNotNameSayNothingOfATracker() {
        Scene scene = dial(thrice(peers(0, 1)).dial(401, "10.0.0.1:6881"), 501, peers(100, 60), 0);
        assertFalse(scene.found(Code.TRACKER_LIE));
    }

    private static DhtEvent.DhtResponseReceived answer(String id, List<NodeContact> nodes) {
        return new DhtEvent.DhtResponseReceived(NODE, TRANSACTION, node(id), nodes, List.of(), ByteString.EMPTY, ByteString.EMPTY);
    }

    private static NodeId node(String id) {
        return new NodeId(ByteString.ofHex(id.repeat(20)));
    }

    private static DhtCommand.SendDhtQuery query(ByteString nodeId) {
        return new DhtCommand.SendDhtQuery(NODE, TRANSACTION, nodeId, 0, DhtMethod.PING);
    }

    @Test
    void aNodeThatAnswersUnderAnotherIdIsNamedButNotProven() {
        Scene scene = new Scene().take(query(node("11").bytes()), answer("22", List.of()), answer("33", List.of()));
        assertEquals(List.of("8.8.8.8:6881: DHT_GARBAGE (low, statistical): it was asked as " + "11".repeat(20) + " and answers as "
                + "22".repeat(20)),
                scene.told(Code.DHT_GARBAGE));
        assertEquals(List.of("SendDhtQuery", "DhtResponseReceived"), scene.evidence(Code.DHT_GARBAGE));
        assertFalse(new Scene().take(query(ByteString.EMPTY), answer("22", List.of())).found(Code.DHT_GARBAGE), "any id is right");
        assertFalse(new Scene().take(answer("22", List.of())).found(Code.DHT_GARBAGE));
    }

    @Test
    void aNodeThatNamesOnlyItselfIsNamed() {
        NodeContact self = new NodeContact(node("22"), NODE);
        NodeContact other = new NodeContact(node("33"), Endpoint.parse("8.8.4.4:6881"));
        assertEquals(List.of("8.8.8.8:6881: DHT_GARBAGE (low, proof): its answer names only itself"),
                new Scene().take(answer("22", List.of(self, self))).told(Code.DHT_GARBAGE));
        assertFalse(new Scene().take(answer("22", List.of(self))).found(Code.DHT_GARBAGE), "in a small network it may be alone");
        assertFalse(new Scene().take(answer("22", List.of(self, other))).found(Code.DHT_GARBAGE));
        assertFalse(new Scene().take(answer("22", List.of())).found(Code.DHT_GARBAGE));
    }

    @Test
    void moreThanFiftyMessagesInTenSecondsAreAFlood() {
        Scene scene = questions(NODE, 51);
        assertEquals(List.of("8.8.8.8:6881: DHT_GARBAGE (low, proof): more than 50 messages in 10 s"), scene.told(Code.DHT_GARBAGE));
        assertEquals(Verdict.EVIDENCE_MAX, scene.evidence(Code.DHT_GARBAGE).size());
        assertFalse(questions(NODE, 50).found(Code.DHT_GARBAGE));
        assertFalse(questions(NODE, 30).after(11).take(ping(NODE)).take(many(NODE, 30)).found(Code.DHT_GARBAGE));
        assertFalse(questions(Endpoint.parse("192.168.1.9:6881"), 200).found(Code.DHT_GARBAGE), "a house full of programs");
        Scene both = questions(NODE, 26);
        both.times(25, i -> both.take(answer("44", List.of())));
        assertTrue(both.found(Code.DHT_GARBAGE), "answers count as well");
        assertEquals(1, questions(NODE, 101).told(Code.DHT_GARBAGE).size(), "51 more are needed for the next");
    }

    private static DhtEvent.DhtQueryReceived ping(Endpoint from) {
        return new DhtEvent.DhtQueryReceived(from, TRANSACTION, node("44"), DhtMethod.PING, ByteString.EMPTY, 0, ByteString.EMPTY, false,
                false,
                false, false, false, false, false);
    }

    private static Entry[] many(Endpoint from, int count) {
        Entry[] all = new Entry[count];
        Arrays.fill(all, ping(from));
        return all;
    }

    private static Scene questions(Endpoint from, int count) {
        return new Scene().take(many(from, count));
    }

    /** Two peers of a magnet link, both of which say that the metadata has two pieces. */
    private static Scene magnet() {
        Scene scene = new Scene().take(new UserEvent.AddMagnetRequested(2, MAGNET, "m", List.of(), List.of(), List.of(), List.of(), "/d",
                TorrentWish.DOWNLOAD));
        for (long peer : List.of(P, Scene.OTHER)) {
            scene.take(new ConnectionCommand.Connect(peer, 2, Endpoint.parse("10.0.0." + peer + ":6881"), ConnectReason.NEW_CANDIDATE),
                    new ConnectionEvent.ConnectionOpened(peer), new ConnectionCommand.SendHandshake(peer, 2, MAGNET, Scene.id(99),
                            Scene.FAST),
                    new ConnectionEvent.HandshakeReceived(peer, MAGNET, Scene.id((int) peer), Scene.FAST),
                    new ConnectionCommand.AwaitMetadata(peer, 2), new PeerEvent.ExtendedHandshakeReceived(peer, "", 0, 0, 20_000, false,
                            false));
        }
        return scene;
    }

    private static Scene piece(Scene scene, long peer, int piece, int crc) {
        return scene.take(new PeerCommand.SendMetadataRequest(peer, piece), new PeerEvent.MetadataPieceReceived(peer, piece,
                piece == 0 ? 16384 : 3616, crc));
    }

    private static Scene mismatched(Scene scene, long first, long second) {
        return piece(piece(scene, first, 0, 10), second, 1, 11)
                .take(new StorageCommand.AssembleMetadata(2, MAGNET, 20_000, List.of(first, second), List.of(), List.of()),
                        new StorageEvent.MetadataHashMismatched(2));
    }

    @Test
    void whoSentAllOfTheWrongMetadataIsNamed() {
        Scene scene = mismatched(magnet(), P, P);
        assertEquals(List.of("10.0.0.1:6881: METADATA_POISON (high, proof): "
                + "all of the metadata came from it, and it does not have the info hash"),
                scene.told(Code.METADATA_POISON));
        assertEquals(List.of("MetadataPieceReceived", "MetadataHashMismatched"), scene.evidence(Code.METADATA_POISON));
    }

    @Test
    void whoGivesUsMetadataOnlyIsJudgedAsOthersAre() {
        Scene scene = magnet();
        scene.times(7, i -> scene.take(new PeerEvent.KeepAliveReceived(P)));
        assertTrue(scene.found(Code.CHATTER_FLOOD));
    }

    @Test
    void ofWrongMetadataFromSeveralTheRightCopyTellsWhoLied() {
        Scene scene = mismatched(magnet(), P, Scene.OTHER);
        assertFalse(scene.found(Code.METADATA_POISON));
        piece(piece(scene, P, 0, 10), P, 1, 12).take(new StorageCommand.AssembleMetadata(2, MAGNET, 20_000, List.of(P), List.of(),
                List.of()),
                new StorageEvent.MetadataAssembled(2, new TorrentSpec(MAGNET, "m", Scene.LAYOUT,
                        FileLayout.ofSingle(Scene.LAYOUT.totalLengthBytes()), false, List.of())));
        assertEquals(List.of("10.0.0.3:6881: METADATA_POISON (high, proof): "
                + "its piece 1 of the metadata differs from the copy that has the info hash"),
                scene.told(Code.METADATA_POISON));
        assertEquals(List.of("MetadataPieceReceived", "MetadataPieceReceived"), scene.evidence(Code.METADATA_POISON));
    }

    private static List<String> disk(Entry... entries) {
        return Scene.connected().take(entries).told(Code.OWN_DISK);
    }

    @Test
    void whatTheDiskRefusesIsToldInItsWords() {
        List<String> refused = List.of("us: OWN_DISK (medium, own side): no space left");
        assertEquals(refused, disk(new StorageEvent.BlockWriteFailed(1, 3, 0, StorageFault.NO_SPACE, "no space left")));
        assertEquals(refused, disk(new StorageEvent.BlockReadFailed(P, 1, 3, 0, 16384, StorageFault.IO_ERROR, "no space left")));
        assertEquals(refused, disk(new StorageEvent.PieceReadFailed(1, 3, StorageFault.IO_ERROR, "no space left")));
        assertEquals(refused, disk(new StorageEvent.SyncFailed(1, 9, StorageFault.IO_ERROR, "no space left")));
        assertEquals(refused, disk(new StorageEvent.FilesOpenFailed(1, StorageFault.IO_ERROR, "no space left")));
        assertEquals(List.of(), disk(new StorageEvent.BlockReadFailed(P, 1, 3, 0, 16384, StorageFault.MISSING, "not there")));
    }

    @Test
    void aBlockThatChangedInOurMemoryIsGrave() {
        assertEquals(List.of("us: OWN_DISK (high, own side): block 1 of piece 3 changed in our own memory; test this machine's RAM"),
                disk(new StorageEvent.BlockCorrupted(1, 3, 1, 1, 5)));
    }

    @Test
    void workThatTakesMoreThanASecondIsToldWithItsTime() {
        Scene writing = Scene.asked(1).arrive(P, 1, 0, 1).take(new StorageCommand.WriteBlock(1, 1, 0, 3)).after(1);
        assertEquals(List.of(), writing.take(new StorageEvent.BlocksWritten(1, 1, 0, 1)).told(Code.OWN_DISK), "not more than a second");
        assertEquals(List.of("us: OWN_DISK (low, own side): hashing took 2.0 s"), hashing(VerifyReason.DOWNLOADED, true)
                .told(Code.OWN_DISK));
        assertEquals(List.of("us: OWN_DISK (low, own side): hashing took 2.0 s"), hashing(VerifyReason.DOWNLOADED, false)
                .told(Code.OWN_DISK));
        assertEquals(List.of("VerifyPiece", "PieceVerified"), hashing(VerifyReason.DOWNLOADED, true).evidence(Code.OWN_DISK));
        assertEquals(List.of(), hashing(VerifyReason.REQUESTED, true).told(Code.OWN_DISK), "a check of all of it takes its time");
        assertEquals(List.of("us: OWN_DISK (low, own side): syncing took 3.0 s"), syncing(3, 9, 9));
        assertEquals(List.of(), syncing(3, 9, 10), "that one began unseen");
    }

    private static Scene hashing(VerifyReason reason, boolean right) {
        return Scene.connected().take(new StorageCommand.VerifyPiece(1, 1, reason)).after(2)
                .take(right ? new StorageEvent.PieceVerified(1, 1) : new StorageEvent.PieceHashMismatched(1, 1));
    }

    private static List<String> syncing(int seconds, long began, long ended) {
        return Scene.connected().take(new StorageCommand.SyncFiles(1, began, ByteString.ofHex("80"))).after(seconds)
                .take(new StorageEvent.FilesSynced(1, ended, List.of())).told(Code.OWN_DISK);
    }

    @Test
    void ofTheBlocksOfAPieceTheFirstCounts() {
        Scene scene = Scene.asked(1).arrive(P, 1, 0, 1).take(new StorageCommand.WriteBlock(1, 1, 0, 3)).after(1).arrive(P, 1, 1, 1)
                .take(new StorageCommand.WriteBlock(1, 1, 1, 4)).after(1).take(new StorageEvent.BlocksWritten(1, 1, 0, 2));
        assertEquals(List.of("us: OWN_DISK (low, own side): writing took 2.0 s"), scene.told(Code.OWN_DISK));
    }

    @Test
    void workThatDiedWithTheProcessTookNoTime() {
        Scene scene = Scene.connected().take(new StorageCommand.VerifyPiece(1, 1, VerifyReason.DOWNLOADED),
                new CheckpointEvent.CheckpointStarted(1, 2, 3, 1, 7, "boot", false)).after(5).take(new StorageEvent.PieceVerified(1, 1));
        assertEquals(List.of(), scene.told(Code.OWN_DISK));
    }

    @Test
    void slowWorkExcusesPeers() {
        Scene scene = Scene.asked(1).after(45).take(new StorageCommand.VerifyPiece(1, 9, VerifyReason.DOWNLOADED)).after(5)
                .take(new StorageEvent.PieceVerified(1, 9));
        assertFalse(scene.after(50).found(Code.SNUB));
    }

    @Test
    void aClockThatComesLateIsToldWithHowLate() {
        Scene scene = Scene.connected().after(1).standStill(600);
        assertEquals(1, scene.verdicts.size());
        assertTrue(scene.verdicts.get(0).toString().matches("us: OWN_SIDE \\(low, own side\\): the clock came [45]\\d{5} ms late: "
                + "this process or machine stood still"), scene.verdicts.toString());
        assertEquals(List.of("BlockSent", "ClockAdvanced"), scene.evidence(Code.OWN_SIDE));
    }

    @Test
    void aRestartIsNoStandstill() {
        assertFalse(Scene.connected().after(1).silence(600).take(new SessionEvent.SessionStarted(7, "test", "boot", Scene.id(99), 1))
                .found(Code.OWN_SIDE));
        assertFalse(Scene.connected().after(1).silence(600).take(new CheckpointEvent.CheckpointStarted(1, 2, 3, 1, 7, "boot", false))
                .found(Code.OWN_SIDE));
    }
}
