package dev.oxbow.replay.why;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a ban rests on, and whether it would stand without that. */
final class WhyBan implements Story.Collector {
    private static final Set<Code> ENOUGH = java.util.EnumSet.of(Code.BAD_HASH_SOLE, Code.BAD_HASH_PROVEN, Code.METADATA_POISON);

    /** A ban or its end. */
    private record Step(ConnectionCommand.BanPeer ban, long sequence, long timeNs, List<Integer> onlySourceOf) {
    }

    private final Endpoint wanted;
    private final List<Step> bans = new ArrayList<>();
    private final List<Long> unbans = new ArrayList<>();

    /** @param wanted with port 0 for everybody at the address */
    WhyBan(Endpoint wanted) {
        this.wanted = wanted;
    }

    private boolean isMeant(Endpoint endpoint, boolean wholeAddress) {
        return endpoint.address().equals(wanted.address()) && (wholeAddress || wanted.port() == 0 || wanted.port() == endpoint.port());
    }

    @Override
    public void take(JournalRecord record, SessionState before) {
        if (record.entry() instanceof ConnectionCommand.BanPeer it && isMeant(it.endpoint(), it.wholeAddress())) {
            bans.add(new Step(it, record.sequence(), record.timeNs(), onlySourceOf(before, it)));
        } else if (record.entry() instanceof ConnectionCommand.UnbanPeer it && isMeant(it.endpoint(), false)) {
            unbans.add(record.sequence());
        }
    }

    private static List<Integer> onlySourceOf(SessionState state, ConnectionCommand.BanPeer ban) {
        List<Integer> out = new ArrayList<>();
        Optional<Torrent> torrent = state.torrent(ban.torrentId());
        Optional<PeerSession> session = state.connections().stream().filter(it -> it.identity().equals(ban.endpoint()) && it.isActive())
                .findFirst();
        if (torrent.isPresent() && session.isPresent()) {
            Bitfield pieces = session.get().pieces();
            for (int piece = pieces.nextPresent(0); piece != Bitfield.NONE; piece = pieces.nextPresent(piece + 1)) {
                if (!torrent.get().picker().verified().contains(piece) && torrent.get().picker().availability(piece) <= 1) {
                    out.add(piece);
                }
            }
        }
        return out;
    }

    Answer answer(Story story) {
        String named = wanted.port() == 0 ? wanted.host() : wanted.toString();
        if (bans.isEmpty()) {
            boolean restored = !story.state().bans().at(wanted).isEmpty();
            return new Answer(restored ? named + " was banned by an earlier part of the session: " + story.state().bans().at(wanted)
                    .get(0).detail()
                    + "; the entries that prove it have been pruned." : named + " was never banned in this session.",
                            List.of(Branch.of(story.where())));
        }
        List<Branch> tree = new ArrayList<>();
        Step last = bans.get(bans.size() - 1);
        bans.forEach(step -> tree.add(ban(step)));
        tree.add(Branch.of(wouldStand(story, last)));
        others(story, last).forEach(tree::add);
        tree.add(Branch.of(last.onlySourceOf().isEmpty() ? "was it the only source of a missing piece? no: a ban waits until it is not"
                : "it was the only connected source of " + Words.count(last.onlySourceOf().size(), "missing piece") + ": "
                        + Words.runs(last.onlySourceOf())));
        unbans.forEach(sequence -> tree.add(Branch.of("the ban was undone", sequence)));
        boolean holds = story.state().bans().active(story.nowNs()).stream().anyMatch(ban -> isMeant(ban.endpoint(), ban.wholeAddress()));
        tree.add(Branch.of("to undo it while the session is not running: oxbow ban undo " + named));
        tree.add(Branch.of(story.where()));
        return new Answer(named + (holds ? " is banned until " + Words.day(last.ban().untilNs()) : " is not banned any more; it was")
                + ", because "
                + last.ban().detail() + ".", tree);
    }

    private static Branch ban(Step step) {
        ConnectionCommand.BanPeer it = step.ban();
        Bitfield bad = Bitfield.fromWire(it.badBlocks(), it.badBlocks().length() * 8);
        List<Integer> blocks = new ArrayList<>();
        for (int block = bad.nextPresent(0); block != Bitfield.NONE; block = bad.nextPresent(block + 1)) {
            blocks.add(block);
        }
        boolean sole = it.reason() == BanReason.SENT_WHOLE_BAD_PIECE;
        List<Branch> rests = new ArrayList<>();
        rests.add(Branch.of("piece " + it.pieceIndex() + ", block" + (blocks.size() == 1 ? " " : "s ") + Words.runs(blocks)
                + " from it" + (sole ? "" : ": wrong"), it.badSequence()));
        rests.add(it.goodSequence() >= 0 ? Branch.of("the same block of the copy that has the right hash", it.goodSequence())
                : Branch.of("no good copy was needed: all of the piece came from it"));
        return new Branch(Words.time(step.timeNs()) + " banned " + it.endpoint() + (it.wholeAddress() ? ", with all of its address"
                : "") + " by "
                + (sole ? Code.BAD_HASH_SOLE : Code.BAD_HASH_PROVEN) + " (certain)", List.of(step.sequence()), rests);
    }

    private List<Verdict> otherVerdicts(Story story, Step last) {
        return story.verdicts().stream().filter(verdict -> isSubject(verdict, last) && !verdict.detail().contains(" of piece "
                + last.ban().pieceIndex() + " ")).toList();
    }

    private static boolean isSubject(Verdict verdict, Step last) {
        return verdict.subject().equals(last.ban().endpoint().toString());
    }

    private String wouldStand(Story story, Step last) {
        Optional<Verdict> other = otherVerdicts(story, last).stream().filter(verdict -> ENOUGH.contains(verdict.code())).findFirst();
        return "would it be banned without piece " + last.ban().pieceIndex() + "? " + (other.isPresent() ? "yes, by " + other.get()
                .code() + ": " + other.get().detail()
                : "no: nothing else that is enough for a ban was found");
    }

    private List<Branch> others(Story story, Step last) {
        return otherVerdicts(story, last).stream().map(verdict -> new Branch("also: " + verdict, verdict.evidence(), List.of())).toList();
    }
}
