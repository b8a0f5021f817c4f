package dev.oxbow.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right of one process to write to a session directory. The operating system takes it back when the process dies. */
public final class SessionLock implements Closeable {
    private final FileChannel channel;

    private SessionLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws SessionHeldException when another process has it; the message says which
     */
    public static SessionLock acquire(Path sessionDirectory) throws IOException, SessionHeldException {
        Files.createDirectories(sessionDirectory);
        Path file = sessionDirectory.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            String holder = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).trim();
            throw new SessionHeldException(sessionDirectory + " is held by " + (holder.isEmpty() ? "another process" : holder));
        }
        byte[] text = ("process " + ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
        return new SessionLock(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Another process works in the session directory. */
    public static final class SessionHeldException extends Exception {
        private static final long serialVersionUID = 1L;

        SessionHeldException(String message) {
            super(message);
        }
    }
}
