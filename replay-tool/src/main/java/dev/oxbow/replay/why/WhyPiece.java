package dev.oxbow.replay.why;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.session.Unobtainable;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened to a piece: who was asked, who answered, who is to blame, and what it is waiting for. */
final class WhyPiece {
    private final Story story;
    private final Torrent torrent;
    private final int piece;
    private final PieceStory told;

    WhyPiece(Story story, Torrent torrent, int piece, PieceStory told) {
        this.story = story;
        this.torrent = torrent;
        this.piece = piece;
        this.told = told;
    }

    Answer answer() {
        List<Branch> tree = new ArrayList<>();
        Set<String> guilty = new LinkedHashSet<>();
        for (int i = 0; i < told.attempts.size(); i++) {
            tree.add(attempt(i));
        }
        List<Branch> proofs = proofs(guilty);
        tree.addAll(proofs);
        story.cleared().stream().filter(sentence -> sentence.contains(" of piece " + piece + " ")).forEach(sentence ->
                tree.add(Branch.of("cleared: " + sentence)));
        for (PieceStory.Ban ban : told.bans) {
            tree.add(Branch.of("ban: " + ban.command().endpoint() + " until " + Words.day(ban.command().untilNs()) + ", because "
                    + ban.command().detail(), ban.sequence()));
        }
        if (told.attempts.stream().anyMatch(attempt -> attempt.isOver() && !attempt.right)) {
            boolean ours = told.attempts.stream().anyMatch(attempt -> attempt.ownFault);
            tree.add(Branch.of(ours ? "own side: a block changed in our own memory between receipt and writing: test this machine's RAM"
                    : "own side: no block changed between receipt and writing: not our memory"));
        }
        told.attempts.stream().filter(attempt -> attempt.right).findFirst().ifPresent(good -> slowest(good, tree));
        if (!torrent.picker().verified().contains(piece)) {
            tree.add(Branch.of("now: " + waiting(story, torrent, piece)));
            tree.addAll(holders());
        }
        tree.add(Branch.of(story.where()));
        return new Answer(sentence(guilty), tree);
    }

    private String sentence(Set<String> guilty) {
        long failures = told.attempts.stream().filter(attempt -> attempt.isOver() && !attempt.right).count();
        String blame = guilty.isEmpty() ? failures > 0 ? "; nobody is proved guilty yet" : "" : "; wrong data came from "
                + String.join(" and ", guilty) + ", proved";
        String times = failures == 0 ? "" : failures == 1 ? "failed its hash once" : "failed its hash " + failures + " times";
        String name = "piece " + piece + " (" + Words.bytes(torrent.layout().pieceLengthBytes(piece)) + ", "
                + Words.count(torrent.layout().blockCount(piece), "block") + ")";
        if (torrent.picker().verified().contains(piece)) {
            Attempt last = told.attempts.isEmpty() ? new Attempt() : told.attempts.get(told.attempts.size() - 1);
            String how = !last.right ? told.verifiedElsewhere >= 0 ? " is verified: it was found on disk"
                    : " is verified, by an earlier part of the session"
                    : (failures == 0 ? " is verified: it came from " + last.contributors() : " " + times
                            + ", then was verified at attempt " + told.attempts.size())
                    + " at " + Words.time(last.endNs);
            return name + how + blame + ".";
        }
        return name + (failures == 0 ? "" : " " + times + " and") + " is not there: " + waiting(story, torrent, piece) + blame + ".";
    }

    private Branch attempt(int number) {
        Attempt attempt = told.attempts.get(number);
        String head = "attempt " + (number + 1) + "  ";
        if (attempt.blocks.isEmpty()) {
            return Branch.of(head + (attempt.right ? "right" : "wrong"), attempt.endSequence);
        }
        long first = attempt.blocks.get(0).timeNs();
        String span = Words.time(first) + " to " + (attempt.isOver() ? Words.time(attempt.endNs) : "now");
        String outcome = !attempt.isOver() ? "under way" : attempt.right ? "right" : "WRONG HASH";
        return Branch.of(head + span + "  " + outcome + "  " + attempt.contributors() + (attempt.peerCount() == 1 && attempt.isOver()
                && !attempt.right ? " (all from one)" : ""),
                attempt.blocks.get(0).sequence(), attempt.endSequence);
    }

    /** Block by block, each failed copy against the good one; without a good one, a failed copy from one peer alone. */
    private List<Branch> proofs(Set<String> guilty) {
        List<Branch> out = new ArrayList<>();
        Attempt good = told.attempts.stream().filter(attempt -> attempt.right).reduce((a, b) -> b).orElse(new Attempt());
        Map<Integer, Attempt.Block> right = good.byIndex();
        for (int i = 0; i < told.attempts.size(); i++) {
            Attempt attempt = told.attempts.get(i);
            if (!attempt.isOver() || attempt.right || attempt.ownFault) {
                continue;
            }
            if (attempt.peerCount() == 1 && attempt.byIndex().size() == torrent.layout().blockCount(piece)) {
                guilty.add(attempt.blocks.get(0).peer());
                out.add(Branch.of("proof: all of attempt " + (i + 1) + " came from " + attempt.blocks.get(0).peer(),
                        attempt.blocks.get(0).sequence(), attempt.endSequence));
            }
            for (Attempt.Block block : attempt.byIndex().values()) {
                Attempt.Block copy = right.get(block.blockIndex());
                if (copy != null && copy.crc() != block.crc()) {
                    guilty.add(block.peer());
                    out.add(Branch.of("proof: block " + block.blockIndex() + " of attempt " + (i + 1) + " from " + block.peer()
                            + " has crc32c "
                            + Integer.toHexString(block.crc()) + "; in the good copy, from " + copy.peer() + ", it has "
                                    + Integer.toHexString(copy.crc()),
                            block.sequence(), copy.sequence()));
                }
            }
        }
        return out;
    }

    private void slowest(Attempt good, List<Branch> tree) {
        Attempt.Block slowest = good.byIndex().values().stream().max((a, b) -> Long.compare(a.waitedNs(), b.waitedNs())).orElseThrow();
        if (slowest.waitedNs() >= Deadline.SECOND_NS) {
            tree.add(Branch.of("slowest: block " + slowest.blockIndex() + " came " + Words.span(slowest.waitedNs()) + " after "
                    + slowest.peer() + " was asked for it",
                    slowest.sequence()));
        }
    }

    private List<Branch> holders() {
        List<Branch> out = new ArrayList<>();
        for (PeerSession session : torrent.connections()) {
            if (session.isActive() && session.pieces().size() > piece && session.pieces().contains(piece)) {
                Facts.Fact choke = story.facts().talk(session.connectionId()).choke;
                out.add(Branch.of("it is at " + session.endpoint() + ", which " + (session.peerChoking() ? "chokes us"
                        : session.requests().isSnubbed()
                        ? "does not answer" : "unchokes us"), choke.sequence()));
            }
        }
        return out;
    }

    /** What a piece that is not there waits for, in a clause. */
    static String waiting(Story story, Torrent torrent, int piece) {
        if (!torrent.picker().wanted().contains(piece)) {
            return "it is only in files that are not wanted";
        }
        if (torrent.phase() != TorrentPhase.DOWNLOADING) {
            return "the torrent is " + torrent.phase().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                    + (torrent.phaseReason().isEmpty() ? "" : " (" + torrent.phaseReason() + ")");
        }
        for (String sentence : Unobtainable.sentences(torrent)) {
            if (sentence.startsWith("piece " + piece + " ")) {
                return sentence.substring(("piece " + piece + " ").length());
            }
        }
        if (torrent.picker().isBegun(piece)) {
            String begun = begun(story, torrent, torrent.picker().progress(piece));
            if (!begun.isEmpty()) {
                return begun;
            }
        }
        List<PeerSession> holders = torrent.connections().stream()
                .filter(session -> session.isActive() && session.pieces().size() > piece && session.pieces().contains(piece)).toList();
        if (holders.isEmpty()) {
            long active = torrent.connections().stream().filter(PeerSession::isActive).count();
            return active == 0 ? "nobody is connected" : "none of the " + Words.count(active, "connected peer") + " has it";
        }
        if (holders.stream().allMatch(PeerSession::peerChoking)) {
            return holders.size() == 1 ? "the only peer that has it, " + holders.get(0).endpoint() + ", chokes us" : "all "
                    + holders.size() + " peers that have it choke us";
        }
        if (torrent.blame().isSuspect(piece)) {
            return "its turn has not come: after a wrong copy it is asked of those who had no part in that, when they are free";
        }
        return "its turn has not come: " + (torrent.picker().isSequential() ? "pieces are fetched in order"
                : "begun and rarer pieces come first");
    }

    /** Empty when nobody is asked for what is missing of it. */
    private static String begun(Story story, Torrent torrent, PieceProgress progress) {
        if (progress.isVerifying() || progress.isWritten()) {
            return "all of it has come, and it is being hashed";
        }
        Set<String> asked = new LinkedHashSet<>();
        Bitfield open = new Bitfield(progress.blockCount());
        for (int block = 0; block < progress.blockCount(); block++) {
            if (progress.askedOf(block) != PieceProgress.NOBODY) {
                open.add(block);
                asked.add(story.peer(progress.askedOf(block)));
            }
        }
        if (progress.missingCount() == 0 && open.isEmpty()) {
            return "all of it has come, and the last of it is being written";
        }
        return open.isEmpty() ? "" : progress.writtenCount() + " of " + progress.blockCount() + " blocks are written, and "
                + String.join(" and ", asked)
                + (asked.size() == 1 ? " is" : " are") + " asked for " + open.count() + " more";
    }
}
