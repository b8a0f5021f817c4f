package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.time.Deadline;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** From the end of every script time goes on alone: each deadline that comes is acted on, and none stays behind. */
class DeadlinesTest {
    private static final int TICKS = 200;

    @TestFactory
    Stream<DynamicTest> neverStandStill() {
        return Script.all().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> tick(file)));
    }

    private static void tick(Path file) {
        Conversation conversation = new Conversation();
        Script.play(file, conversation);
        SessionState state = conversation.state();
        for (int i = 0; i < TICKS && Deadlines.earliestNs(state) != Deadline.NONE; i++) {
            long due = Math.max(Deadlines.earliestNs(state), state.timeNs());
            int before = conversation.journal().size();
            boolean awaited = state.dht().nodes().stream().anyMatch(node -> node.pendingCount() > 0) // an answer that never comes
                    || state.magnets().stream().anyMatch(magnet -> magnet.fetch().nextNs() <= due);
            conversation.hearAt(due, new SessionEvent.ClockAdvanced());
            assertTrue(Deadlines.earliestNs(state) > due, "still due after tick " + i);
            boolean rechoked = state.torrents().stream().anyMatch(Torrent::isRechokeDue); // which may well leave everything as it is
            boolean limited = !state.downLimit.isUnlimited(); // there is room again, and nothing left to ask for
            assertTrue(rechoked || limited || awaited || conversation.journal().size() > before + 1, "tick " + i + " was for nothing");
        }
    }

    @Test
    void comesEarlyForNobody() {
        Conversation conversation = new Conversation();
        Script.play(Script.named("half"), conversation);
        long due = Deadlines.earliestNs(conversation.state());
        int before = conversation.journal().size();
        conversation.hearAt(due - 1, new SessionEvent.ClockAdvanced());
        assertEquals(before + 1, conversation.journal().size(), "the tick alone is recorded");
    }

    @Test
    void probesForSpaceAsLongAsThereIsNone() {
        Conversation conversation = new Conversation();
        Script.play(Script.named("disk-full"), conversation);
        Torrent torrent = conversation.state().torrent(1).orElseThrow();
        torrent.phase(TorrentPhase.WAITING_FOR_SPACE, "", conversation.state().timeNs());
        assertEquals(Deadline.after(torrent.faultNs(), Deadlines.SPACE_PROBE_SECONDS), Deadlines.spaceProbeNs(torrent));
    }
}
