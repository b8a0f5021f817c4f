package dev.oxbow.replay.why;

import dev.oxbow.core.metadata.MetadataSource;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.MagnetTorrent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Why a torrent of which only a magnet link is known does not get on: its metadata has not come. */
final class WhyMagnet {
    private static final int PEERS_SHOWN = 12;

    private final Story story;
    private final MagnetTorrent magnet;
    private final List<PeerSession> connected;
    private final List<MetadataSource> sources;

    WhyMagnet(Story story, MagnetTorrent magnet) {
        this.story = story;
        this.magnet = magnet;
        this.connected = magnet.connections().stream().filter(PeerSession::isAwaitingMetadata).toList();
        this.sources = List.copyOf(magnet.fetch().sources());
    }

    Answer answer() {
        Branch why = why();
        String received = "metadata: " + Words.bytes(magnet.fetch().bytesReceived()) + " received" + (magnet.fetch().lengthBytes() > 0
                ? " of " + Words.bytes(magnet.fetch().lengthBytes()) : "");
        List<Branch> tree = Stream.of(Branch.of(received, magnet.fetch().arrived().values().stream().map(it -> it.sequence()).toArray(Long[]::new)),
                Branch.of("peers: " + (connected.isEmpty() ? "none" : connected.size()) + " connected",
                        connected.stream().limit(PEERS_SHOWN)
                        .map(this::peer).toList()),
                Branch.of("where peers come from", new Sources(story, magnet).branches()), Branch.of(story.where())).toList();
        return new Answer(Story.name(magnet) + ": only its magnet link is known, and its metadata has not come: " + why.text() + ".",
                why.evidence(), tree);
    }

    private Branch why() {
        MetadataFacts facts = story.facts().metadata();
        if (!magnet.isRunning()) {
            return Branch.of("it is " + magnet.phase().name().toLowerCase(Locale.ROOT).replace('_', ' ') + (magnet.phaseReason().isEmpty()
                    ? ""
                    : " (" + magnet.phaseReason() + ")"), story.facts().phase(magnet).sequence());
        }
        if (connected.isEmpty()) {
            return Branch.of(new Sources(story, magnet).nobody(), facts.link(magnet).sequence());
        }
        if (magnet.fetch().isAssembling()) {
            return Branch.of("all of it is there, and is being hashed", magnet.fetch().arrived().values().stream().map(it -> it.sequence())
                    .toArray(Long[]::new));
        }
        if (sources.isEmpty()) {
            return new Branch(connected.size() == 1 ? "the only connected peer does not have it" : "none of the " + connected.size()
                    + " connected peers has it", introductions(), List.of());
        }
        return ofSources(facts);
    }

    private List<Long> introductions() {
        return connected.stream().map(session -> Math.max(story.facts().metadata().talk(session.connectionId()).introduction.sequence(),
                story.facts().talk(session.connectionId()).pieces.sequence())).filter(it -> it >= 0).sorted().toList();
    }

    private Branch ofSources(MetadataFacts facts) {
        boolean nobodyUsable = sources.stream().noneMatch(magnet.fetch()::isUsable);
        boolean lied = facts.mismatch(magnet).sequence() >= 0;
        String who = sources.size() == 1 ? "the only peer that says it has it " : "of " + sources.size()
                + " peers that say they have it none ";
        if (nobodyUsable && sources.stream().allMatch(magnet.fetch()::isLiar)) {
            return Branch.of(who + (sources.size() == 1 ? "sent something else, which has not the link's hash"
                    : "sent what has the link's hash"),
                    facts.mismatch(magnet).sequence());
        }
        if (nobodyUsable) {
            boolean refused = sources.stream().allMatch(source -> facts.talk(source.connectionId()).answer.text().equals("refused"));
            return new Branch(who + (sources.size() == 1 ? refused ? "refuses to send it" : "does not answer" : refused ? "sends it"
                    : "answers"),
                    asked(facts), List.of());
        }
        return new Branch("it is being fetched from " + Words.count(sources.size(), "peer") + (lied
                ? ", once more: what came before has not the link's hash" : ""),
                asked(facts), List.of());
    }

    private List<Long> asked(MetadataFacts facts) {
        return sources.stream().map(source -> facts.talk(source.connectionId())).flatMap(talk -> Stream.of(talk.asked.sequence(),
                talk.answer.sequence()))
                .filter(it -> it >= 0).distinct().sorted().toList();
    }

    private Branch peer(PeerSession session) {
        MetadataFacts.Talk talk = story.facts().metadata().talk(session.connectionId());
        String says = sources.stream().filter(source -> source.connectionId() == session.connectionId()).findFirst().map(this::says)
                .orElse("does not have the metadata, or does not say so");
        return Branch.of(session.endpoint() + " " + (session.client().isEmpty() ? "" : "(" + session.client() + ") ") + says,
                talk.introduction.sequence(),
                talk.asked.sequence(), talk.answer.sequence());
    }

    private String says(MetadataSource source) {
        return "says it has metadata of " + Words.bytes(source.lengthBytes()) + ", and is asked for " + Words.count(source.asked().size(),
                "piece")
                + " of it" + (magnet.fetch().isLiar(source) ? "; it has lied" : source.isResting()
                        ? "; it did not send what it was asked for" : "");
    }
}
