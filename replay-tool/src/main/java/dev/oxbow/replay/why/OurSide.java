package dev.oxbow.replay.why;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What on our own side holds a torrent up: what it is doing, the disk, a limit. */
final class OurSide {
    private static final long RECENT_NS = 60 * Deadline.SECOND_NS;
    private static final long HANGING_NS = 5 * Deadline.SECOND_NS;
    private static final int NEARLY_PERCENT = 80;
    private static final int BLOCK_SWING_BYTES_PER_SEC = PieceLayout.BLOCK_LENGTH_BYTES / 4;

    private final Story story;
    private final Torrent torrent;
    private final Supply supply;
    private final WebSupply webSeeds;
    private final RateLimit limit;

    OurSide(Story story, Torrent torrent, Supply supply, WebSupply webSeeds) {
        this.story = story;
        this.torrent = torrent;
        this.supply = supply;
        this.webSeeds = webSeeds;
        this.limit = story.state().downLimit(torrent);
    }

    /** That it is in a phase in which nothing is fetched. */
    Optional<Branch> phase() {
        Facts.Fact since = story.facts().phase(torrent);
        String why = torrent.phaseReason().isEmpty() ? "" : ": " + torrent.phaseReason();
        String text = switch (torrent.phase()) {
            case OPENING -> "its files are being looked at";
            case CHECKING -> "what lies on disk is being hashed" + why + "; " + Words.count(torrent.toCheck().count()
                    + torrent.checking().count(), "piece")
                    + " to go";
            case PAUSED -> "it is paused" + why;
            case WAITING_FOR_SPACE -> "it waits for room on the disk" + why + room();
            case FAILED -> "the disk refuses" + why;
            case REMOVING -> "it is being removed";
            case MOVING -> "its files are being moved" + torrent.movingTo().map(to -> " to " + to).orElse("");
            case QUEUED -> "it waits for its turn in the queue" + why;
            case DOWNLOADING, SEEDING -> "";
            case FETCHING_METADATA -> throw new IllegalStateException("a torrent has its metadata");
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(new Branch(text + (since.sequence() < 0 ? "" : ", since "
                + Words.time(since.timeNs())), phaseShownBy(since), List.of()));
    }

    private String room() {
        Facts.Fact probe = story.facts().disk().probe(torrent);
        return probe.timeNs() < story.facts().phase(torrent).timeNs() ? "" : "; " + probe.text() + " when last asked, at "
                + Words.time(probe.timeNs());
    }

    private List<Long> phaseShownBy(Facts.Fact since) {
        DiskFacts disk = story.facts().disk();
        Stream<Facts.Fact> more = switch (torrent.phase()) {
            case CHECKING -> Stream.of(disk.doubt(torrent));
            case FAILED -> Stream.of(disk.refusal(torrent));
            case WAITING_FOR_SPACE -> Stream.of(disk.refusal(torrent), disk.probe(torrent));
            default -> Stream.empty();
        };
        return Stream.concat(Stream.of(since), more).map(Facts.Fact::sequence).filter(it -> it >= 0).sorted().toList();
    }

    private List<Verdict> slowDisk() {
        return story.verdicts().stream().filter(verdict -> verdict.code() == Code.OWN_DISK && verdict.torrentId() == torrent.torrentId()
                && story.nowNs() - verdict.timeNs() < RECENT_NS).toList();
    }

    /** That the disk does not keep up: nothing is asked for because of it, or it has not answered for long. */
    Optional<Branch> disk() {
        Optional<Branch> hanging = nothingAsked() || torrent.downBytesPerSec(story.nowNs()) == 0 ? hanging() : Optional.empty();
        boolean waits = nothingAsked() || torrent.disk().isSyncing();
        return hanging.isPresent() || !waits ? hanging : slow("our own disk: ");
    }

    private Optional<Branch> hanging() {
        return story.facts().disk().oldestPending(torrent).filter(oldest -> story.nowNs() - oldest.timeNs() > HANGING_NS)
                .map(oldest -> Branch.of("our own disk does not answer: " + oldest.text() + " began "
                        + Words.span(story.nowNs() - oldest.timeNs())
                        + " ago and is not done", oldest.sequence()));
    }

    private Optional<Branch> slow(String before) {
        List<Verdict> slow = slowDisk();
        return slow.isEmpty() ? Optional.empty()
                : Optional.of(new Branch(before + slow.get(slow.size() - 1).detail(), slow.get(slow.size() - 1).evidence(), List.of()));
    }

    /** How the disk stands, as a line of the rest. */
    Branch diskLine() {
        return hanging().or(() -> slow("our disk: ")).orElse(Branch.of("our disk: in time"));
    }

    private boolean nothingAsked() {
        return supply.unchoking.stream().allMatch(session -> session.requests().size() == 0) && webSeeds.underWay().isEmpty();
    }

    /** That as much comes as a limit of the user's lets through, or nothing is asked for until it lets more through. */
    Optional<Branch> limit() {
        if (limit.bytesPerSec() == TokenBucket.UNLIMITED) {
            return Optional.empty();
        }
        boolean usedUp = limit.availableBytes(story.nowNs()) < Math.min(PieceLayout.BLOCK_LENGTH_BYTES, limit.capacityBytes());
        // Under a low limit blocks are so far between that the rate swings by one of them.
        boolean reached = isNearly(limitedRate()) || usedUp && (nothingAsked() || isNearly(limitedRate() + BLOCK_SWING_BYTES_PER_SEC));
        return reached ? Optional.of(Branch.of("our own limit of " + Words.rate(limit.bytesPerSec()) + limited() + " is reached", setAt()))
                : Optional.empty();
    }

    private boolean isNearly(long bytesPerSec) {
        return bytesPerSec * 100 >= limit.bytesPerSec() * NEARLY_PERCENT;
    }

    private long setAt() {
        return story.facts().limits().limit(torrent).sequence();
    }

    private boolean isShared() {
        return story.facts().limits().isOfSession(torrent) && story.state().torrents().stream().filter(Torrent::isFetching).count() > 1;
    }

    private String limited() {
        return isShared() ? " for all torrents together" : story.facts().limits().isOfSession(torrent) ? "" : " for this torrent";
    }

    /** What comes of all that the limit is on. */
    private long limitedRate() {
        return isShared() ? story.state().torrents().stream().mapToLong(it -> it.downBytesPerSec(story.nowNs())).sum()
                : torrent.downBytesPerSec(story.nowNs());
    }

    /** How the limit stands, as a line of the rest. */
    Branch limitLine() {
        return limit.bytesPerSec() == TokenBucket.UNLIMITED ? Branch.of("our limit: none")
                : Branch.of("our limit: " + Words.rate(limit.bytesPerSec()) + limited() + ", and " + Words.rate(limitedRate()) + " arrive",
                        setAt());
    }

    /** Whether it is one of the phases in which blocks are fetched. */
    boolean isFetching() {
        return torrent.phase() == TorrentPhase.DOWNLOADING && !supply.missing.isEmpty();
    }
}
