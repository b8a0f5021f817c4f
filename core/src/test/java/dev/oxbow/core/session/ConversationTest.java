package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Event;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every script in {@code src/test/resources/scripts}: {@code -Drewrite=true} writes what follows now into the files. */
class ConversationTest {
    private static final boolean REWRITE = Boolean.getBoolean("rewrite");

    @TestFactory
    Stream<DynamicTest> goesAsTheScriptSays() {
        return Script.all().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) {
        Conversation conversation = new Conversation();
        String now = Script.play(file, conversation);
        if (REWRITE) {
            Script.write(file, now);
        }
        assertEquals(Script.text(file), now);
    }

    @TestFactory
    Stream<DynamicTest> foldsAndDecidesTheSameAgain() {
        return Script.all().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> verify(file)));
    }

    private static void verify(Path file) {
        Conversation conversation = new Conversation();
        Script.play(file, conversation);
        SessionState again = new SessionState();
        SessionPolicy policy = new SessionPolicy(again, command -> {
            Conversation.Recorded next = conversation.journal().get((int) again.sequence() + 1);
            assertEquals(next.entry(), command);
            again.apply(again.sequence() + 1, next.timeNs(), command);
        });
        while (again.sequence() + 1 < conversation.journal().size()) {
            Conversation.Recorded next = conversation.journal().get((int) again.sequence() + 1);
            assertTrue(next.entry() instanceof Event, () -> "nothing decides " + next.entry() + " now");
            again.apply(again.sequence() + 1, next.timeNs(), next.entry());
            policy.decide((Event) next.entry());
        }
        assertEquals(StateHash.of(conversation.state()), StateHash.of(again));
    }
}
