package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** BEP 48: scrape over HTTP. */
class Bep0048ScrapeTest {
    private static final InfoHash X = new InfoHash(ByteString.ofUtf8("xxxxxxxxxxxxxxxxxxxx"));
    private static final InfoHash Y = new InfoHash(ByteString.ofUtf8("yyyyyyyyyyyyyyyyyyyy"));

    @Test
    void replacesAnnounceAtTheBeginningOfTheLastComponent() {
        assertEquals(Optional.of("http://t/scrape"), TrackerUrl.scrape("http://t/announce"));
        assertEquals(Optional.of("http://t/x/scrape"), TrackerUrl.scrape("http://t/x/announce"));
        assertEquals(Optional.of("http://t/scrape.php"), TrackerUrl.scrape("http://t/announce.php"));
        assertEquals(Optional.of("http://t/announce/scrape"), TrackerUrl.scrape("http://t/announce/announce"));
    }

    @Test
    void keepsTheQueryByteForByte() {
        assertEquals(Optional.of("http://t/scrape?x=2%0644"), TrackerUrl.scrape("http://t/announce?x=2%0644"));
        assertEquals(Optional.of("http://t/scrape?x=2/announce"), TrackerUrl.scrape("http://t/announce?x=2/announce"));
    }

    @Test
    void findsNoScrapeForOtherUrls() {
        for (String url : List.of("http://t/a", "http://t/x%064announce", "http://t/announce/", "http://announce", "http://t/?/announce",
                "announce", "", "http://t/#/announce")) {
            assertEquals(Optional.empty(), TrackerUrl.scrape(url), url);
        }
    }

    @Test
    void asksForSeveralSwarmsInOneRequest() {
        assertEquals("http://t/scrape?info_hash=xxxxxxxxxxxxxxxxxxxx&info_hash=yyyyyyyyyyyyyyyyyyyy",
                new ScrapeRequest(List.of(X, Y)).toUrl("http://t/scrape"));
        assertEquals("http://t/scrape?k=v&info_hash=xxxxxxxxxxxxxxxxxxxx", new ScrapeRequest(List.of(X)).toUrl("http://t/scrape?k=v"));
    }

    @Test
    void readsTheCountsOfEachSwarm() {
        assertEquals(new ScrapeAnswer.Answered(List.of(new SwarmCounts(X, 11, 19, 13772), new SwarmCounts(Y, 21, 20, 206))),
                decode("d5:filesd20:xxxxxxxxxxxxxxxxxxxxd8:completei11e10:downloadedi13772e10:incompletei19ee"
                        + "20:yyyyyyyyyyyyyyyyyyyyd8:completei21e10:downloadedi206e10:incompletei20eeee"));
    }

    @Test
    void readsAFailureInEitherSpelling() {
        assertEquals(new ScrapeAnswer.Refused("no"), decode("d14:failure_reason2:noe"));
        assertEquals(new ScrapeAnswer.Refused("no"), decode("d14:failure reason2:noe"));
    }

    @Test
    void toleratesMissingCountsAndForeignEntries() {
        assertEquals(new ScrapeAnswer.Answered(List.of(new SwarmCounts(X, -1, 2, -1))),
                decode("d5:filesd3:abcd8:completei1ee20:xxxxxxxxxxxxxxxxxxxxd8:completei-4e10:incomplete1:2e20:yyyyyyyyyyyyyyyyyyyyi5eee"));
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertInstanceOf(ScrapeAnswer.Malformed.class, decode("de"));
        assertInstanceOf(ScrapeAnswer.Malformed.class, decode("<html>"));
        assertInstanceOf(ScrapeAnswer.Malformed.class, decode("d5:filesi1ee"));
    }

    @Test
    void writesWhatItReads() {
        ScrapeAnswer.Answered answer = new ScrapeAnswer.Answered(List.of(new SwarmCounts(X, 1, 2, 3), new SwarmCounts(Y, 4, 5, 6)));
        assertEquals(answer, ScrapeAnswerDecoder.decode(ScrapeAnswerEncoder.encode(answer)));
    }

    private static ScrapeAnswer decode(String latin1) {
        return ScrapeAnswerDecoder.decode(Announces.bytes(latin1));
    }
}
