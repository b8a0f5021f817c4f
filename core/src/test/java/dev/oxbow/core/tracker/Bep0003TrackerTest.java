package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 3, section "trackers": the keys of requests and of responses. */
class Bep0003TrackerTest {
    private static final String URL = "http://tracker.example/announce";

    @Test
    void escapesTheRawBytesOfTheInfoHash() {
        assertTrue(Announces.regular().toUrl(URL).startsWith(
                URL + "?info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A&"));
    }

    @Test
    void sendsThePeerIdThePortAndTheAmounts() {
        assertTrue(Announces.regular().toUrl(URL).contains("&peer_id=-OX0100-abcdefghijkl&port=6881&uploaded=1&downloaded=2&left=3&"));
    }

    @Test
    void sendsTheAmountsInBaseTenHoweverLarge() {
        AnnounceRequest large = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 1, Long.MAX_VALUE, Long.MAX_VALUE,
                Long.MAX_VALUE, "", true, true, "", 0, "", "");
        assertTrue(large.toUrl(URL).contains("&uploaded=9223372036854775807&downloaded=9223372036854775807&left=9223372036854775807"));
    }

    @Test
    void neverClaimsToBeASeedWhenTheLengthIsNotKnown() {
        AnnounceRequest magnet = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 1, 0, 0, -1, "", true, true, "", 0, "", "");
        assertTrue(magnet.toUrl(URL).contains("&left=16384&"));
    }

    @Test
    void leavesTheEventOutOfRegularAnnounces() {
        assertFalse(Announces.regular().toUrl(URL).contains("event"));
    }

    @Test
    void namesTheEventsStartedCompletedAndStopped() {
        for (String event : List.of("started", "completed", "stopped")) {
            assertTrue(Announces.with(event, "", -1, "", "").toUrl(URL).endsWith("&event=" + event));
        }
    }

    @Test
    void sendsTheAddressOnlyWhenItIsGiven() {
        assertFalse(Announces.regular().toUrl(URL).contains("&ip="));
        assertTrue(Announces.with("", "2001:db8::1", -1, "", "").toUrl(URL).endsWith("&ip=2001%3Adb8%3A%3A1"));
    }

    @Test
    void sendsTheParametersTrackersAddedLater() {
        String url = Announces.with("", "", 100, "0a0b0c0d", "x%26y").toUrl(URL);
        assertTrue(url.endsWith("&compact=1&numwant=100&key=0a0b0c0d&trackerid=x%26y"), url);
        AnnounceRequest plain = new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 1, 0, 0, 0, "", false, true, "", 0, "", "");
        assertTrue(plain.toUrl(URL).endsWith("&compact=0&no_peer_id=1&numwant=0"));
    }

    @Test
    void keepsAQueryThatTheAnnounceUrlAlreadyHas() {
        assertTrue(Announces.regular().toUrl("http://t/announce?passkey=a%2Fb").startsWith("http://t/announce?passkey=a%2Fb&info_hash="));
        assertTrue(Announces.regular().toUrl("http://t/announce?k=v&").startsWith("http://t/announce?k=v&info_hash="));
        assertTrue(Announces.regular().toUrl("http://t/announce?").startsWith("http://t/announce?info_hash="));
    }

    @Test
    void writesNothingBehindAFragment() {
        String url = Announces.regular().toUrl("http://t/announce#part?x");
        assertTrue(url.startsWith("http://t/announce?info_hash="), url);
        assertFalse(url.contains("#"));
    }

    @Test
    void letsNoTrackerIdBreakOutOfItsParameter() {
        String url = Announces.with("", "", -1, "", "x&left=0 HTTP/1.1\r\nHost: y").toUrl(URL);
        assertTrue(url.endsWith("&trackerid=x%26left%3D0%20HTTP%2F1.1%0D%0AHost%3A%20y"), url);
    }

    @Test
    void takesAFailureReasonForARefusalWhateverElseIsThere() {
        assertEquals("unregistered torrent", Announces.refused("d14:failure reason20:unregistered torrent8:intervali5e5:peers0:e")
                .reason());
    }

    @Test
    void readsTheInterval() {
        assertEquals(1800, Announces.answered("d8:intervali1800e5:peerslee").intervalSeconds());
    }

    @Test
    void readsPeersAsDictionariesInTheirOrder() {
        AnnounceAnswer.Answered answer = Announces.answered("d8:intervali60e5:peersl"
                + "d2:ip9:192.0.2.17:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti6881ee"
                + "d2:ip9:192.0.2.07:peer id20:bbbbbbbbbbbbbbbbbbbb4:porti65535ee" + "ee");
        assertEquals(List.of(Endpoint.parse("192.0.2.1:6881"), Endpoint.parse("192.0.2.0:65535")), answer.peers());
    }

    @Test
    void leavesOutPeersThatAreNamedByADnsName() {
        AnnounceAnswer.Answered answer = Announces.answered(
                "d5:peersld2:ip12:peer.example4:porti1eed2:ip4:cafe4:porti1eed2:ip9:192.0.2.14:porti1eeee");
        assertEquals(List.of(Endpoint.parse("192.0.2.1:1")), answer.peers());
    }

    @Test
    void writesPeersAsDictionariesForATracker() {
        AnnounceAnswer.Answered answer = new AnnounceAnswer.Answered(60, 30, 1, 2, "a%00b", "careful",
                Endpoint.parse("192.0.2.9:1").address(), List.of(Endpoint.parse("192.0.2.1:6881"), Endpoint.parse("[2001:db8::1]:2")));
        byte[] bytes = AnnounceAnswerEncoder.dictionaries(answer, List.of(Announces.PEER_ID, PeerId.ofHex("00".repeat(20))));
        assertEquals(answer, AnnounceAnswerDecoder.decode(bytes));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("d2:ip9:192.0.2.17:peer id20:-OX0100-abcdefghijkl4:porti6881ee"), text);
        assertTrue(text.contains("10:tracker id3:a\0b"), text);
    }

    @Test
    void leavesPeerIdsOutWhenTheyAreNotWanted() {
        AnnounceAnswer.Answered answer = Announces.answered("d8:intervali60e5:peersld2:ip9:192.0.2.14:porti1eeee");
        byte[] bytes = AnnounceAnswerEncoder.dictionaries(answer, List.of());
        assertEquals("d8:intervali60e5:peersld2:ip9:192.0.2.14:porti1eeee", new String(bytes, StandardCharsets.ISO_8859_1));
    }
}
