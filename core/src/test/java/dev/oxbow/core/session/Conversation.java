package dev.oxbow.core.session;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.webseed.WebSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A host for the state machine in a test: takes events as text, records everything, and says as text what followed. */
final class Conversation {
    /** One entry of the record. */
    record Recorded(long timeNs, Entry entry) {
    }

    private static final long MILLISECOND_NS = 1_000_000;

    private final List<Recorded> journal = new ArrayList<>();
    private SessionState state = new SessionState();
    private SessionPolicy policy = new SessionPolicy(state, this::emit);
    private Consumer<String> listener = line -> { };
    private long timeNs = 100 * Deadline.SECOND_NS;

    void listen(Consumer<String> to) {
        listener = to;
    }

    SessionState state() {
        return state;
    }

    List<Recorded> journal() {
        return journal;
    }

    void waitFor(String duration) {
        boolean milliseconds = duration.endsWith("ms");
        long amount = Long.parseLong(duration.replaceAll("\\D", ""));
        timeNs += amount * (milliseconds ? MILLISECOND_NS : Deadline.SECOND_NS);
    }

    void clock() {
        if (Deadlines.earliestNs(state) <= timeNs) {
            hear(new SessionEvent.ClockAdvanced());
            if (Deadlines.earliestNs(state) <= timeNs) {
                throw new IllegalStateException("a deadline is still due after ClockAdvanced: the clock would tick for ever");
            }
        }
    }

    void hear(String line) {
        hear((Event) EntryText.parse(line));
    }

    void hearAt(long time, Event event) {
        timeNs = time;
        hear(event);
    }

    void hear(Event event) {
        record(event);
        policy.decide(event);
        state.torrents().forEach(torrent -> torrent.picker().checkInvariants());
        if (state.blocksInHand.isPresent() || state.fetchedBlock.isPresent()) {
            throw new IllegalStateException("a block was neither written nor discarded");
        }
    }

    private void emit(Command command) {
        record(command);
        listener.accept("< " + EntryText.print(command));
    }

    private void record(Entry entry) {
        state.apply(journal.size(), timeNs, entry);
        journal.add(new Recorded(timeNs, entry));
    }

    void restart() {
        SessionState before = state;
        state = new SessionState();
        policy = new SessionPolicy(state, this::emit);
        for (CheckpointEvent entry : Checkpoint.entries(before, before.segment() + 1)) {
            record(entry);
            listener.accept("* " + EntryText.print(entry));
        }
        record(new CheckpointEvent.CheckpointCompleted(StateHash.of(state)));
        state.torrents().forEach(torrent -> torrent.picker().checkInvariants());
    }

    void ask(String what) {
        switch (what) {
            case "due" -> listener.accept("= " + due());
            case "torrent" -> {
                state.torrents().forEach(torrent -> listener.accept("= " + describe(torrent)));
                state.magnets().forEach(magnet -> listener.accept("= magnet " + magnet.torrentId() + " " + magnet.phase() + ", "
                        + magnet.fetch().arrived().size() + " pieces" + (magnet.fetch().isAssembling() ? ", assembling" : "")));
            }
            case "webSeeds" -> state.torrents().forEach(torrent -> torrent.webSeeds().forEach(webSeed -> listener.accept("= " + describe(webSeed))));
            case "peers" -> state.connections().forEach(session -> listener.accept("= " + describe(session)));
            default -> throw new IllegalArgumentException("nobody knows " + what);
        }
    }

    private String due() {
        long due = Deadlines.earliestNs(state);
        return due == Deadline.NONE ? "nothing is due" : "due in " + (due - timeNs) / MILLISECOND_NS + " ms";
    }

    private static String describe(Torrent torrent) {
        StringBuilder out = new StringBuilder("torrent " + torrent.torrentId() + " " + torrent.phase());
        out.append(", verified ").append(torrent.picker().verified()).append(", durable ").append(torrent.disk().durable());
        for (PieceProgress progress : torrent.picker().begun()) {
            out.append(", piece ").append(progress.pieceIndex()).append(' ').append(progress);
        }
        return out.append(", downloaded ").append(torrent.bytesDownloaded()).append(", wasted ").append(torrent.bytesWasted())
                .append(", rehashed ").append(torrent.bytesRehashed()).toString();
    }

    private String describe(WebSeed webSeed) {
        String left = webSeed.isLeftAlone() ? ", left alone for " + (webSeed.notBeforeNs() - timeNs) / MILLISECOND_NS + " ms" : "";
        return "web seed " + webSeed.url() + (webSeed.isGone() ? ", gone" : "") + ", ranges " + webSeed.rangesUnderWay() + left + ", received "
                + webSeed.receivedBytes() + (webSeed.message().isEmpty() ? "" : ": " + webSeed.message());
    }

    private static String describe(PeerSession session) {
        StringBuilder out = new StringBuilder("connection " + session.connectionId() + " " + session.phase());
        out.append(session.amInterested() ? ", we are interested" : "").append(session.peerInterested() ? ", it is interested" : "");
        out.append(session.amChoking() ? ", we choke" : "").append(session.peerChoking() ? ", it chokes" : "").append(", asked for");
        for (int i = 0; i < session.requests().size(); i++) {
            out.append(' ').append(session.requests().pieceAt(i)).append('.').append(session.requests().blockAt(i));
        }
        return out.toString();
    }
}
