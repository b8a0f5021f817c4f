package dev.oxbow.core.rule;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rule 37: trackers that answer with nonsense, or with peers that are not there. That one names ourselves is usual, and no lie. */
final class TrackerLieRule {
    private static final int TRACKERS_MAX = 200;
    private static final int PEERS_MAX = 2000;
    private static final int PEERS = 50;
    private static final int ANSWERS = 3;
    private static final int PERCENT = 95;

    private record Who(int torrentId, int trackerIndex) {
    }

    /** One tracker of one torrent. */
    private static final class Conduct {
        private final Set<Endpoint> named = new LinkedHashSet<>();
        /** Of those: who was there at any time, and who was dialled in vain only, however often. */
        private final Set<Endpoint> reached = new LinkedHashSet<>();
        private final Set<Endpoint> failed = new LinkedHashSet<>();
        private final List<Long> answers = new ArrayList<>();
        private boolean told;
    }

    private final Watch watch;
    private final Recent<Who, Conduct> conducts = new Recent<>(TRACKERS_MAX);
    /** Whether anybody at all was reached: if not, the network is ours. */
    private boolean reached;

    TrackerLieRule(Watch watch) {
        this.watch = watch;
        watch.on(TrackerEvent.AnnounceSucceeded.class, this::succeeded);
        watch.on(TrackerEvent.AnnounceFailed.class, event -> {
            if (event.reason().contains("not bencoded") || event.reason().contains("longer than 1 MiB")) {
                charge(event.torrentId(), event.trackerIndex(), Certainty.PROOF, event.reason(), List.of(watch.sequence()));
            }
        });
        watch.on(ConnectionEvent.ConnectionOpened.class, event -> watch.line(event.connectionId()).ifPresent(line -> dialled(line, false)));
        watch.on(ConnectionEvent.ConnectFailed.class, event -> watch.line(event.connectionId()).ifPresent(line -> dialled(line, true)));
    }

    private void succeeded(TrackerEvent.AnnounceSucceeded event) {
        if (event.intervalSeconds() < -1 || event.intervalSeconds() == 0) {
            charge(event.torrentId(), event.trackerIndex(), Certainty.PROOF, "an interval of " + event.intervalSeconds() + " s",
                    List.of(watch.sequence()));
        }
        if (event.peers().stream().anyMatch(peer -> peer.port() == 0)) {
            charge(event.torrentId(), event.trackerIndex(), Certainty.PROOF, "a peer at port 0", List.of(watch.sequence()));
        }
        if (event.seedCount() <= 0 || event.peers().isEmpty()) {
            return;
        }
        Conduct conduct = conducts.of(new Who(event.torrentId(), event.trackerIndex()), Conduct::new);
        if (conduct.answers.size() < ANSWERS) {
            conduct.answers.add(watch.sequence());
        }
        for (Endpoint peer : event.peers()) {
            if (conduct.named.size() < PEERS_MAX) {
                conduct.named.add(peer);
            }
        }
    }

    private void dialled(Line line, boolean failed) {
        reached |= !failed;
        watch.state().swarm(line.torrentId()).ifPresent(torrent -> {
            for (int tracker = 0; tracker < torrent.announces().trackers().size(); tracker++) {
                int index = tracker;
                conducts.find(new Who(line.torrentId(), tracker)).filter(conduct -> conduct.named.contains(line.endpoint()))
                        .ifPresent(conduct -> tried(line, index, conduct, failed));
            }
        });
    }

    private void tried(Line line, int trackerIndex, Conduct conduct, boolean failed) {
        if (!failed) {
            conduct.failed.remove(line.endpoint());
            conduct.reached.add(line.endpoint());
        } else if (!conduct.reached.contains(line.endpoint())) {
            conduct.failed.add(line.endpoint());
        }
        int dialled = conduct.reached.size() + conduct.failed.size();
        if (!conduct.told && reached && dialled >= PEERS && conduct.answers.size() >= ANSWERS
                && conduct.failed.size() * 100 >= PERCENT * dialled) {
            conduct.told = true;
            charge(line.torrentId(), trackerIndex, Certainty.STATISTICAL, "it claims seeds, and of " + dialled + " of its peers "
                    + conduct.failed.size() + " could not be reached", conduct.answers);
        }
    }

    private void charge(int torrentId, int trackerIndex, Certainty certainty, String detail, List<Long> evidence) {
        Optional<String> url = watch.state().swarm(torrentId).filter(torrent -> trackerIndex < torrent.announces().trackers().size())
                .map(torrent -> torrent.announces().trackers().get(trackerIndex).url());
        Severity severity = certainty == Certainty.PROOF ? Severity.LOW : Severity.MEDIUM;
        watch.charge(Code.TRACKER_LIE, severity, certainty, url.orElse("a tracker"), torrentId, detail, evidence);
    }
}
