package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.reach.ReachState;
import dev.oxbow.core.swarm.BanList;
import dev.oxbow.core.swarm.Crowd;
import dev.oxbow.core.swarm.DialRate;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A segment replays on its own, and folds to the same whatever was folded before it. */
class SegmentTest {
    @Test
    void beginsFromNothing() throws IllegalAccessException {
        Conversation conversation = new Conversation();
        Script.play(Script.named("stop-tracker-never-answers"), conversation);
        SessionState used = conversation.state();
        SessionState fresh = new SessionState();
        CheckpointEvent start = new CheckpointEvent.CheckpointStarted(9, 2, 3, 4, 5, "boot", true);
        used.apply(7, 8, start);
        fresh.apply(7, 8, start);
        for (Field field : SessionState.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getName().endsWith("Fold")) {
                continue;
            }
            field.setAccessible(true);
            Object left = field.get(used);
            if (left instanceof Collection<?> || left instanceof Map<?, ?> || left instanceof BanList || left instanceof TokenBucket
                    || left instanceof DhtNodes || left instanceof ReachState || left instanceof DialRate || left instanceof Crowd) {
                assertEquals(field.get(fresh).toString(), left.toString(), field.getName());
            } else {
                assertEquals(field.get(fresh), left, field.getName());
            }
        }
    }
}
