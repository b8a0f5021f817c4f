package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateImageTest {
    @TempDir
    Path home;

    private static SessionState again(SessionState state) throws IOException {
        Optional<StateImage> image = StateImage.of(new StateImage(state, 3).toBytes());
        assertTrue(image.isPresent());
        assertEquals(3, image.get().lastEvent());
        return image.get().state();
    }

    @Test
    void goesOnFromAnyImageAsFromTheState() throws IOException {
        List<JournalRecord> all = Recorded.all(Recorded.twoSessions(home));
        String last = Recorded.hashAt(all, Long.MAX_VALUE);
        for (int at = 0; at < all.size(); at += 23) {
            SessionState state = new SessionState();
            all.subList(0, at).forEach(it -> state.apply(it.sequence(), it.timeNs(), it.entry()));
            SessionState copy = again(state);
            assertEquals(state.sequence(), copy.sequence());
            assertEquals(state.timeNs(), copy.timeNs());
            all.subList(at, all.size()).forEach(it -> copy.apply(it.sequence(), it.timeNs(), it.entry()));
            assertEquals(last, Recorded.hash(copy));
        }
    }

    /** An engine without a world around it. */
    private static final class Alone {
        private final SessionState state = new SessionState();
        private final SessionPolicy policy = new SessionPolicy(state, (Command command) -> apply(command));
        private long timeNs = 1_000_000_000L;

        private void apply(Entry entry) {
            state.apply(state.sequence() + 1, timeNs, entry);
        }

        void take(Event event) {
            apply(event);
            policy.decide(event);
        }

        void waitForDeadlines(int count) {
            for (int i = 0; i < count && Deadlines.earliestNs(state) != Long.MAX_VALUE; i++) {
                timeNs = Math.max(timeNs, Deadlines.earliestNs(state));
                take(new SessionEvent.ClockAdvanced());
            }
        }
    }

    @Test
    void holdsTheDhtToo() throws IOException {
        Alone alone = new Alone();
        alone.take(new SessionEvent.SettingsChanged("", 6881, 30, 20, 10));
        alone.take(new DhtEvent.DhtConfigured(true, List.of("node:6881")));
        alone.take(new SessionEvent.SessionStarted(9, "test", "boot", new PeerId(ByteString.wrap(new byte[20])), 1));
        alone.take(new UserEvent.AddTorrentRequested(1, Recorded.SPEC, "/d", TorrentWish.DOWNLOAD));
        alone.take(new SessionEvent.ListenSucceeded(Endpoint.of(new byte[] {10, 9, 9, 9}, 6881)));
        alone.take(new DhtEvent.DhtListenSucceeded(Endpoint.of(new byte[] {10, 9, 9, 9}, 6881), true, true));
        alone.take(new DhtEvent.HostResolved(false, "node:6881", List.of(Endpoint.of(new byte[] {10, 0, 0, 1}, 6881), Endpoint.of(new byte[] {10, 0, 0, 2}, 6881))));
        alone.waitForDeadlines(5);
        SessionState copy = again(alone.state);
        assertEquals(Recorded.hash(alone.state), Recorded.hash(copy));
        assertEquals(Deadlines.earliestNs(alone.state), Deadlines.earliestNs(copy));
    }
}
