package dev.oxbow.replay.why;

import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.webseed.WebSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the web seeds of a torrent could send of what is missing, and what they do. */
final class WebSupply {
    private static final int SHOWN = 4;
    private static final long SILENCE_NS = 5 * Deadline.SECOND_NS;

    private final Story story;
    private final Torrent torrent;
    private final Supply supply;

    WebSupply(Story story, Torrent torrent, Supply supply) {
        this.story = story;
        this.torrent = torrent;
        this.supply = supply;
    }

    /** Those that are being fetched from. */
    List<WebSeed> underWay() {
        return torrent.webSeeds().stream().filter(webSeed -> webSeed.rangesUnderWay() > 0).toList();
    }

    /** Those that are fetched from, or can be at any time. */
    List<WebSeed> usable() {
        return torrent.webSeeds().stream().filter(webSeed -> webSeed.rangesUnderWay() > 0
                || !webSeed.isGone() && waitNs(webSeed) <= 0 && hasMissing(webSeed)).toList();
    }

    private boolean hasMissing(WebSeed webSeed) {
        return supply.missing.stream().anyMatch(webSeed::hasPiece);
    }

    private long waitNs(WebSeed webSeed) {
        return webSeed.isLeftAlone() ? webSeed.notBeforeNs() - story.nowNs() : 0;
    }

    /** Why none of them is any use now, as a clause behind another; empty when there is none at all. */
    String nothing() {
        List<WebSeed> all = torrent.webSeeds();
        if (all.isEmpty() || !usable().isEmpty()) {
            return "";
        }
        return "; " + (all.size() == 1 ? "the only web seed, " : "of " + all.size() + " web seeds none is of use: ")
                + Words.list(all.stream().limit(SHOWN).map(webSeed -> webSeed.url() + (all.size() == 1 ? ", " : " ")
                        + why(webSeed)).toList())
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }

    private String why(WebSeed webSeed) {
        String said = webSeed.message().isEmpty() ? "" : " (" + webSeed.message() + ")";
        return webSeed.isGone() ? "is given up" + said
                : waitNs(webSeed) > 0 ? "is left alone for another " + Words.span(waitNs(webSeed)) + said
                        : "has nothing of what is missing" + said;
    }

    /** The entries that show it. */
    List<Long> nothingShownBy() {
        return usable().isEmpty() ? torrent.webSeeds().stream().map(webSeed -> talk(webSeed).failure.sequence()).filter(it -> it >= 0).sorted().toList()
                : List.of();
    }

    private WebSeedFacts.Talk talk(WebSeed webSeed) {
        return story.facts().webSeeds().talk(torrent, torrent.webSeeds().indexOf(webSeed));
    }

    /** That all which are fetched from have sent nothing for long; nothing when one of them has. */
    Optional<Branch> silent() {
        List<WebSeed> asked = underWay();
        if (asked.isEmpty() || torrent.downBytesPerSec(story.nowNs()) > 0) {
            return Optional.empty();
        }
        List<Branch> each = new ArrayList<>();
        for (WebSeed webSeed : asked) {
            WebSeedFacts.Talk talk = talk(webSeed);
            long silentNs = story.nowNs() - Math.max(talk.block.timeNs(), talk.asked.timeNs());
            if (silentNs < SILENCE_NS) {
                return Optional.empty();
            }
            each.add(shown(webSeed.url() + ", is asked for " + Words.count(webSeed.rangesUnderWay(), "range") + " and has sent nothing for "
                    + Words.span(silentNs), talk.asked, talk.block));
        }
        return Optional.of(each.size() == 1 ? each.get(0).within(torrent.webSeeds().size() == 1 ? "the only web seed, "
                : "the only web seed of use, ")
                : new Branch("none of the " + each.size() + " web seeds that are asked sends anything", evidence(each), each));
    }

    /** Who is fetched from, in words, for a sentence that goes on with what comes of it. */
    Branch senders() {
        List<WebSeed> asked = usable();
        List<Branch> each = asked.stream().map(webSeed -> shown(webSeed.url(), talk(webSeed).asked, talk(webSeed).block)).toList();
        return new Branch(asked.size() == 1 ? "the only web seed, " + asked.get(0).url() + "," : asked.size() + " web seeds",
                evidence(each), List.of());
    }

    private static List<Long> evidence(List<Branch> each) {
        return each.stream().flatMap(branch -> branch.evidence().stream()).distinct().sorted().toList();
    }

    private static Branch shown(String text, Facts.Fact... facts) {
        return new Branch(text, Stream.of(facts).map(Facts.Fact::sequence).filter(it -> it >= 0).sorted().toList(), List.of());
    }

    /** How each stands, as a line of the rest. */
    Branch line() {
        return Branch.of("web seeds", torrent.webSeeds().stream().limit(SHOWN).map(this::line).toList());
    }

    private Branch line(WebSeed webSeed) {
        WebSeedFacts.Talk talk = talk(webSeed);
        String does = webSeed.rangesUnderWay() > 0 ? Words.count(webSeed.rangesUnderWay(), "range") + " under way"
                : usable().contains(webSeed) ? "idle" : why(webSeed);
        boolean last = webSeed.rangesUnderWay() > 0 && !webSeed.message().isEmpty();
        return shown(webSeed.url() + ": " + does + ", " + Words.bytes(webSeed.receivedBytes()) + " so far" + (last ? "; it last said: "
                + webSeed.message() : ""), talk.asked, talk.block, talk.failure);
    }
}
