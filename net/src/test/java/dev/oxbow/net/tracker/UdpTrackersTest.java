package dev.oxbow.net.tracker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.UdpAnswerEncoder;
import dev.oxbow.core.tracker.UdpRequest;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The edge against trackers that follow a script. A lost datagram is one that the script does not answer. */
@Timeout(30)
class UdpTrackersTest extends UdpTrackersFixture {
    @Test
    void tellsTheTrackerEverythingAndPostsItsAnswer() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", ScriptedUdp::obey)) {
            assertEquals(ANSWERED, only(trackers(PATIENT), tracker.url()));
            UdpRequest.Announce announce = (UdpRequest.Announce) tracker.requests().get(1);
            assertEquals(ScriptedUdp.ID, announce.connectionId());
            assertEquals("/announce?user=7", announce.urlData());
            assertEquals(new AnnounceRequest(Commands.INFO_HASH, Commands.peerId(1), 6881, 10, 20, 1000, "started", true, true, "", 50,
                    "0a0b0c0d", ""), announce.announce());
            assertNotEquals(tracker.requests().get(0).transactionId(), announce.transactionId());
        }
    }

    @Test
    void speaksToIpv6TrackersAndReadsTheirPeers() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("::1", (number, request, it) -> it.send(request instanceof UdpRequest.Connect
                ? ScriptedUdp.connect(request, 1) : ScriptedUdp.announced(request, "[2001:db8::1]:6881", "[2001:db8::2]:6882")))) {
            AnnounceSucceeded event = (AnnounceSucceeded) only(trackers(PATIENT), tracker.url());
            assertEquals(List.of(Endpoint.parse("[2001:db8::1]:6881"), Endpoint.parse("[2001:db8::2]:6882")), event.peers());
        }
    }

    @Test
    void asksAgainWhenDatagramsAreLostAfterTwiceAsLongEachTime() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (number > 2) { // two connects are lost
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            UdpTrackers trackers = trackers(QUICK);
            long startNs = System.nanoTime();
            assertEquals(ANSWERED, only(trackers, tracker.url()));
            assertEquals("Connect Connect Connect Announce", tracker.conversation());
            long secondMs = tracker.arrivedMsAfter(startNs, 2);
            long thirdMs = tracker.arrivedMsAfter(startNs, 3);
            assertTrue(secondMs >= 99 && thirdMs >= 298, "at " + secondMs + " and " + thirdMs + " ms instead of 100 and 300");
            assertEquals(tracker.requests().get(0).transactionId(), tracker.requests().get(2).transactionId());
        }
    }

    @Test
    void connectsAgainWhenAnAnnounceIsNotAnswered() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (number != 2) { // the first announce is lost
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            assertEquals(ANSWERED, only(trackers(QUICK), tracker.url()));
            assertEquals("Connect Announce Connect Announce", tracker.conversation());
        }
    }

    @Test
    void takesALateAnswerToTheFirstOfTwoAnnounces() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (number == 1) {
                it.send(ScriptedUdp.connect(request, 1));
            } else if (number == 3) { // a connect; it gets the answer to the announce
                it.send(ScriptedUdp.announced(it.requests().get(1), "192.0.2.7:7"));
            }
        })) {
            assertEquals(ANSWERED, only(trackers(QUICK), tracker.url()));
            assertEquals("Connect Announce Connect", tracker.conversation());
        }
    }

    @Test
    void givesUpOnASilentTracker() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> { })) {
            assertEquals(failed(tracker.authority() + " did not answer"), only(trackers(QUICK), tracker.url()));
            assertEquals("Connect Connect Connect Connect", tracker.conversation(), "at 0, 100, 300 and 700 ms");
        }
    }

    @Test
    void waitsLessForAFarewell() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> { })) {
            UdpTrackers trackers = trackers(PATIENT);
            trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.STOPPED));
            assertEquals(List.of(failed(tracker.authority() + " did not answer")), inbox.awaitEvents(1));
        }
    }

    @Test
    void ignoresForeignForgedAndShortDatagrams() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            it.send(new byte[0]);
            it.send(new byte[7]);
            it.send(UdpAnswerEncoder.error(request.transactionId() + 1, "another transaction"));
            it.sendFromElsewhere(UdpAnswerEncoder.error(request.transactionId(), "from another port"));
            ScriptedUdp.obey(number, request, it);
            it.send(UdpAnswerEncoder.error(request.transactionId(), "twice answered"));
        })) {
            assertEquals(ANSWERED, only(trackers(PATIENT), tracker.url()));
            assertEquals("Connect Announce", tracker.conversation());
        }
    }

    @Test
    void postsTheTrackersOwnWords() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> it.send(request instanceof UdpRequest.Connect
                ? ScriptedUdp.connect(request, 1) : UdpAnswerEncoder.error(request.transactionId(), "not\u001bhere\0\0")))) {
            assertEquals(failed("not\ufffdhere"), only(trackers(PATIENT), tracker.url()));
            assertEquals("Connect Announce", tracker.conversation(), "a new connection id was no cause of the refusal");
        }
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) ->
                it.send(UdpAnswerEncoder.error(request.transactionId(), "closed")))) {
            assertEquals(failed("closed"), only(trackers(PATIENT), tracker.url()));
        }
    }

    @Test
    void failsOnAnswersThatMakeNoSense() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> it.send(request instanceof UdpRequest.Connect
                ? ScriptedUdp.connect(request, 1) : Arrays.copyOf(ScriptedUdp.announced(request), 19)))) {
            assertEquals(failed("the tracker's answer ends too early"), only(trackers(PATIENT), tracker.url()));
        }
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> it.send(ScriptedUdp.announced(request)))) {
            assertEquals(failed("the tracker's answer is to another question"), only(trackers(PATIENT), tracker.url()));
        }
    }

    @Test
    void usesAConnectionIdAgainUntilItExpires() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", ScriptedUdp::obey)) {
            UdpTrackers trackers = trackers(new UdpTimes(10_000, 8, 20_000, 400, 500, 300));
            only(trackers, tracker.url());
            only(trackers, tracker.url());
            assertEquals("Connect Announce Announce", tracker.conversation());
            await().pollDelay(510, TimeUnit.MILLISECONDS).until(() -> true);
            only(trackers, tracker.url());
            assertEquals("Connect Announce Announce Connect Announce", tracker.conversation());
        }
    }

    @Test
    void asksForANewConnectionIdWhenTheOldOneMayBeTheCauseOfARefusal() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (number == 3) { // it was restarted
                it.send(UdpAnswerEncoder.error(request.transactionId(), "unknown connection id"));
            } else {
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            UdpTrackers trackers = trackers(PATIENT);
            only(trackers, tracker.url());
            assertEquals(ANSWERED, only(trackers, tracker.url()));
            assertEquals("Connect Announce Announce Connect Announce", tracker.conversation());
        }
    }

    @Test
    void oneConnectServesAllThatWait() throws Exception {
        AtomicBoolean mute = new AtomicBoolean(true);
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (!(request instanceof UdpRequest.Connect) || !mute.get()) {
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            UdpTrackers trackers = trackers(PATIENT);
            for (int i = 0; i < 20; i++) {
                trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.REGULAR, i, 1, 1));
            }
            await().until(() -> tracker.requests().size() == 1);
            tracker.send(ScriptedUdp.connect(tracker.requests().get(0), ScriptedUdp.ID));
            Set<Long> answered = new TreeSet<>();
            inbox.awaitEvents(20).forEach(event -> assertTrue(answered.add(((AnnounceSucceeded) event).operationId())));
            assertEquals(21, tracker.requests().size(), tracker.conversation());
            assertEquals(21, tracker.requests().stream().map(UdpRequest::transactionId).distinct().count());
        }
    }

    @Test
    void neverAsksMoreThanItsBoundAtOnceAndAnswersEachCommandOnce() throws Exception {
        AtomicBoolean letGo = new AtomicBoolean();
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (request instanceof UdpRequest.Connect || letGo.get()) {
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            UdpTrackers trackers = trackers(new UdpTimes(2_000, 8, 20_000, 15_000, 60_000, 300));
            for (int i = 0; i < 500; i++) {
                trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.REGULAR, i, 1, 1));
            }
            await().until(() -> tracker.requests().size() >= 161);
            trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.STOPPED, 500, 1, 1));
            await().until(() -> tracker.requests().stream().anyMatch(request -> request instanceof UdpRequest.Announce announce
                    && announce.announce().event().equals("stopped")));
            assertEquals(161, tracker.requests().stream().filter(UdpRequest.Announce.class::isInstance)
                    .map(UdpRequest::transactionId).distinct().count());
            letGo.set(true);
            Set<Long> answered = new TreeSet<>();
            inbox.awaitEvents(501).forEach(event -> assertTrue(answered.add(((AnnounceSucceeded) event).operationId())));
        }
    }

    @Test
    void postsNothingOnceItIsClosed() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> { })) {
            UdpTrackers trackers = trackers(new UdpTimes(10_000, 8, 500, 400, 60_000, 300));
            trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.REGULAR));
            await().until(() -> tracker.requests().size() == 1);
            trackers.close();
            trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.REGULAR));
            await().during(700, TimeUnit.MILLISECONDS).until(() -> inbox.events().isEmpty());
            assertEquals(1, tracker.requests().size(), "a closed session asks nobody");
        }
    }

    @Test
    void scrapes() throws Exception {
        InfoHash other = InfoHash.ofHex("11".repeat(20));
        List<ScrapeAnswer.SwarmCounts> counts = List.of(new ScrapeAnswer.SwarmCounts(Commands.INFO_HASH, 1, 2, 3),
                new ScrapeAnswer.SwarmCounts(other, 4, 5, 6));
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> it.send(request instanceof UdpRequest.Connect
                ? ScriptedUdp.connect(request, 1) : UdpAnswerEncoder.scrape(request.transactionId(), counts)))) {
            UdpTrackers trackers = trackers(PATIENT);
            assertEquals(new ScrapeAnswer.Answered(counts), scrape(trackers, tracker.url(), Commands.INFO_HASH, other));
            assertEquals(List.of(Commands.INFO_HASH, other), ((UdpRequest.Scrape) tracker.requests().get(1)).infoHashes());
            ExecutionException e = assertThrows(ExecutionException.class, () -> scrape(trackers, "udp://", other));
            assertEquals("the tracker's URL is malformed: udp:// needs a host and a port", e.getCause().getMessage());
        }
    }

    private static ScrapeAnswer scrape(UdpTrackers trackers, String url, InfoHash... infoHashes) throws Exception {
        return trackers.scrape(url, List.of(infoHashes)).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
