package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.Notice;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.journal.JournalClock;
import dev.oxbow.journal.JournalWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The one thread that owns the state and the journal. With each event: stamp, append, apply, decide; with each command that this gives:
 * append, apply, hand to its edge. Nothing reaches a socket, a disk or the state before it is in the journal.
 */
final class Conductor implements Agent {
    private static final int BATCH_MAX = 256;
    private static final long CHECK_NS = 20_000_000;
    private static final long PUBLISH_NS = 200_000_000;
    /** So many times the time that a view took passes before the next: with many torrents it takes some. */
    private static final int PUBLISH_SHARE = 100;
    private static final long PUBLISH_MAX_NS = 2_000_000_000L;
    /** What changes in a view while nothing is recorded are rates, and they have faded by then. */
    private static final long FADING_NS = 5_000_000_000L;
    private static final long SLEEP_MAX_NS = 1_000_000_000;

    /** What the conductor tells the rest of the program. Called on its thread: must not wait. */
    interface Listener {
        void onRequestCompleted(SessionCommand.CompleteRequest answer);

        void onNotice(Notice notice);

        void onView(SessionView view);
    }

    private final EventInbox inbox;
    private final JournalWriter journal;
    private final SessionState state;
    private final SessionPolicy policy;
    private final Edges edges;
    private final Listener listener;
    private final JournalClock clock;
    private final Watchman watchman;
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final ArrayDeque<Event> own = new ArrayDeque<>();
    private boolean stopping;
    private boolean publishSoon = true;
    private long nextCheckNs;
    private long nextPublishNs;
    private final List<SessionCommand.CompleteRequest> answers = new ArrayList<>();
    /** Whether anything was recorded since the deadlines were looked at: they follow from the state alone. */
    private boolean changed = true;
    private long earliestNs;
    private long lastRecordNs;
    private long lastPublishNs;

    Conductor(EventInbox inbox, JournalWriter journal, SessionState state, Edges edges, Listener listener, JournalClock clock) {
        this.inbox = inbox;
        this.journal = journal;
        this.state = state;
        this.edges = edges;
        this.listener = listener;
        this.clock = clock;
        this.watchman = new Watchman(state, listener::onNotice);
        this.policy = new SessionPolicy(state, this::emit);
    }

    /** Completes with the last state's hash after a stop, or exceptionally when the session had to end. */
    CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public String roleName() {
        return "oxbow-conductor";
    }

    @Override
    public int doWork() {
        int done = 0;
        try {
            for (Event event = next(); event != null && !stopping; event = done < BATCH_MAX ? next() : null) {
                take(event);
                done++;
            }
            done += watchClock();
            answer();
            if (stopping) {
                finish();
            }
        } catch (IOException | UncheckedIOException e) {
            ended.completeExceptionally(new OxbowException(OxbowException.Kind.NO_SPACE,
                    "the journal cannot be written (" + e.getMessage() + "); make room and start again: nothing is lost", e));
        } catch (RuntimeException | Error e) {
            ended.completeExceptionally(new OxbowException(OxbowException.Kind.INTERNAL,
                    "a fault in Oxbow at entry " + state.sequence() + "; the journal there shows what led to it", e));
        }
        if (ended.isDone()) {
            throw new AgentTerminationException();
        }
        return done;
    }

    private Event next() {
        return own.isEmpty() ? inbox.poll() : own.poll();
    }

    private int watchClock() throws IOException {
        long nowNs = clock.nowNs();
        int done = 0;
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + CHECK_NS;
            earliestNs = changed ? Deadlines.earliestNs(state) : earliestNs;
            changed = false;
            if (earliestNs <= nowNs) {
                take(new SessionEvent.ClockAdvanced());
                done++;
            }
        }
        if (publishSoon || nowNs >= nextPublishNs && isViewChanging()) {
            publishSoon = false;
            lastPublishNs = nowNs;
            listener.onView(Views.of(state, nowNs));
            nextPublishNs = nowNs + Math.min(PUBLISH_MAX_NS, Math.max(PUBLISH_NS, PUBLISH_SHARE * (clock.nowNs() - nowNs)));
        }
        return done;
    }

    private boolean isViewChanging() {
        return lastPublishNs - lastRecordNs < FADING_NS;
    }

    /** How long there is nothing to do, unless an event comes: until the next deadline or view. */
    long sleepNs() {
        long wakeNs = Math.max(nextCheckNs, changed ? 0 : earliestNs);
        if (isViewChanging()) {
            wakeNs = Math.min(wakeNs, nextPublishNs);
        }
        return Math.min(SLEEP_MAX_NS, wakeNs - clock.nowNs());
    }

    private void take(Event event) throws IOException {
        record(event);
        if (event instanceof SessionEvent.SessionStarted) {
            journal.sync(); // a power cut must not lose that we may have written to files: it would look as if somebody else had
        }
        policy.decide(event);
    }

    private void record(Entry entry) throws IOException {
        long timeNs = entry instanceof Event ? clock.stampNs() : clock.lastStampNs();
        long sequence = journal.append(timeNs, entry);
        watchman.take(sequence, timeNs, entry);
        state.apply(sequence, timeNs, entry);
        changed = true;
        lastRecordNs = timeNs;
        Optional<Notice> notice = Notice.of(state, entry);
        if (notice.isPresent()) {
            publishSoon |= notice.get() instanceof Notice.PhaseChanged;
            listener.onNotice(notice.get());
        }
        publishSoon |= entry instanceof SessionEvent.JournalSynced;
    }

    private void emit(Command command) {
        try {
            record(command);
            if (command instanceof SessionCommand own) {
                carryOut(own);
            } else {
                edges.carryOut(command);
            }
            if (command instanceof DhtCommand dht) {
                sendDatagram(dht);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a datagram says follows from the state, which only this thread may read. */
    private void sendDatagram(DhtCommand command) {
        ByteString transaction = command instanceof DhtCommand.SendDhtQuery query ? query.transaction() : ByteString.EMPTY;
        state.dht().datagram(command, state.timeNs()).ifPresent(datagram ->
                edges.dht().send(datagram.to(), datagram.payload(), transaction));
    }

    private void carryOut(SessionCommand command) {
        if (command instanceof SessionCommand.CompleteRequest answer) {
            answers.add(answer);
        } else if (command instanceof SessionCommand.SyncJournal sync) {
            own.add(synced(sync.operationId()));
        } else if (command instanceof SessionCommand.ForgetTorrent forget) {
            edges.storage().forget(forget.torrentId());
            edges.metadata().clear(forget.torrentId());
        } else if (command instanceof SessionCommand.StopSession) {
            stopping = true;
        }
    }

    /** What a user was told is done survives a power cut. One sync serves all that was asked together. */
    private void answer() throws IOException {
        if (!answers.isEmpty()) {
            journal.sync();
            listener.onView(Views.of(state, clock.nowNs()));
            answers.forEach(listener::onRequestCompleted);
            answers.clear();
        }
    }

    private Event synced(long operationId) {
        try {
            journal.sync();
            return new SessionEvent.JournalSynced(operationId);
        } catch (IOException e) {
            return new SessionEvent.JournalSyncFailed(operationId, String.valueOf(e.getMessage()));
        }
    }

    private void finish() throws IOException {
        record(new SessionEvent.SessionStopped());
        journal.sync();
        listener.onView(Views.of(state, clock.nowNs()));
        ended.complete(StateHash.toHex(StateHash.of(state)));
    }

    @Override
    public void onClose() {
        try {
            journal.close();
        } catch (IOException e) {
            ended.completeExceptionally(e); // of no effect when it ended well: everything was synced before
        }
    }
}
