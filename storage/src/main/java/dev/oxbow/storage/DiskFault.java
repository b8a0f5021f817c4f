package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What the disk refused, as an exception within storage; it leaves as an event. */
final class DiskFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final StorageFault fault;

    DiskFault(StorageFault fault, String sentence) {
        super(sentence);
        this.fault = fault;
    }

    StorageFault fault() {
        return fault;
    }

    /** @param what what was being done, as in "cannot write a/b" */
    static DiskFault of(String what, IOException error) {
        String given = error instanceof FileSystemException e ? e.getReason() : error.getMessage(); // that one's message begins with the path
        String reason = given == null ? "no reason given" : given.toLowerCase(Locale.ROOT);
        if (reason.contains("no space left") || reason.contains("quota") || reason.contains("not enough space")) {
            return new DiskFault(StorageFault.NO_SPACE, what + ": the disk is full");
        }
        if (reason.contains("read-only")) {
            return new DiskFault(StorageFault.DENIED, what + ": the file system is read-only");
        }
        if (error instanceof AccessDeniedException || reason.contains("permission denied") || reason.contains("not permitted")) {
            return new DiskFault(StorageFault.DENIED, what + ": permission denied");
        }
        if (error instanceof NoSuchFileException) {
            return new DiskFault(StorageFault.MISSING, what + ": the file is missing");
        }
        if (reason.contains("file name too long") || reason.contains("invalid argument")) {
            return new DiskFault(StorageFault.UNSAFE_PATH, what + ": its file system does not take that name; --portable-names changes such names");
        }
        if (reason.contains("too many levels of symbolic links") || reason.contains("is a directory") || reason.contains("not a directory")) {
            return new DiskFault(StorageFault.UNSAFE_PATH, what + ": something else stands in its place");
        }
        return new DiskFault(StorageFault.IO_ERROR, what + ": " + error.getClass().getSimpleName() + " (" + reason + ")");
    }
}
