package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLockTest {
    @TempDir
    Path directory;

    @Test
    void saysWhichProcessHoldsItAndSinceWhen() throws Exception {
        try (SessionLock lock = SessionLock.acquire(directory)) {
            SessionLock.SessionHeldException held = assertThrows(SessionLock.SessionHeldException.class, () -> SessionLock.acquire(directory));
            assertTrue(held.getMessage().contains("process " + ProcessHandle.current().pid() + " since 20"), held.getMessage());
        }
        SessionLock.acquire(directory).close();
    }

    @Test
    void refusesASecondProcess() throws Exception {
        try (SessionLock lock = SessionLock.acquire(directory)) {
            assertEquals("held by process " + ProcessHandle.current().pid(), child());
        }
        assertEquals("free", child());
    }

    /** POSIX takes back all locks of a process on a file when it closes any of its descriptors of that file. */
    @Test
    void aRefusedSecondAttemptInTheSameProcessDoesNotLoseTheLock() throws Exception {
        try (SessionLock lock = SessionLock.acquire(directory)) {
            assertThrows(SessionLock.SessionHeldException.class, () -> SessionLock.acquire(directory));
            assertEquals("held by process " + ProcessHandle.current().pid(), child());
        }
    }

    private String child() throws Exception {
        Process child = TestJournal.child(Attempt.class, directory.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var lines = child.inputReader()) {
            String line = lines.readLine();
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
            return line;
        }
    }

    /** Tries to take the lock, and says how that went. */
    public static final class Attempt {
        private Attempt() {
        }

        public static void main(String[] args) throws Exception {
            try (SessionLock lock = SessionLock.acquire(Path.of(args[0]))) {
                System.out.println("free");
            } catch (SessionLock.SessionHeldException e) {
                System.out.println(e.getMessage().replaceFirst(".* is held by (process [0-9]+).*", "held by $1"));
            }
        }
    }
}
