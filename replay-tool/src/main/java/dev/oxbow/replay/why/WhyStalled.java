package dev.oxbow.replay.why;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.session.Unobtainable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a torrent does not get on, or not fast: of all that could hold it up, what does, first; then how the rest stands. */
final class WhyStalled {
    private static final int PEERS_SHOWN = 12;
    private static final int PIECES_SHOWN = 4;

    private final Story story;
    private final Torrent torrent;
    private final Supply supply;
    private final WebSupply webSeeds;
    private final OurSide ours;
    private final long downBytesPerSec;

    WhyStalled(Story story, Torrent torrent) {
        this.story = story;
        this.torrent = torrent;
        this.supply = new Supply(torrent);
        this.webSeeds = new WebSupply(story, torrent, supply);
        this.ours = new OurSide(story, torrent, supply, webSeeds);
        this.downBytesPerSec = torrent.downBytesPerSec(story.nowNs());
    }

    /** @param slow whether the question is why it is slow, rather than why nothing comes at all */
    Answer answer(boolean slow) {
        Branch binding = ours.phase().or(this::nothingMissing).or(this::hopeless).or(this::noPeers).or(this::noSource).or(this::allChoke)
                .or(ours::disk).or(ours::limit).or(this::snubbed).or(this::fetchedAgain).or(this::silentWebSeeds)
                .orElseGet(() -> slow ? slowest() : atWork());
        List<Branch> tree = new ArrayList<>(binding.branches());
        if (ours.isFetching()) {
            tree.add(Branch.of("missing: " + missing()));
            tree.add(peers());
            tree.add(ours.limitLine());
            tree.add(ours.diskLine());
            if (!torrent.webSeeds().isEmpty()) {
                tree.add(webSeeds.line());
            }
            if (supply.active.isEmpty() || !supply.nowhere.isEmpty()) {
                tree.add(Branch.of("where peers come from", new Sources(story, torrent).branches()));
            }
        }
        tree.add(Branch.of(story.where()));
        return new Answer(torrent.spec().name() + ": " + binding.text() + ".", binding.evidence(), tree);
    }

    private Optional<Branch> nothingMissing() {
        boolean seeding = torrent.phase() == TorrentPhase.SEEDING;
        if (supply.missing.isEmpty()) {
            return Optional.of(Branch.of("nothing is missing: all that is wanted is there", story.facts().phase(torrent).sequence()));
        }
        return seeding ? Optional.of(Branch.of("it only seeds, as the user wished", story.facts().phase(torrent).sequence()))
                : Optional.empty();
    }

    private Optional<Branch> hopeless() {
        List<String> sentences = Unobtainable.sentences(torrent);
        if (sentences.isEmpty() || sentences.size() < supply.missing.size()) {
            return Optional.empty();
        }
        return Optional.of(new Branch(sentences.size() == 1 ? sentences.get(0) : "all " + sentences.size()
                + " missing pieces are wrong at every peer that has them (" + Words.runs(supply.missing) + ")",
                supply.missing.stream().map(piece -> story.facts().mismatch(torrent, piece).sequence()).filter(it -> it >= 0).toList(),
                sentences.size() == 1 ? List.of() : sentences.stream().limit(PIECES_SHOWN).map(Branch::of).toList()));
    }

    private Optional<Branch> noPeers() {
        Sources sources = new Sources(story, torrent);
        return supply.active.isEmpty() && webSeeds.usable().isEmpty() ? Optional.of(new Branch(sources.nobody() + webSeeds.nothing(),
                webSeeds.nothingShownBy(), List.of())) : Optional.empty();
    }

    private Optional<Branch> noSource() {
        if (!supply.holders.isEmpty() || !webSeeds.usable().isEmpty()) {
            return Optional.empty();
        }
        int active = supply.active.size();
        return Optional.of(new Branch((active == 1 ? "the only connected peer has none" : "none of the " + active
                + " connected peers has any") + (supply.missing.size() == 1 ? " of what is missing, piece " + supply.missing.get(0)
                : " of the " + supply.missing.size() + " missing pieces (" + Words.runs(supply.missing) + ")") + webSeeds.nothing(),
                supply.active.stream().map(session -> story.facts().talk(session.connectionId()).pieces.sequence()).filter(it -> it >= 0)
                        .toList(), List.of()));
    }

    private Optional<Branch> allChoke() {
        if (!supply.unchoking.isEmpty() || !webSeeds.usable().isEmpty()) {
            return Optional.empty();
        }
        List<Branch> each = new ArrayList<>();
        for (PeerSession session : supply.choking) {
            Facts.Talk talk = story.facts().talk(session.connectionId());
            each.add(Branch.of(session.endpoint() + (talk.choke.sequence() < 0 ? " has never unchoked us" : " chokes us since "
                    + Words.time(talk.choke.timeNs())), talk.pieces.sequence(), talk.choke.sequence()));
        }
        String who = supply.choking.size() == 1 ? "the only peer that has what is missing chokes us"
                : (supply.choking.size() == 2 ? "both" : "all " + supply.choking.size()) + " peers that have what is missing choke us";
        return Optional.of(new Branch(who + webSeeds.nothing(), webSeeds.nothingShownBy(), each.subList(0, Math.min(PEERS_SHOWN,
                each.size()))));
    }

    private Optional<Branch> snubbed() {
        List<Branch> silent = new ArrayList<>();
        for (PeerSession session : supply.unchoking) {
            Facts.Talk talk = story.facts().talk(session.connectionId());
            long sinceNs = Math.max(talk.block.timeNs(), talk.choke.timeNs());
            boolean late = session.requests().size() > 0 && session.requests().lateNs() <= story.nowNs();
            if (session.requests().isSnubbed() || late) {
                silent.add(Branch.of(session.endpoint() + " has sent nothing for " + Words.span(story.nowNs() - sinceNs)
                        + ", and is asked for "
                        + Words.count(session.requests().size(), "block"), talk.request.sequence(), talk.block.sequence()));
            }
        }
        if (silent.isEmpty() || silent.size() < supply.unchoking.size()) {
            return Optional.empty();
        }
        String who = silent.size() == 1 ? "the only peer that unchokes us does not answer" : (silent.size() == 2 ? "neither of the 2"
                : "none of the " + silent.size()) + " peers that unchoke us answers";
        return Optional.of(new Branch(who, List.of(), silent));
    }

    /** All that is missing failed its hash before: whoever had a part in that is kept out of the next copy, so that it can be compared. */
    private Optional<Branch> fetchedAgain() {
        List<PeerSession> others = supply.unchoking.stream().filter(session -> supply.missing.stream()
                .anyMatch(piece -> session.pieces().contains(piece) && !torrent.blame().hadPart(piece, session.identity()))).toList();
        boolean allFailed = supply.missing.stream().allMatch(torrent.blame()::isSuspect);
        if (!allFailed || others.isEmpty() || others.size() == supply.unchoking.size()) {
            return Optional.empty();
        }
        String what = supply.missing.size() == 1 ? "the one missing piece" : "each missing piece";
        return Optional.of(new Branch(what + " failed its hash before; " + Words.count(supply.unchoking.size() - others.size(), "peer")
                + " that had a part in it " + (supply.unchoking.size() - others.size() == 1 ? "is" : "are") + " not asked again while "
                + (others.size() == 1 ? "another is there, which sends " : others.size() + " others are there, which send ")
                + Words.rate(others.stream().mapToLong(session -> session.downBytesPerSec(story.nowNs())).sum()), List.of(), List.of()));
    }

    /** Nobody but web seeds could send, and they do not. */
    private Optional<Branch> silentWebSeeds() {
        return supply.unchoking.isEmpty() ? webSeeds.silent() : Optional.empty();
    }

    private Branch atWork() {
        int fetchedFrom = webSeeds.underWay().size();
        String from = supply.unchoking.isEmpty() && fetchedFrom > 0 ? "" : Words.count(supply.unchoking.size(), "peer");
        from += (from.isEmpty() || fetchedFrom == 0 ? "" : " and ") + (fetchedFrom == 0 ? "" : Words.count(fetchedFrom, "web seed"));
        List<Long> shownBy = newestBlocks();
        return new Branch(downBytesPerSec > 0 ? "it is not stalled: " + Words.rate(downBytesPerSec) + " from " + from
                : from + " could send, and nothing has arrived in the last seconds", shownBy, List.of());
    }

    /** The newest block of each who sends. */
    private List<Long> newestBlocks() {
        return Stream.concat(supply.unchoking.stream().map(session -> story.facts().talk(session.connectionId()).block.sequence()),
                webSeeds.usable().isEmpty() ? Stream.empty() : webSeeds.senders().evidence().stream()).filter(it -> it >= 0).distinct().sorted().toList();
    }

    /** Nothing of ours holds it up and something comes: how much each could send is the limit. */
    private Branch slowest() {
        String rate = Words.rate(downBytesPerSec);
        String who = supply.unchoking.isEmpty() ? webSeeds.senders().text() + " and no peer " + (webSeeds.usable().size() == 1 ? "sends "
                : "send ") + rate
                : supply.holders.size() == 1 ? "the only peer that has what is missing sends " + rate
                : (supply.unchoking.size() < supply.holders.size() ? supply.unchoking.size() + " of the " + supply.holders.size()
                        : supply.holders.size() == 2 ? "both" : "all " + supply.holders.size())
                        + " peers that have what is missing unchoke us, and send " + rate + " together";
        return new Branch("nothing on our side holds it up: " + who
                + (supply.snubbing.isEmpty() ? "" : "; " + supply.snubbing.size() + " of them do not answer"), newestBlocks(), List.of());
    }

    private String missing() {
        if (supply.active.isEmpty()) {
            return Words.count(supply.missing.size(), "piece") + " (" + Words.runs(supply.missing) + ")";
        }
        return supply.missing.isEmpty() ? "nothing" : Words.count(supply.missing.size(), "piece") + " (" + Words.runs(supply.missing)
                + "), "
                + (supply.nowhere.isEmpty() ? "each at some connected peer" : supply.nowhere.size() + " of them at no connected peer ("
                        + Words.runs(supply.nowhere) + ")");
    }

    private Branch peers() {
        List<Branch> each = new ArrayList<>();
        for (PeerSession session : supply.active) {
            Facts.Talk talk = story.facts().talk(session.connectionId());
            each.add(Branch.of(session.endpoint() + " " + (session.client().isEmpty() ? "" : "(" + session.client() + ") ")
                    + describe(session), talk.choke.sequence(),
                    talk.block.sequence()));
        }
        if (supply.active.isEmpty()) {
            return Branch.of("peers: none connected");
        }
        String head = "peers: " + supply.active.size() + " connected, " + supply.holders.size() + " with what is missing, "
                + supply.unchoking.size() + " of those unchoking us" + (supply.snubbing.isEmpty() ? "" : ", " + supply.snubbing.size()
                + " of those without an answer");
        return Branch.of(head, each.subList(0, Math.min(PEERS_SHOWN, each.size())));
    }

    private String describe(PeerSession session) {
        return session.pieces().count() + " of " + torrent.layout().pieceCount() + " pieces, " + (session.missingHere() == 0
                ? "nothing that we lack, " : "")
                + (session.peerChoking() ? "chokes us" : "unchokes us") + ", " + Words.count(session.requests().size(), "block")
                        + " asked, "
                + Words.rate(session.downBytesPerSec(story.nowNs())) + (session.requests().isSnubbed() ? ", does not answer" : "");
    }
}
