package dev.oxbow.net.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TrackerEvent.AnnounceFailed;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.tracker.UdpAnswerEncoder;
import dev.oxbow.core.tracker.UdpRequest;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of a tracker's addresses are asked, and what comes of it. */
@Timeout(30)
class UdpFamiliesTest extends UdpTrackersFixture {
    @Test
    void asksBothFamiliesAndMergesWhatTheySay() throws Exception {
        try (ScriptedUdp four = new ScriptedUdp("127.0.0.1", ScriptedUdp::obey); ScriptedUdp six = sibling(four, (number, request, it) ->
                it.send(request instanceof UdpRequest.Connect ? ScriptedUdp.connect(request, 6)
                        : ScriptedUdp.announced(request, "[2001:db8::1]:6881")))) {
            hosts.put("localhost", List.of(address("::1"), address("127.0.0.1")));
            AnnounceSucceeded event = (AnnounceSucceeded) only(trackers(PATIENT), four.url("localhost"));
            assertEquals(Set.of(Endpoint.parse("192.0.2.7:7"), Endpoint.parse("[2001:db8::1]:6881")), Set.copyOf(event.peers()));
            assertEquals("Connect Announce", six.conversation());
        }
    }

    @Test
    void doesNotWaitLongForAFamilyThatLeadsNowhere() throws Exception {
        try (ScriptedUdp four = new ScriptedUdp("127.0.0.1", ScriptedUdp::obey);
                ScriptedUdp six = sibling(four, (number, request, it) -> { })) {
            hosts.put("localhost", List.of(address("::1"), address("127.0.0.1")));
            assertEquals(ANSWERED, only(trackers(PATIENT), four.url("localhost")));
            assertEquals("Connect", six.conversation());
        }
    }

    @Test
    void saysWhatOneFamilySaidWhenTheOtherIsSilent() throws Exception {
        try (ScriptedUdp four = new ScriptedUdp("127.0.0.1", (number, request, it) -> it.send(request instanceof UdpRequest.Connect
                ? ScriptedUdp.connect(request, 1) : UdpAnswerEncoder.error(request.transactionId(), "go away")));
                ScriptedUdp six = sibling(four, (number, request, it) -> { })) {
            hosts.put("localhost", List.of(address("::1"), address("127.0.0.1")));
            assertEquals(failed("go away"), only(trackers(QUICK), four.url("localhost")));
            assertTrue(six.requests().size() > 1, "the other family had all its time");
        }
    }

    @Test
    void staysWithTheFamilyOfTheAddressItIsBoundTo() throws Exception {
        try (ScriptedUdp four = new ScriptedUdp("127.0.0.1", ScriptedUdp::obey);
                ScriptedUdp six = sibling(four, ScriptedUdp::obey)) {
            hosts.put("localhost", List.of(address("::1"), address("127.0.0.1")));
            UdpTrackers bound = trackers(PATIENT, "127.0.0.1");
            assertEquals(ANSWERED, only(bound, four.url("localhost")));
            assertEquals("", six.conversation());
            assertEquals(failed("the tracker has no address of the family that Oxbow is bound to"), only(bound, six.url()));
        }
    }

    @Test
    void saysWhenTheBoundAddressIsNotOfThisMachine() {
        assertEquals(failed("this machine has no such address to send from: 192.0.2.1"),
                only(trackers(PATIENT, "192.0.2.1"), "udp://127.0.0.1:9/"));
    }

    @Test
    void refusesNamesThatLeadToLocalServices() {
        hosts.put("tracker.example", List.of(address("127.0.0.1")));
        hosts.put("many.example", List.of(address("239.255.255.250")));
        assertEquals(failed("the tracker leads to an address of this machine or network without saying so, and is not asked"),
                only(trackers(PATIENT), "udp://tracker.example:53/"));
        assertEquals(failed("the tracker's address is not one of a single machine, and is not asked"),
                only(trackers(PATIENT), "udp://many.example:1900/"));
        assertEquals(failed("a tracker at port 0 cannot be asked"), only(trackers(PATIENT), "udp://127.0.0.1:0/"));
    }

    @Test
    void saysWhenTheHostIsNotFound() {
        assertEquals(failed("could not find the host nobody.example"), only(trackers(PATIENT), "udp://nobody.example:80/"));
    }

    @Test
    void saysWhenFindingTheHostTakesTooLong() {
        UdpTrackers slow = open(QUICK, "", host -> Promise.<List<ByteString>>promise().future());
        assertEquals(failed("could not find the host slow.example in time"), only(slow, "udp://slow.example:80/"));
    }

    @Test
    void failsMalformedUrlsForGood() {
        for (String url : List.of("udp:", "udp://", "udp://t", "udp://t:x/", "udp://t:70000", "udp://u@t:1/", "udp://[::1:1/",
                "udp://t:1/\n", "udp://t:1/" + "x".repeat(1024))) {
            assertEquals(new AnnounceFailed(3, 1, 1, "the tracker's URL is malformed: udp:// needs a host and a port", Integer.MAX_VALUE),
                    only(trackers(PATIENT), url), url);
        }
    }

    /** A tracker on ::1 with the port that another has on 127.0.0.1. */
    private static ScriptedUdp sibling(ScriptedUdp other, ScriptedUdp.Script script) throws Exception {
        return new ScriptedUdp("::1", other.port(), script);
    }

    private static ByteString address(String host) {
        return Endpoint.parse(host.indexOf(':') >= 0 ? "[" + host + "]:1" : host + ":1").address();
    }
}
