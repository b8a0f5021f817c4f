package dev.oxbow.replay.why;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.swarm.Ban;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Closing;
import dev.oxbow.replay.Waste;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a peer did and what was done about it: why it was dropped, is not unchoked, or is not there. */
final class WhyPeer implements Story.Collector {
    private static final int CONNECTIONS_SHOWN = 10;

    /** One connection. */
    private static final class Life {
        private final Endpoint endpoint;
        private final boolean dialled;
        private final long sequence;
        private final long timeNs;
        private String client = "";
        private String closed = "";
        private long closedSequence = -1;
        private long closedNs;
        private long bytesDown;
        private long bytesUp;
        private long bytesWasted;
        private long bytesInVain;

        Life(Endpoint endpoint, boolean dialled, JournalRecord record) {
            this.endpoint = endpoint;
            this.dialled = dialled;
            this.sequence = record.sequence();
            this.timeNs = record.timeNs();
        }
    }

    private final Endpoint wanted;
    private final Map<Long, Life> lives = new LinkedHashMap<>();

    /** @param wanted with port 0 for everybody at the address */
    WhyPeer(Endpoint wanted) {
        this.wanted = wanted;
    }

    private boolean isMeant(Endpoint endpoint) {
        return endpoint.address().equals(wanted.address()) && (wanted.port() == 0 || wanted.port() == endpoint.port());
    }

    @Override
    public void take(JournalRecord record, SessionState before) {
        Entry entry = record.entry();
        if (entry instanceof ConnectionEvent.ConnectionAccepted it && it.endpoint().address().equals(wanted.address())) {
            lives.put(it.connectionId(), new Life(it.endpoint(), false, record));
        } else if (entry instanceof ConnectionCommand.Connect it && isMeant(it.endpoint())) {
            lives.put(it.connectionId(), new Life(it.endpoint(), true, record));
        } else if (entry instanceof ConnectionCommand.CloseConnection it) {
            life(it.connectionId()).ifPresent(life -> life.closed = Closing.sentence(it));
        } else if (entry instanceof StorageEvent.PieceHashMismatched it) {
            Waste.of(it, before, (session, bytes) -> life(session.connectionId()).ifPresent(life -> life.bytesInVain += bytes));
        } else if (entry instanceof ConnectionEvent.ConnectFailed it) {
            life(it.connectionId()).ifPresent(life -> ended(life, record, "not reached: " + it.reason()));
        } else if (entry instanceof ConnectionEvent.ConnectionClosed it) {
            life(it.connectionId()).ifPresent(life -> {
                before.connection(it.connectionId()).ifPresent(session -> measure(life, session));
                boolean known = before.connection(it.connectionId()).filter(session -> isMeant(session.endpoint())
                        || isMeant(session.identity())).isPresent();
                if (!known) {
                    lives.remove(it.connectionId()); // another client at the same address
                } else {
                    ended(life, record, life.closed.isEmpty() ? it.reason() : life.closed);
                }
            });
        }
    }

    private Optional<Life> life(long connectionId) {
        return Optional.ofNullable(lives.get(connectionId));
    }

    private static void ended(Life life, JournalRecord record, String why) {
        life.closed = why;
        life.closedSequence = record.sequence();
        life.closedNs = record.timeNs();
    }

    private static void measure(Life life, PeerSession session) {
        life.client = session.client();
        life.bytesDown = session.bytesDown();
        life.bytesUp = session.bytesUp();
        life.bytesWasted = session.bytesWasted();
    }

    Answer answer(Story story) {
        List<PeerSession> open = story.state().connections().stream().filter(session -> isMeant(session.endpoint())
                || isMeant(session.identity())).toList();
        lives.keySet().removeIf(id -> lives.get(id).closedSequence < 0 && open.stream().noneMatch(session -> session.connectionId() == id));
        open.forEach(session -> life(session.connectionId()).ifPresent(life -> measure(life, session)));
        List<Verdict> verdicts = story.verdicts().stream().filter(this::isAbout).toList();
        List<Ban> bans = story.state().bans().active(story.nowNs()).stream().filter(ban -> isMeant(ban.endpoint()) || ban.covers(wanted,
                story.nowNs())).toList();
        if (lives.isEmpty() && bans.isEmpty() && verdicts.isEmpty()) {
            return new Answer(named() + " never had to do with this session, as far as its journal tells.",
                    List.of(Branch.of(story.where())));
        }
        List<Branch> tree = new ArrayList<>();
        bans.forEach(ban -> tree.add(Branch.of("banned until " + Words.day(ban.untilNs()) + ": " + ban.detail(), ban.badSequence(),
                ban.goodSequence())));
        open.forEach(session -> tree.add(now(story, session)));
        tree.add(connections());
        List<Branch> found = verdicts.stream().map(verdict -> new Branch(verdict.toString(), verdict.evidence(), List.of())).toList();
        tree.add(Branch.of("verdicts: " + (found.isEmpty() ? "none" : found.size()), found));
        story.cleared().stream().filter(sentence -> sentence.startsWith(named())).forEach(sentence -> tree.add(Branch.of(sentence)));
        tree.add(Branch.of(story.where()));
        return new Answer(sentence(open, bans), tree);
    }

    private String named() {
        return wanted.port() == 0 ? wanted.host() : wanted.toString();
    }

    /** With its client's name, where it said one. */
    private String called() {
        return named() + lives.values().stream().map(life -> life.client).filter(client -> !client.isEmpty()).reduce((a, b) -> b)
                .map(client -> " (" + client + ")").orElse("");
    }

    private boolean isAbout(Verdict verdict) {
        return verdict.subject().equals(wanted.toString()) || lives.containsKey(verdict.connectionId()) && verdict.breach().isEmpty()
                || wanted.port() == 0 && verdict.subject().startsWith(wanted.isIpv6() ? "[" + wanted.host() + "]:" : wanted.host() + ":");
    }

    private String sentence(List<PeerSession> open, List<Ban> bans) {
        if (!bans.isEmpty()) {
            return called() + " is banned until " + Words.day(bans.get(0).untilNs()) + ": " + bans.get(0).detail() + ".";
        }
        if (!open.isEmpty()) {
            PeerSession session = open.get(open.size() - 1);
            return called() + " is connected and " + (session.peerChoking() ? "chokes us" : "unchokes us") + "; we "
                    + (session.amChoking() ? "choke it" : "unchoke it")
                    + (session.peerInterested() ? "" : ", and it wants nothing of us") + ".";
        }
        List<Life> all = new ArrayList<>(lives.values());
        return all.isEmpty() ? called() + " is not connected." : called() + " is not connected; its last connection ended at "
                + Words.time(all.get(all.size() - 1).closedNs)
                + ": " + all.get(all.size() - 1).closed + ".";
    }

    private static Branch now(Story story, PeerSession session) {
        Facts.Talk talk = story.facts().talk(session.connectionId());
        String theirs = session.peerChoking() ? "it chokes us" : "it unchokes us";
        String ours = session.amChoking() ? "we choke it" + (talk.ourChoke.sequence() < 0 ? ": it has never been its turn" : ": "
                + talk.ourChoke.text())
                : "we unchoke it: " + talk.ourChoke.text();
        return Branch.of("now", List.of(Branch.of(theirs + (talk.choke.sequence() < 0 ? ", from the start" : " since "
                + Words.time(talk.choke.timeNs())), talk.choke.sequence()),
                Branch.of(ours + (session.peerInterested() ? "" : " (it wants nothing of us)"), talk.ourChoke.sequence()),
                Branch.of((session.pieces().size() == 0 ? "it has not said which pieces it has" : "it has " + session.pieces().count()
                        + " of "
                        + session.pieces().size() + " pieces, " + session.missingHere() + " of which we lack") + "; "
                        + Words.count(session.requests().size(), "block") + (session.requests().size() == 1 ? " is" : " are")
                                + " asked of it" + (session.requests().isSnubbed()
                                ? ", and it does not answer" : ""), talk.request.sequence())));
    }

    private Branch connections() {
        List<Branch> each = new ArrayList<>();
        for (Life life : lives.values()) {
            String traffic = life.bytesDown + life.bytesUp == 0 ? "" : ", " + Words.bytes(life.bytesDown) + " from it"
                    + (life.bytesWasted + life.bytesInVain > 0 ? " (" + Words.bytes(life.bytesWasted + life.bytesInVain) + " wasted)" : "") + ", "
                            + Words.bytes(life.bytesUp) + " to it";
            each.add(Branch.of((life.dialled ? "dialled " : "accepted ") + Words.time(life.timeNs) + " " + life.endpoint
                    + (life.client.isEmpty() ? "" : " (" + life.client + ")")
                    + traffic + (life.closedSequence < 0 ? ", still open" : "; " + life.closed), life.sequence, life.closedSequence));
        }
        int from = Math.max(0, each.size() - CONNECTIONS_SHOWN);
        return Branch.of("connections: " + each.size() + (from > 0 ? ", the last " + CONNECTIONS_SHOWN + " of them" : ""),
                each.subList(from, each.size()));
    }
}
