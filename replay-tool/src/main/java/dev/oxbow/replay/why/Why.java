package dev.oxbow.replay.why;

import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.Swarm;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.replay.PointInTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers {@code why piece N | peer X | ban X | slow | stalled | file F}. */
public final class Why {
    private static final String USAGE = "why what? piece NUMBER, peer ADDRESS, ban ADDRESS, file NUMBER|PATH, slow, or stalled";

    private final Path sessionDirectory;
    private final Optional<PointInTime> at;
    private final Optional<String> torrent;
    private final Optional<Long> nowNs;

    private Why(Path sessionDirectory, Optional<PointInTime> at, Optional<String> torrent, Optional<Long> nowNs) {
        this.sessionDirectory = sessionDirectory;
        this.at = at;
        this.torrent = torrent;
        this.nowNs = nowNs;
    }

    /**
     * Asks a journal.
     *
     * @param question the words behind {@code why}
     * @param at       as things stood then; without it, at the end, or just before the user ended the session where the question is
     * about progress
     * @param torrent  the beginning of an info hash or a name; may be left out when there is one torrent
     * @throws IllegalArgumentException with a sentence when the question makes no sense
     */
    public static Answer ask(Path sessionDirectory, List<String> question, Optional<PointInTime> at,
            Optional<String> torrent) throws IOException {
        return new Why(sessionDirectory, at, torrent, Optional.empty()).ask(question);
    }

    /** Asks the journal of a session that is alive: what is late is late by the clock. */
    public static Answer askLiving(Path sessionDirectory, List<String> question, Optional<String> torrent, long nowNs) throws IOException {
        return new Why(sessionDirectory, Optional.of(PointInTime.END), torrent, Optional.of(nowNs)).ask(question);
    }

    private Answer ask(List<String> question) throws IOException {
        String what = question.isEmpty() ? "" : question.get(0);
        boolean alone = what.equals("slow") || what.equals("stalled");
        if (question.size() != (alone ? 1 : 2)) {
            throw new IllegalArgumentException(USAGE);
        }
        return switch (what) {
            case "slow", "stalled" -> stalled(what.equals("slow"));
            case "piece" -> piece(question.get(1));
            case "peer" -> peer(endpoint(question.get(1)));
            case "ban" -> ban(endpoint(question.get(1)));
            case "file" -> file(question.get(1));
            default -> throw new IllegalArgumentException(USAGE);
        };
    }

    private Story story(PointInTime until, Story.Collector... collectors) throws IOException {
        return Story.read(sessionDirectory, until, nowNs, collectors);
    }

    private PointInTime untilStopped() throws IOException {
        return at.isPresent() ? at.get() : Story.beforeTheEnd(sessionDirectory);
    }

    private Answer stalled(boolean slow) throws IOException {
        Story story = story(untilStopped());
        Swarm meant = story.swarm(torrent);
        return meant instanceof MagnetTorrent magnet ? new WhyMagnet(story, magnet).answer() : new WhyStalled(story,
                (Torrent) meant).answer(slow);
    }

    private Answer piece(String number) throws IOException {
        if (!number.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("a piece is named by its number, from 0");
        }
        PieceStory told = new PieceStory(Integer.parseInt(number), torrent);
        Story story = story(untilStopped(), told);
        Torrent meant = story.torrent(torrent);
        if (Integer.parseInt(number) >= meant.layout().pieceCount()) {
            throw new IllegalArgumentException("there is no piece " + number + ": the last is " + (meant.layout().pieceCount() - 1));
        }
        return new WhyPiece(story, meant, Integer.parseInt(number), told).answer();
    }

    private Answer peer(Endpoint endpoint) throws IOException {
        WhyPeer peer = new WhyPeer(endpoint);
        return peer.answer(story(untilStopped(), peer));
    }

    private Answer ban(Endpoint endpoint) throws IOException {
        WhyBan ban = new WhyBan(endpoint);
        return ban.answer(story(at.orElse(PointInTime.END), ban));
    }

    private Answer file(String wanted) throws IOException {
        Story story = story(untilStopped());
        return new WhyFile(story, story.torrent(torrent), sessionDirectory).answer(wanted);
    }

    /** {@code address:port}, or only an address, which stands for everybody there. */
    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException noPort) {
            try {
                return Endpoint.parse((text.contains(":") && !text.startsWith("[") ? "[" + text + "]" : text) + ":0");
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("a peer is named by ADDRESS:PORT or ADDRESS, as 'oxbow replay peers' shows it", e);
            }
        }
    }
}
