package dev.oxbow.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.StorageFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class DiskFaultTest {
    private static StorageFault of(IOException error) {
        DiskFault fault = DiskFault.of("cannot write a", error);
        assertTrue(fault.getMessage().startsWith("cannot write a: "), fault.getMessage());
        return fault.fault();
    }

    @Test
    void namesWhatTheOperatingSystemRefused() {
        assertEquals(StorageFault.NO_SPACE, of(new IOException("No space left on device")));
        assertEquals(StorageFault.NO_SPACE, of(new FileSystemException("/x", null, "No space left on device")));
        assertEquals(StorageFault.NO_SPACE, of(new IOException("Disk quota exceeded")));
        assertEquals(StorageFault.NO_SPACE, of(new IOException("There is not enough space on the disk")));
        assertEquals(StorageFault.DENIED, of(new AccessDeniedException("/x")));
        assertEquals(StorageFault.DENIED, of(new FileSystemException("/x", null, "Read-only file system")));
        assertEquals(StorageFault.DENIED, of(new FileSystemException("/x", null, "Operation not permitted")));
        assertEquals(StorageFault.MISSING, of(new NoSuchFileException("/x")));
        assertEquals(StorageFault.UNSAFE_PATH, of(new FileSystemException("/x", null, "Too many levels of symbolic links")));
        assertEquals(StorageFault.UNSAFE_PATH, of(new FileSystemException("/x", null, "Not a directory")));
        assertEquals(StorageFault.UNSAFE_PATH, of(new FileSystemException("/x", null, "File name too long")));
        assertEquals(StorageFault.IO_ERROR, of(new IOException("Input/output error")));
        assertEquals(StorageFault.IO_ERROR, of(new IOException()));
    }

    @Test
    void aNameCannotPassForAReason() {
        assertEquals(StorageFault.IO_ERROR, of(new FileSystemException("/permission denied/no space left", null, "Input/output error")));
        assertEquals(StorageFault.IO_ERROR, of(new FileSystemException("/permission denied/no space left")));
    }
}
