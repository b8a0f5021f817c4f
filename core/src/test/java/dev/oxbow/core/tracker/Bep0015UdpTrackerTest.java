package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** BEP 15: the bytes of each message, field by field. */
class Bep0015UdpTrackerTest {
    private static final long ID = 0x0102030405060708L;
    private static final int TRANSACTION = 0xa1b2c3d4;
    private static final InfoHash OTHER = InfoHash.ofHex("ff".repeat(20));

    @Test
    void aConnectRequestHasProtocolIdActionAndTransactionId() {
        assertHex("0000041727101980 00000000 a1b2c3d4", UdpRequestEncoder.connect(TRANSACTION));
    }

    @Test
    void aConnectAnswerHasActionTransactionIdAndConnectionId() {
        byte[] answer = hex("00000000 a1b2c3d4 0102030405060708");
        assertEquals(new UdpConnectAnswer.Connected(ID), UdpAnswerDecoder.connect(answer, TRANSACTION));
        assertArrayEquals(answer, UdpAnswerEncoder.connect(TRANSACTION, ID));
    }

    @Test
    void anAnnounceRequestHasEachFieldInItsPlace() {
        AnnounceRequest request = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 0xfedc, 0x0102030405060708L,
                0x1112131415161718L, 0x2122232425262728L, AnnounceRequest.STARTED, true, true, "192.0.2.1", 50, "0a0b0c0d", "");
        byte[] expected = hex("0102030405060708 00000001 a1b2c3d4"
                + "123456789abcdef123456789abcdef123456789a"          // 16 info hash
                + "2d4f58303130302d6162636465666768696a6b6c"          // 36 peer id
                + "1112131415161718 2122232425262728 0102030405060708" // 56 downloaded, 64 left, 72 uploaded
                + "00000002 c0000201 0a0b0c0d 00000032 fedc");        // 80 event, 84 address, 88 key, 92 peers wanted, 96 port
        assertEquals(98, expected.length);
        assertHex(HexFormat.of().formatHex(expected), UdpRequestEncoder.announce(ID, TRANSACTION, request, ""));
        assertEquals(Optional.of(new UdpRequest.Announce(ID, TRANSACTION, request, "")), UdpRequestDecoder.decode(expected));
    }

    @Test
    void whatAnAnnounceDoesNotSayHasTheNumbersOfBep15() {
        AnnounceRequest request = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 1, 0, 0, 0, AnnounceRequest.REGULAR, true,
                true, "", -7, "", "ignored");
        byte[] announce = UdpRequestEncoder.announce(ID, TRANSACTION, request, "");
        assertHex("00000000 00000000 00000000 ffffffff 0001", Arrays.copyOfRange(announce, 80, 98));
    }

    @Test
    void eventsAreNumbered() {
        assertEquals(0, event(AnnounceRequest.REGULAR));
        assertEquals(1, event(AnnounceRequest.COMPLETED));
        assertEquals(2, event(AnnounceRequest.STARTED));
        assertEquals(3, event(AnnounceRequest.STOPPED));
    }

    private static int event(String name) {
        byte[] announce = UdpRequestEncoder.announce(ID, TRANSACTION, Announces.with(name, "", -1, "", ""), "");
        assertEquals(name, ((UdpRequest.Announce) UdpRequestDecoder.decode(announce).orElseThrow()).announce().event());
        return announce[83];
    }

    @Test
    void addressesAndKeysThatDoNotFitAreLeftOut() {
        for (String ip : List.of("::1", "[::1]", "2001:db8::1", "tracker", "1.2.3", "")) {
            byte[] announce = UdpRequestEncoder.announce(ID, TRANSACTION, Announces.with("", ip, 1, "not hex", ""), "");
            assertEquals(98, announce.length, ip);
            assertHex("00000000 00000000", Arrays.copyOfRange(announce, 84, 92));
        }
        byte[] announce = UdpRequestEncoder.announce(ID, TRANSACTION, Announces.with("", "", 1, "FFFFFFFF", ""), "");
        assertHex("ffffffff", Arrays.copyOfRange(announce, 88, 92));
    }

    @Test
    void anUnknownAmountLeftIsNotTakenForASeed() {
        AnnounceRequest unknown = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 1, 0, 0, -1, "", true, true, "", 1, "", "");
        assertHex("0000000000004000", Arrays.copyOfRange(UdpRequestEncoder.announce(ID, TRANSACTION, unknown, ""), 64, 72));
    }

    @Test
    void anAnnounceAnswerOverIpv4HasPeersOfSixBytes() {
        byte[] answer = hex("00000001 a1b2c3d4 00000708 00000007 00000005 c0000201 1ae1 c0000202 1ae2");
        AnnounceAnswer.Answered expected = new AnnounceAnswer.Answered(1800, -1, 5, 7, "", "", ByteString.EMPTY,
                List.of(Endpoint.parse("192.0.2.1:6881"), Endpoint.parse("192.0.2.2:6882")));
        assertEquals(expected, UdpAnswerDecoder.announce(answer, TRANSACTION, false));
        assertArrayEquals(answer, UdpAnswerEncoder.announce(TRANSACTION, expected, false));
    }

    @Test
    void anAnnounceAnswerOverIpv6HasPeersOfEighteenBytes() {
        byte[] answer = hex("00000001 a1b2c3d4 00000708 00000007 00000005 20010db8000000000000000000000001 1ae1");
        AnnounceAnswer.Answered expected = new AnnounceAnswer.Answered(1800, -1, 5, 7, "", "", ByteString.EMPTY,
                List.of(Endpoint.parse("[2001:db8::1]:6881")));
        assertEquals(expected, UdpAnswerDecoder.announce(answer, TRANSACTION, true));
        assertArrayEquals(answer, UdpAnswerEncoder.announce(TRANSACTION, expected, true));
    }

    @Test
    void anAnswerLongerThanAskedIsFine() {
        assertEquals(new UdpConnectAnswer.Connected(ID),
                UdpAnswerDecoder.connect(hex("00000000 a1b2c3d4 0102030405060708 99"), TRANSACTION));
        byte[] unevenPeers = hex("00000001 a1b2c3d4 00000708 00000007 00000005 c0000201 1ae1 c00002");
        assertEquals(1, ((AnnounceAnswer.Answered) UdpAnswerDecoder.announce(unevenPeers, TRANSACTION, false)).peers().size());
        assertEquals(new ScrapeAnswer.Answered(List.of(new SwarmCounts(OTHER, 1, 3, 2))),
                UdpAnswerDecoder.scrape(hex("00000002 a1b2c3d4 000000010000000200000003 00000009"), TRANSACTION, List.of(OTHER)));
    }

    @Test
    void aScrapeRequestHasInfoHashes() {
        byte[] expected = hex("0102030405060708 00000002 a1b2c3d4 123456789abcdef123456789abcdef123456789a" + "ff".repeat(20));
        assertArrayEquals(expected, UdpRequestEncoder.scrape(ID, TRANSACTION, List.of(Announces.INFO_HASH, OTHER)));
        assertEquals(Optional.of(new UdpRequest.Scrape(ID, TRANSACTION, List.of(Announces.INFO_HASH, OTHER))),
                UdpRequestDecoder.decode(expected));
    }

    @Test
    void aScrapeAnswerHasSeedersCompletedAndLeechersInTheOrderAsked() {
        byte[] answer = hex("00000002 a1b2c3d4 00000001 00000002 00000003 00000004 00000005 00000006");
        List<SwarmCounts> counts = List.of(new SwarmCounts(Announces.INFO_HASH, 1, 3, 2), new SwarmCounts(OTHER, 4, 6, 5));
        assertEquals(new ScrapeAnswer.Answered(counts), UdpAnswerDecoder.scrape(answer, TRANSACTION, List.of(Announces.INFO_HASH, OTHER)));
        assertArrayEquals(answer, UdpAnswerEncoder.scrape(TRANSACTION, counts));
    }

    @Test
    void anErrorHasAMessageAndMayAnswerAnything() {
        byte[] error = hex("00000003 a1b2c3d4 6e6f");
        assertTrue(UdpAnswerDecoder.isError(error));
        assertFalse(UdpAnswerDecoder.isError(hex("00000001 a1b2c3d4")));
        assertEquals(new UdpConnectAnswer.Refused("no"), UdpAnswerDecoder.connect(error, TRANSACTION));
        assertEquals(new AnnounceAnswer.Refused("no", -1), UdpAnswerDecoder.announce(error, TRANSACTION, false));
        assertEquals(new ScrapeAnswer.Refused("no"), UdpAnswerDecoder.scrape(error, TRANSACTION, List.of(OTHER)));
        assertArrayEquals(error, UdpAnswerEncoder.error(TRANSACTION, "no"));
    }

    @Test
    void anErrorsWordsAreMadePrintableAndEndAtAZeroByte() {
        assertEquals(new UdpConnectAnswer.Refused("a\ufffdb"),
                UdpAnswerDecoder.connect(hex("00000003 a1b2c3d4 611b62 00 ff"), TRANSACTION));
        assertEquals(new UdpConnectAnswer.Refused("the tracker refused without a reason"),
                UdpAnswerDecoder.connect(hex("00000003 a1b2c3d4"), TRANSACTION));
        byte[] endless = UdpAnswerEncoder.error(TRANSACTION, "x".repeat(60_000));
        assertEquals(300, ((UdpConnectAnswer.Refused) UdpAnswerDecoder.connect(endless, TRANSACTION)).reason().length());
    }

    @Test
    void anAnswerOfAnotherTransactionOrActionDoesNotCount() {
        UdpConnectAnswer foreign = new UdpConnectAnswer.Malformed("the tracker's answer is to another question");
        assertEquals(foreign, UdpAnswerDecoder.connect(hex("00000000 a1b2c3d5 0102030405060708"), TRANSACTION));
        assertEquals(foreign, UdpAnswerDecoder.connect(hex("00000003 a1b2c3d5 6e6f"), TRANSACTION));
        assertEquals(foreign, UdpAnswerDecoder.connect(hex("00000001 a1b2c3d4 0102030405060708"), TRANSACTION));
        assertEquals(new AnnounceAnswer.Malformed("the tracker's answer is to another question"),
                UdpAnswerDecoder.announce(hex("00000000 a1b2c3d4" + "00".repeat(12)), TRANSACTION, false));
        assertEquals(new ScrapeAnswer.Malformed("the tracker's answer is to another question"),
                UdpAnswerDecoder.scrape(hex("00000001 a1b2c3d4" + "00".repeat(12)), TRANSACTION, List.of(OTHER)));
    }

    @Test
    void anAnswerThatEndsEarlyDoesNotCountAtAnyLength() {
        byte[] connect = UdpAnswerEncoder.connect(TRANSACTION, ID);
        byte[] scrape = UdpAnswerEncoder.scrape(TRANSACTION, List.of(new SwarmCounts(OTHER, 1, 2, 3)));
        byte[] announce = hex("00000001 a1b2c3d4 00000708 00000007 00000005");
        for (int length = 0; length < 20; length++) {
            UdpConnectAnswer connected = UdpAnswerDecoder.connect(Arrays.copyOf(connect, Math.min(15, length)), TRANSACTION);
            assertEquals(new UdpConnectAnswer.Malformed("the tracker's answer ends too early"), connected, "length " + length);
            assertEquals(new AnnounceAnswer.Malformed("the tracker's answer ends too early"),
                    UdpAnswerDecoder.announce(Arrays.copyOf(announce, length), TRANSACTION, false), "length " + length);
            assertEquals(new ScrapeAnswer.Malformed("the tracker's answer ends too early"),
                    UdpAnswerDecoder.scrape(Arrays.copyOf(scrape, Math.min(19, length)), TRANSACTION, List.of(OTHER)), "length " + length);
        }
    }

    @Test
    void numbersThatMakeNoSenseAreUnknownAndUnreachablePeersLeftOut() {
        byte[] answer = hex("00000001 a1b2c3d4 ffffffff 80000000 7fffffff c0000201 0000");
        assertEquals(new AnnounceAnswer.Answered(-1, -1, Integer.MAX_VALUE, -1, "", "", ByteString.EMPTY, List.of()),
                UdpAnswerDecoder.announce(answer, TRANSACTION, false));
    }

    @Test
    void aRepeatedPeerCountsOnceAndTheListIsBounded() {
        byte[] repeated = hex("00000001 a1b2c3d4 00000708 00000007 00000005" + "c00002011ae1".repeat(10_000));
        assertEquals(1, ((AnnounceAnswer.Answered) UdpAnswerDecoder.announce(repeated, TRANSACTION, false)).peers().size());
        StringBuilder many = new StringBuilder("00000001 a1b2c3d4 00000708 00000007 00000005");
        for (int i = 0; i < 10_000; i++) {
            many.append("c0").append(HexFormat.of().toHexDigits(i).substring(2)).append("1ae1");
        }
        assertEquals(AnnounceAnswerDecoder.PEERS_MAX,
                ((AnnounceAnswer.Answered) UdpAnswerDecoder.announce(hex(many.toString()), TRANSACTION, false)).peers().size());
    }

    @Test
    void theTransactionOfAnAnswerIsKnownFromItsHead() {
        assertEquals(OptionalInt.of(TRANSACTION), UdpAnswerDecoder.transactionId(hex("00000009 a1b2c3d4")));
        assertEquals(OptionalInt.empty(), UdpAnswerDecoder.transactionId(hex("00000009 a1b2c3")));
    }

    @Test
    void aTrackerIsSilentToOtherProtocols() {
        assertEquals(Optional.empty(), UdpRequestDecoder.decode(new byte[15]));
        assertEquals(Optional.empty(), UdpRequestDecoder.decode(hex("0000041727101981 00000000 a1b2c3d4")));
    }

    @Test
    void aTrackerNamesWhatIsWrongWithARequest() {
        assertEquals(Optional.of(new UdpRequest.Connect(TRANSACTION)),
                UdpRequestDecoder.decode(hex("0000041727101980 00000000 a1b2c3d4")));
        assertEquals(Optional.of(new UdpRequest.Malformed(ID, TRANSACTION, "there is no such action")),
                UdpRequestDecoder.decode(hex("0102030405060708 00000007 a1b2c3d4")));
        assertEquals(Optional.of(new UdpRequest.Malformed(ID, TRANSACTION, "the announce ends too early")),
                UdpRequestDecoder.decode(Arrays.copyOf(UdpRequestEncoder.announce(ID, TRANSACTION, Announces.regular(), ""), 97)));
        assertEquals(Optional.of(new UdpRequest.Malformed(ID, TRANSACTION, "the scrape names no torrent")),
                UdpRequestDecoder.decode(Arrays.copyOf(UdpRequestEncoder.scrape(ID, TRANSACTION, List.of(OTHER)), 35)));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static void assertHex(String expected, byte[] actual) {
        assertEquals(expected.replace(" ", ""), HexFormat.of().formatHex(actual));
    }
}
