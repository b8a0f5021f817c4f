package dev.oxbow.replay.why;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.swarm.Candidate;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;

/** Where peers could come from, and what came of it. */
final class Sources {
    private static final int FAILURES_SHOWN = 5;
    private static final int COMPLAINTS_SHOWN = 3;

    private final Story story;
    private final Swarm torrent;

    Sources(Story story, Swarm torrent) {
        this.story = story;
        this.torrent = torrent;
    }

    /** Why nobody is connected, in a clause. */
    String nobody() {
        if (torrent.connections().stream().anyMatch(session -> !session.isClosing())) {
            return "no peer has answered yet; " + Words.count(torrent.connections().size(), "connection") + " being made";
        }
        long banned = torrent.candidates().all().stream().filter(candidate -> story.state().bans().of(candidate.endpoint(),
                story.nowNs()).isPresent()).count();
        int known = torrent.candidates().size();
        if (known > 0) {
            return "no peer is connected: " + (known == 1 ? "the only known address does not answer" + lastFailure(": ") : "of " + known
                    + " known addresses none answers" + lastFailure("; the last dialled was ")) + (banned > 0 ? ", and " + banned + " of them banned" : "");
        }
        List<Tracker> trackers = torrent.announces().trackers();
        if (trackers.isEmpty()) {
            return "no peer is known: the torrent names no tracker" + (story.state().dht().isRunning()
                    ? ", and the DHT has found nobody" : ", and there is no DHT");
        }
        if (trackers.stream().noneMatch(Tracker::hasAnswered)) {
            boolean asked = trackers.stream().anyMatch(tracker -> !tracker.message().isEmpty());
            return asked ? "no tracker answers: " + complaints(trackers) : "no tracker has answered yet";
        }
        return trackers.size() == 1 ? "no peer is known: the tracker answers, and names nobody"
                : "no peer is known: no tracker that answers names anybody";
    }

    private static String complaints(List<Tracker> trackers) {
        List<Tracker> failed = trackers.stream().filter(tracker -> !tracker.message().isEmpty()).toList();
        return String.join("; ", failed.stream().limit(COMPLAINTS_SHOWN).map(tracker -> tracker.url() + ": " + tracker.message()).toList())
                + (failed.size() > COMPLAINTS_SHOWN ? "; and " + (failed.size() - COMPLAINTS_SHOWN) + " more" : "");
    }

    /** What came of the last dialling, with whom. */
    private String lastFailure(String before) {
        List<Branch> failures = failures();
        return failures.isEmpty() ? "" : before + failures.get(failures.size() - 1).text();
    }

    List<Branch> branches() {
        List<Branch> out = new ArrayList<>();
        for (Tracker tracker : torrent.announces().trackers()) {
            out.add(Branch.of("tracker " + tracker.url() + ": " + said(tracker), story.facts().tracker(torrent, tracker.index())
                    .sequence()));
        }
        if (torrent.announces().trackers().isEmpty()) {
            out.add(Branch.of("trackers: the torrent names none"));
        }
        out.add(Branch.of("DHT: " + (story.state().dht().isRunning() ? Words.count(story.state().dht().nodeCount(), "node") + " known"
                : torrent.isPrivate() ? "not for a private torrent" : "off")));
        out.addAll(dialled());
        long next = torrent.candidates().nextTryNs();
        out.add(Branch.of("known addresses: " + torrent.candidates().size() + (next == Deadline.NONE ? ""
                : next <= story.nowNs() ? ", the next is dialled now" : ", the next is dialled in " + Words.span(next - story.nowNs()))));
        return out;
    }

    private static String said(Tracker tracker) {
        if (tracker.isUnderWay()) {
            return "asked, no answer yet" + (tracker.message().isEmpty() ? "" : "; before: " + tracker.message());
        }
        if (tracker.isFailed() || !tracker.hasAnswered()) {
            return tracker.message().isEmpty() ? "not asked yet" : tracker.message() + (tracker.isDead() ? " (never asked again)" : "");
        }
        String counts = tracker.seedCount() < 0 ? "" : ", claims " + Words.count(tracker.seedCount(), "seed") + " and "
                + Words.count(Math.max(0, tracker.leecherCount()), "leecher");
        return "answered at " + Words.time(tracker.lastAnswerNs()) + ", named " + Words.count(tracker.peerCount(), "peer") + counts
                + (tracker.message().isEmpty() ? "" : "; warns: " + tracker.message());
    }

    private List<Branch> failures() {
        List<Branch> failures = new ArrayList<>();
        for (Candidate candidate : torrent.candidates().all()) {
            Facts.Fact failure = story.facts().dialFailures().get(candidate.endpoint());
            if (failure != null && !candidate.isConnected()) {
                failures.add(Branch.of(candidate.endpoint() + ": " + failure.text() + " (" + Words.count(candidate.failures(), "time")
                        + ")", failure.sequence()));
            }
        }
        return failures;
    }

    private List<Branch> dialled() {
        List<Branch> failures = failures();
        if (failures.isEmpty()) {
            return List.of();
        }
        List<Branch> shown = failures.subList(Math.max(0, failures.size() - FAILURES_SHOWN), failures.size());
        return List.of(Branch.of("dialled in vain: " + failures.size(), shown));
    }
}
