package dev.oxbow.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why something could not be written where the user wanted it. */
final class CannotWrite {
    private CannotWrite() {
    }

    static CliException to(Path out, FileSystemException fault) {
        String why = fault.getReason() != null ? fault.getReason() : fault instanceof NoSuchFileException ? "there is no such directory"
                : fault instanceof AccessDeniedException ? "permission denied" : fault instanceof FileAlreadyExistsException
                        ? "it is there already"
                : fault.getClass().getSimpleName();
        return new CliException(ExitStatus.PERMISSION, "cannot write to " + out + ": " + why, fault);
    }
}
