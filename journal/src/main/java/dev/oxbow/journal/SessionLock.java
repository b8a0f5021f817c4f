package dev.oxbow.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The right of one process to write to a session directory. The operating system takes it back when the process dies. */
public final class SessionLock implements Closeable {
    /**
     * What this process holds, and since when. On POSIX systems a process loses its locks on a file as soon as it closes any of its
     * descriptors of that file: one that is held must not even be opened a second time.
     */
    private static final ConcurrentMap<Path, String> HELD = new ConcurrentHashMap<>();
    private static final int HOLDER_MAX_CHARS = 200;

    private final Path file;
    private final FileChannel channel;

    private SessionLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws SessionHeldException when another process has it, or this one already; the message says which and since when
     */
    public static SessionLock acquire(Path sessionDirectory) throws IOException, SessionHeldException {
        Files.createDirectories(sessionDirectory);
        Path file = sessionDirectory.toRealPath().resolve("lock");
        String holder = "process " + ProcessHandle.current().pid() + " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String present = HELD.putIfAbsent(file, holder);
        if (present != null) {
            throw new SessionHeldException(sessionDirectory, present);
        }
        SessionLock lock = null;
        try {
            lock = lock(sessionDirectory, file, holder);
            return lock;
        } finally {
            if (lock == null) {
                HELD.remove(file);
            }
        }
    }

    private static SessionLock lock(Path sessionDirectory, Path file, String holder) throws IOException, SessionHeldException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
            if (!locked) {
                throw new SessionHeldException(sessionDirectory, firstLine(file));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((holder + "\nboot " + BootId.current() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return new SessionLock(file, channel);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static String firstLine(Path file) throws IOException {
        String line = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().findFirst().orElse("");
        String shown = line.substring(0, Math.min(HOLDER_MAX_CHARS, line.length())).replaceAll("\\p{Cntrl}", " ").trim();
        return shown.isEmpty() ? "another process" : shown;
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(file);
        }
    }

    /** Another process works in the session directory. */
    public static final class SessionHeldException extends Exception {
        private static final long serialVersionUID = 1L;

        SessionHeldException(Path sessionDirectory, String holder) {
            super(sessionDirectory + " is held by " + holder);
        }
    }
}
