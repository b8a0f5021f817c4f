package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each rule: what breaks it, what timing alone explains, and what on our own side voids it. */
class RuleTest {
    private static final long P = Scene.PEER;
    private static final int B = Scene.BLOCK;
    private static final Endpoint NODE = Endpoint.parse("8.8.8.8:6881");

    private record Case(Code code, boolean broken, String name, Supplier<Scene> scene) {
    }

    private final List<Case> cases = new ArrayList<>();

    private void breaks(Code code, String name, Supplier<Scene> scene) {
        cases.add(new Case(code, true, name, scene));
    }

    private void keeps(Code code, String name, Supplier<Scene> scene) {
        cases.add(new Case(code, false, name, scene));
    }

    private static Scene violated(Violation violation, String detail) {
        return Scene.connected().take(new ConnectionEvent.ProtocolViolated(P, violation, detail, ByteString.EMPTY));
    }

    private static Scene shortVisits(int count) {
        Scene scene = new Scene();
        return scene.times(count, i -> scene.dial(2 * i + 1, "10.0.0.1:6881").join(2 * i + 1, i / 9 + 1, Scene.FAST)
                .take(new ConnectionEvent.ConnectionClosed(2 * i + 1, "closed by the peer"))
                .after(10));
    }

    private static Scene visitors(int count, int gapSeconds) {
        Scene scene = new Scene();
        return scene.times(count, i -> scene.dial(2 * i + 1, "10.0.0.1:6881").join(2 * i + 1, i + 1, Scene.FAST).silence(30)
                .take(new ConnectionCommand.CloseConnection(2 * i + 1, CloseReason.TURNOVER, ""),
                        new ConnectionEvent.ConnectionClosed(2 * i + 1, "")).silence(gapSeconds));
    }

    private void handshakes() {
        breaks(Code.BAD_HANDSHAKE, "no handshake in 10 s", () -> new Scene().take(new ConnectionEvent.ConnectionAccepted(2,
                Endpoint.parse("10.0.0.2:5000"))).after(10)
                .take(new ConnectionCommand.CloseConnection(2, CloseReason.HANDSHAKE_TIMEOUT, "")));
        breaks(Code.BAD_HANDSHAKE, "other bytes", () -> violated(Violation.BAD_HANDSHAKE, "x"));
        keeps(Code.BAD_HANDSHAKE, "we stood still", () -> new Scene().take(new ConnectionEvent.ConnectionAccepted(2,
                Endpoint.parse("10.0.0.2:5000"))).standStill(12)
                .take(new ConnectionCommand.CloseConnection(2, CloseReason.HANDSHAKE_TIMEOUT, "")));
        breaks(Code.INFOHASH_MISMATCH, "asks for what we never had", () -> new Scene().take(new ConnectionEvent.ConnectionAccepted(2,
                Endpoint.parse("10.0.0.2:5000")),
                new ConnectionEvent.HandshakeReceived(2, InfoHash.ofHex("bb".repeat(20)), Scene.id(3), 0)));
        keeps(Code.INFOHASH_MISMATCH, "asks for what we gave up", () -> new Scene().take(new SessionCommand.ForgetTorrent(1),
                new ConnectionEvent.ConnectionAccepted(2,
                Endpoint.parse("10.0.0.2:5000")), new ConnectionEvent.HandshakeReceived(2, Scene.TORRENT, Scene.id(3), 0)));
        breaks(Code.SELF_OR_DUPLICATE, "our own id", () -> new Scene().dial(P, "10.0.0.1:6881").join(P, 99, 0));
        keeps(Code.SELF_OR_DUPLICATE, "two peers", () -> Scene.connected().dial(3, "10.0.0.2:6881").join(3, 2, 0));
        breaks(Code.PEER_ID_CHANGED, "three new ids", () -> visitors(4, 5));
        keeps(Code.PEER_ID_CHANGED, "two new ids", () -> visitors(3, 5));
        keeps(Code.PEER_ID_CHANGED, "far apart", () -> visitors(5, 700));
        breaks(Code.CONNECT_CHURN, "five short visits", () -> shortVisits(5));
        keeps(Code.CONNECT_CHURN, "four", () -> shortVisits(4));
        keeps(Code.CONNECT_CHURN, "we closed them", () -> visitors(6, 1));
        breaks(Code.LEECH_CLIENT, "a known name", () -> Scene.connected().take(new PeerEvent.ExtendedHandshakeReceived(P, "Xunlei 0.0.1",
                0, 0, 0, false, false)));
        keeps(Code.LEECH_CLIENT, "another name", () -> Scene.connected().take(new PeerEvent.ExtendedHandshakeReceived(P, "qBittorrent/5",
                0, 0, 0, false, false)));
        breaks(Code.PROGRESS_REGRESSION, "comes back with nothing", () -> again("0000", false));
        keeps(Code.PROGRESS_REGRESSION, "two pieces less", () -> again("fffc", false));
        keeps(Code.PROGRESS_REGRESSION, "it took them back", () -> again("0000", true));
    }

    private static Scene again(String bits, boolean tookBack) {
        Scene scene = Scene.connected().after(1);
        if (tookBack) {
            scene.take(new PeerEvent.DontHaveReceived(P, 3));
        }
        return scene.take(new ConnectionEvent.ConnectionClosed(P, "")).after(5).dial(3, "10.0.0.1:6881").join(3, 1, Scene.FAST)
                .take(new PeerEvent.BitfieldReceived(3, ByteString.ofHex(bits))).after(62);
    }

    private void bytes() {
        breaks(Code.FRAME_OVERSIZE, "prefix", () -> violated(Violation.FRAME_OVERSIZE, "x"));
        breaks(Code.BAD_LENGTH, "a port of 16 KiB", () -> violated(Violation.BAD_LENGTH,
                "a message of kind 9 with 16385 bytes where 3 are right"));
        breaks(Code.UNKNOWN_ID, "kind 99", () -> violated(Violation.UNKNOWN_ID, "x"));
        breaks(Code.BITFIELD_BAD, "too long", () -> violated(Violation.BITFIELD_BAD, "x"));
        breaks(Code.HAVE_RANGE, "piece 99", () -> violated(Violation.HAVE_RANGE, "x"));
        breaks(Code.BLOCK_GEOMETRY, "off the border", () -> violated(Violation.BLOCK_GEOMETRY, "x"));
        breaks(Code.EXT_MALFORMED, "no dictionary", () -> violated(Violation.EXTENSION_MALFORMED, "x"));
        breaks(Code.EXT_MALFORMED, "not agreed on", () -> Scene.connected(0).take(new PeerEvent.ExtendedHandshakeReceived(P, "x", 0, 0,
                0, false, false)));
        breaks(Code.REQ_INVALID, "no bytes", () -> violated(Violation.REQUEST_INVALID, "x"));
        breaks(Code.REQ_OVERSIZE, "20 KiB", () -> violated(Violation.REQUEST_OVERSIZE, "a request for 20480 bytes"));
        breaks(Code.METADATA_POISON, "unasked", () -> violated(Violation.METADATA_UNREQUESTED, "x"));
        breaks(Code.EXT_HANDSHAKE_BOGUS, "another size", () -> Scene.connected().take(new PeerEvent.ExtendedHandshakeReceived(P, "", 0,
                0, 1000, false, false),
                new PeerEvent.ExtendedHandshakeReceived(P, "", 0, 0, 2000, false, false)));
        keeps(Code.EXT_HANDSHAKE_BOGUS, "the same again", () -> Scene.connected().take(new PeerEvent.ExtendedHandshakeReceived(P, "", 0,
                0, 1000, false, false),
                new PeerEvent.ExtendedHandshakeReceived(P, "", 0, 0, 1000, false, false)));
    }

    private void talk() {
        breaks(Code.CHATTER_FLOOD, "7 keep-alives", () -> keepAlives(7, 5));
        keeps(Code.CHATTER_FLOOD, "7 in 3 minutes", () -> keepAlives(7, 30));
        keeps(Code.CHATTER_FLOOD, "we stood still", () -> Scene.connected().standStill(900).times(1, i -> { })
                .take(new PeerEvent.KeepAliveReceived(P),
                new PeerEvent.KeepAliveReceived(P), new PeerEvent.KeepAliveReceived(P), new PeerEvent.KeepAliveReceived(P),
                        new PeerEvent.KeepAliveReceived(P),
                new PeerEvent.KeepAliveReceived(P), new PeerEvent.KeepAliveReceived(P)));
        breaks(Code.BITFIELD_LATE, "a second one", () -> Scene.connected().take(new PeerEvent.BitfieldReceived(P,
                ByteString.ofHex("ffff"))));
        breaks(Code.BITFIELD_LATE, "behind an unchoke", () -> new Scene().dial(P, "10.0.0.1:6881").join(P, 1, 0)
                .take(new PeerEvent.UnchokeReceived(P), new PeerEvent.BitfieldReceived(P, ByteString.ofHex("ffff"))));
        keeps(Code.BITFIELD_LATE, "behind extension messages", () -> new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST)
                .take(new PeerEvent.KeepAliveReceived(P),
                new PeerEvent.ExtendedHandshakeReceived(P, "", 0, 0, 0, false, false), new PeerEvent.BitfieldReceived(P,
                        ByteString.ofHex("ffff"))));
        breaks(Code.CHOKE_FLAP, "6 changes", () -> flap(3, 5));
        keeps(Code.CHOKE_FLAP, "slowly", () -> flap(6, 15));
        keeps(Code.CHOKE_FLAP, "we stood still", () -> flap(Scene.connected().take(new PeerCommand.SendInterested(P)).after(1)
                .standStill(300), 3, 0));
        keeps(Code.CHOKE_FLAP, "a burst after a stall, at each change of our mind", RuleTest::changesOfMindAtOnce);
        breaks(Code.FAST_VIOLATION, "not agreed on", () -> Scene.connected(0).take(new PeerEvent.SuggestReceived(P, 1)));
        breaks(Code.FAST_VIOLATION, "rejects what was never asked", () -> Scene.connected().take(new PeerEvent.RejectReceived(P, 1, 0, B)));
        keeps(Code.FAST_VIOLATION, "rejects what was withdrawn", () -> Scene.asked(1).take(new PeerCommand.CancelBlocks(P, 1, 0, 2,
                CancelReason.ARRIVED),
                new PeerEvent.RejectReceived(P, 1, 0, B)));
        breaks(Code.FAST_VIOLATION, "silent after a choke", () -> Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(62));
        keeps(Code.FAST_VIOLATION, "rejects after a choke", () -> Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(2)
                .take(new PeerEvent.RejectReceived(P, 1, 0, B),
                new PeerEvent.RejectReceived(P, 1, B, B)).after(62));
        breaks(Code.NEVER_UNCHOKES, "31 minutes", () -> Scene.connected().take(new PeerCommand.SendInterested(P)).after(31 * 60));
        keeps(Code.NEVER_UNCHOKES, "29 minutes", () -> Scene.connected().take(new PeerCommand.SendInterested(P)).after(29 * 60));
        breaks(Code.PEX_ABUSE, "every 10 s", () -> pex(10));
        keeps(Code.PEX_ABUSE, "every minute", () -> pex(60));
    }

    private static Scene pex(int seconds) {
        Scene scene = Scene.connected();
        return scene.times(4, i -> scene.take(new PeerEvent.PexReceived(P, List.of(Endpoint.parse("10.0.0." + (i + 5) + ":1")),
                ByteString.ofHex("00"), List.of())).after(seconds));
    }

    private static Scene keepAlives(int count, int gapSeconds) {
        Scene scene = Scene.connected();
        return scene.times(count, i -> scene.after(gapSeconds).take(new PeerEvent.KeepAliveReceived(P)));
    }

    private static Scene flap(int count, int gapSeconds) {
        return flap(Scene.connected().take(new PeerCommand.SendInterested(P)).after(1), count, gapSeconds);
    }

    private static Scene flap(Scene scene, int count, int gapSeconds) {
        return scene.times(count + 1, i -> scene.take(new PeerEvent.UnchokeReceived(P)).after(gapSeconds)
                .take(new PeerEvent.ChokeReceived(P)).after(gapSeconds));
    }

    /** Both blocks of a piece at once. */
    private static PeerEvent.BlocksReceived run(int piece) {
        return new PeerEvent.BlocksReceived(P, piece, 0, List.of(new ReceivedBlock(3, 1), new ReceivedBlock(4, 1)));
    }

    private static Scene changesOfMindAtOnce() {
        Scene scene = Scene.connected().take(new PeerCommand.SendInterested(P)).after(1).take(new PeerEvent.UnchokeReceived(P));
        return scene.times(8, i -> scene.take(new PeerCommand.SendNotInterested(P), new PeerEvent.ChokeReceived(P),
                new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P)));
    }

    private void data() {
        breaks(Code.UNREQUESTED_BLOCK, "never asked for", () -> Scene.asked(1).take(new PeerEvent.BlockReceived(P, 5, 0, 3, 1)));
        breaks(Code.UNREQUESTED_BLOCK, "came already", () -> Scene.asked(1).block(P, 1, 0, 1).take(new PeerEvent.BlockReceived(P, 1, 0,
                3, 1)));
        breaks(Code.UNREQUESTED_BLOCK, "a run", () -> Scene.asked(1).take(run(5)));
        keeps(Code.UNREQUESTED_BLOCK, "a run", () -> Scene.asked(1).take(run(1)));
        keeps(Code.UNREQUESTED_BLOCK, "withdrawn long ago", () -> Scene.asked(1).take(new PeerCommand.CancelBlocks(P, 1, 0, 2,
                CancelReason.TIMED_OUT)).after(300)
                .take(new PeerEvent.BlockReceived(P, 1, 0, 3, 1)));
        keeps(Code.UNREQUESTED_BLOCK, "asked twice, withdrawn once", () -> Scene.asked(1).take(new PeerCommand.CancelBlocks(P, 1, 0, 2,
                CancelReason.TIMED_OUT),
                Scene.request(P, 1)).block(P, 1, 0, 1).take(new PeerEvent.BlockReceived(P, 1, 0, 3, 1)));
        keeps(Code.UNREQUESTED_BLOCK, "choked away", () -> Scene.connected(0).take(new PeerCommand.SendInterested(P),
                new PeerEvent.UnchokeReceived(P), Scene.request(P, 1),
                new PeerEvent.ChokeReceived(P), new PeerEvent.BlockReceived(P, 1, 0, 3, 1)));
        breaks(Code.BAD_HASH_SOLE, "all from one", () -> Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1));
        keeps(Code.BAD_HASH_SOLE, "our memory", () -> Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2)
                .take(new StorageEvent.BlockCorrupted(1, 1, 0, 1, 5)).mismatch(1));
        breaks(Code.BAD_HASH_SUSPECT, "half of it", RuleTest::twoSenders);
        keeps(Code.BAD_HASH_SOLE, "half of it", RuleTest::twoSenders);
        breaks(Code.BAD_HASH_PROVEN, "differs from the good copy", () -> twoSenders().take(Scene.request(P, 1)).block(P, 1, 0, 1)
                .block(P, 1, 1, 7).verified(1));
        keeps(Code.BAD_HASH_PROVEN, "the same as in the good copy", () -> twoSenders().take(Scene.request(P, 1)).block(P, 1, 0, 1)
                .block(P, 1, 1, 2).verified(1));
        breaks(Code.EQUIVOCATION, "the same block otherwise", () -> Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1)
                .take(Scene.request(P, 1)).block(P, 1, 0, 9));
        keeps(Code.EQUIVOCATION, "the same block again", () -> Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1)
                .take(Scene.request(P, 1)).block(P, 1, 0, 1));
        breaks(Code.SNUB, "nothing for 60 s", () -> Scene.asked(1).after(62));
        breaks(Code.SNUB, "nothing for 20 s after a block", () -> Scene.asked(1).block(P, 1, 0, 1).after(22));
        keeps(Code.SNUB, "nothing for 50 s", () -> Scene.asked(1).after(50));
        keeps(Code.SNUB, "our disk was slow", () -> Scene.asked(1).after(50).take(new StorageEvent.BlockWriteFailed(1, 3, 0,
                StorageFault.IO_ERROR, "x")).after(20));
        breaks(Code.FAKE_HAVE, "rejects everything", () -> rejects(false));
        keeps(Code.FAKE_HAVE, "rejects because it chokes", () -> rejects(true));
        breaks(Code.TRICKLE_BLOCKER, "a block in a minute", RuleTest::trickle);
        keeps(Code.TRICKLE_BLOCKER, "we stood still", () -> trickle(true));
        keeps(Code.TRICKLE_BLOCKER, "nobody else has the piece", () -> trickle(false, false));
    }

    private static Scene trickle() {
        return trickle(false, true);
    }

    private static Scene trickle(boolean stoodStill) {
        return trickle(stoodStill, true);
    }

    private static Scene trickle(boolean stoodStill, boolean another) {
        Scene scene = Scene.asked(1, 2);
        if (another) {
            scene.dial(3, "10.0.0.2:6881").join(3, 2, Scene.FAST).take(new PeerEvent.BitfieldReceived(3, ByteString.ofHex("ffff")));
        }
        scene.after(30).block(P, 1, 0, 1);
        return stoodStill ? scene.after(10).standStill(20).after(30) : scene.after(40);
    }

    private static Scene twoSenders() {
        Scene scene = Scene.asked().dial(3, "10.0.0.2:6881").join(3, 2, Scene.FAST).take(new PeerEvent.BitfieldReceived(3,
                ByteString.ofHex("ffff")),
                new PeerEvent.UnchokeReceived(3), new PeerCommand.SendInterested(3));
        return scene.take(new PeerCommand.RequestBlocks(P, 1, 0, 1, dev.oxbow.core.command.PickReason.RAREST_FIRST),
                new PeerCommand.RequestBlocks(3, 1, 1, 1, dev.oxbow.core.command.PickReason.RAREST_FIRST)).block(P, 1, 0, 1).block(3, 1,
                        1, 2).mismatch(1);
    }

    private static Scene rejects(boolean choking) {
        Scene scene = Scene.asked();
        return scene.times(60, i -> {
            scene.take(Scene.request(P, 1)).take(choking ? new PeerEvent.ChokeReceived(P) : new PeerEvent.KeepAliveReceived(P))
                    .take(new PeerEvent.RejectReceived(P, 1, 0, B),
                    new PeerEvent.RejectReceived(P, 1, B, B)).after(6);
            if (choking) {
                scene.take(new PeerEvent.UnchokeReceived(P));
            }
        });
    }

    private void requests() {
        breaks(Code.REQ_CHOKED, "long after the choke", () -> choked().after(3).take(new PeerEvent.RequestReceived(P, 1, 0, B)));
        keeps(Code.REQ_CHOKED, "on its way", () -> choked().after(1).take(new PeerEvent.RequestReceived(P, 1, 0, B)));
        keeps(Code.REQ_CHOKED, "our blocks went before", () -> choked().after(5).take(new PeerEvent.BlockSent(P, 0, 0, B)).after(1)
                .take(new PeerEvent.RequestReceived(P, 1, 0, B)));
        keeps(Code.REQ_CHOKED, "allowed", () -> Scene.serving().take(new PeerCommand.SendAllowedFast(P, 1), new PeerCommand.Choke(P,
                ChokeReason.OUTBID)).after(5)
                .take(new PeerEvent.RequestReceived(P, 1, 0, B)));
        breaks(Code.REQ_CHOKED, "ours", () -> Scene.connected().take(new PeerCommand.SendInterested(P), Scene.request(P, 1)));
        breaks(Code.REQ_INVALID, "what we never had", () -> Scene.connected().take(new PeerEvent.InterestedReceived(P),
                new PeerCommand.Unchoke(P, ChokeReason.INTERESTED),
                new PeerEvent.RequestReceived(P, 1, 0, B)));
        breaks(Code.REQ_INVALID, "without interest", () -> Scene.serving().take(new PeerEvent.NotInterestedReceived(P),
                new PeerEvent.RequestReceived(P, 1, 0, B)));
        keeps(Code.REQ_INVALID, "what we lost", () -> Scene.serving().take(new SessionCommand.DistrustPieces(1, ByteString.ofHex("ffff"),
                VerifyReason.REQUESTED),
                new PeerEvent.RequestReceived(P, 1, 0, B)));
        breaks(Code.REQ_FLOOD, "one more than we queue", () -> flood(32));
        keeps(Code.REQ_FLOOD, "as many as we queue", () -> flood(31));
        breaks(Code.REQ_REPEAT_CANCEL, "one block three times", () -> Scene.serving().serve(1, 0).serve(1, 0).serve(1, 0));
        keeps(Code.REQ_REPEAT_CANCEL, "twice", () -> Scene.serving().serve(1, 0).serve(1, 0));
        keeps(Code.REQ_REPEAT_CANCEL, "it was wrong here", () -> Scene.serving().serve(1, 0).serve(1, 0)
                .take(new SessionCommand.DistrustPieces(1, ByteString.ofHex("ffff"),
                VerifyReason.REQUESTED)).serve(1, 0));
        breaks(Code.PROGRESS_LIE, "asks again for what it has", () -> served(9, 310).take(new PeerEvent.RequestReceived(P, 0, 0, B)));
        keeps(Code.PROGRESS_LIE, "too soon", () -> served(9, 200).take(new PeerEvent.RequestReceived(P, 0, 0, B)));
        keeps(Code.PROGRESS_LIE, "it claims one of them", () -> served(9, 310).take(new PeerEvent.HaveReceived(P, 2),
                new PeerEvent.RequestReceived(P, 0, 0, B)));
    }

    private static Scene choked() {
        return Scene.serving().take(new PeerCommand.Choke(P, ChokeReason.OUTBID));
    }

    private static Scene flood(int count) {
        Scene scene = Scene.serving().take(new PeerCommand.SendExtendedHandshake(P, "Oxbow", 31, 0, true, 0, false));
        return scene.times(count, i -> scene.take(new PeerEvent.RequestReceived(P, i / 2, i % 2 * B, B)));
    }

    private static Scene served(int pieces, int seconds) {
        Scene scene = Scene.serving();
        return scene.times(2 * pieces, i -> scene.serve(i / 2, i % 2)).after(seconds);
    }

    private void others() {
        breaks(Code.TRACKER_LIE, "an interval of 0", () -> new Scene().take(answer(0)));
        keeps(Code.TRACKER_LIE, "no interval", () -> new Scene().take(answer(-1)));
        keeps(Code.TRACKER_LIE, "names ourselves", () -> new Scene().take(answer(1800)));
        breaks(Code.DHT_GARBAGE, "answers under another id", () -> dht("22"));
        keeps(Code.DHT_GARBAGE, "answers as itself", () -> dht("11"));
        breaks(Code.OWN_DISK, "writing takes 2 s", () -> Scene.asked(1).take(new PeerEvent.BlockReceived(P, 1, 0, 3, 1),
                new StorageCommand.WriteBlock(1, 1, 0, 3)).after(2)
                .take(new StorageEvent.BlocksWritten(1, 1, 0, 1)));
        keeps(Code.OWN_DISK, "a file is not there yet", () -> new Scene().take(new StorageEvent.PieceReadFailed(1, 1,
                StorageFault.MISSING, "x")));
        breaks(Code.OWN_SIDE, "the clock is late", () -> Scene.connected().after(1).standStill(600));
        keeps(Code.UNREQUESTED_BLOCK, "it asked twice at once, and gets it twice", () -> Scene.serving().take(new PeerEvent.RequestReceived(P, 1, 0, B),
                new PeerEvent.RequestReceived(P, 1, 0, B), new PeerCommand.SendBlock(P, 1, 1, 0, B), new PeerCommand.SendBlock(P, 1, 1, 0, B)));
        breaks(Code.UNREQUESTED_BLOCK, "it asked twice, and gets it three times", () -> Scene.serving().take(new PeerEvent.RequestReceived(P, 1, 0, B),
                new PeerEvent.RequestReceived(P, 1, 0, B), new PeerCommand.SendBlock(P, 1, 1, 0, B), new PeerCommand.SendBlock(P, 1, 1, 0, B),
                new PeerCommand.SendBlock(P, 1, 1, 0, B)));
        keeps(Code.OWN_SIDE, "nothing is due", () -> new Scene().after(3));
    }

    private static TrackerEvent.AnnounceSucceeded answer(int intervalSeconds) {
        return new TrackerEvent.AnnounceSucceeded(1, 0, 1, intervalSeconds, -1, 1, 1, "", "", List.of(Endpoint.parse("10.0.0.9:6881")));
    }

    private static Scene dht(String answering) {
        ByteString transaction = ByteString.ofHex("0102");
        return new Scene().take(new DhtCommand.SendDhtQuery(NODE, transaction, ByteString.ofHex("11".repeat(20)), 0, DhtMethod.PING),
                new DhtEvent.DhtResponseReceived(NODE, transaction, new NodeId(ByteString.ofHex(answering.repeat(20))), List.of(),
                        List.of(), ByteString.EMPTY, ByteString.EMPTY));
    }

    private void all() {
        handshakes();
        bytes();
        talk();
        data();
        requests();
        others();
    }

    @TestFactory
    Stream<DynamicTest> judgesAsTheCatalogueSays() {
        all();
        return cases.stream().map(it -> DynamicTest.dynamicTest(it.code() + (it.broken() ? " broken: " : " kept: ") + it.name(), () -> {
            Scene scene = it.scene().get();
            assertEquals(it.broken(), scene.found(it.code()), () -> scene.verdicts.toString());
            scene.verdicts.forEach(verdict -> assertFalse(verdict.evidence().isEmpty(), verdict.toString()));
        }));
    }

    @Test
    void everyRuleIsBrokenByOneOfTheCases() {
        all();
        Set<Code> tested = EnumSet.noneOf(Code.class);
        cases.stream().filter(Case::broken).forEach(it -> tested.add(it.code()));
        assertEquals(EnumSet.allOf(Code.class), tested);
    }

    @Test
    void aGoodCopyClearsWhoSentTheSame() {
        Scene scene = twoSenders().take(Scene.request(P, 1)).block(P, 1, 0, 1).block(P, 1, 1, 7).verified(1);
        assertEquals(List.of("BAD_HASH_SUSPECT 10.0.0.1:6881"), scene.cleared);
        assertEquals(List.of("10.0.0.2:6881"), scene.verdicts.stream().filter(it -> it.code() == Code.BAD_HASH_PROVEN)
                .map(Verdict::subject).toList());
    }

    @Test
    void ourOwnBreachIsOurs() {
        Verdict verdict = Scene.connected().take(new PeerCommand.SendInterested(P), Scene.request(P, 1)).verdicts.get(0);
        assertEquals(Code.OWN_SIDE, verdict.code());
        assertEquals(Code.REQ_CHOKED, verdict.breach().orElseThrow());
        assertTrue(verdict.isSerious());
    }

    @Test
    void tellsOftenBrokenRulesSeldom() {
        Scene scene = Scene.connected();
        scene.times(1000, i -> scene.take(new PeerEvent.RejectReceived(P, 1, 0, B)));
        assertEquals(List.of(1, 10, 100, 1000), scene.verdicts.stream().map(Verdict::times).toList());
    }
}
