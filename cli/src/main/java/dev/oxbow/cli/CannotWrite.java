package dev.oxbow.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Says why something could not be written where the user wanted it. */
final class CannotWrite {
    private CannotWrite() {
    }

    static CliException to(Path out, FileSystemException fault) {
        return new CliException(ExitStatus.PERMISSION, "cannot write to " + out + ": " + why(fault), fault);
    }

    /** Makes a directory where there is none. @return why files cannot be made in it, if they cannot */
    static Optional<String> into(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
            }
            return Files.isWritable(directory) ? Optional.empty() : Optional.of("nothing may be written there");
        } catch (FileAlreadyExistsException e) {
            return Optional.of(e.getFile() + " is a file");
        } catch (FileSystemException e) {
            return Optional.of(why(e));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String why(FileSystemException fault) {
        return fault.getReason() != null ? fault.getReason() : fault instanceof NoSuchFileException ? "there is no such directory"
                : fault instanceof AccessDeniedException ? "permission denied" : fault instanceof FileAlreadyExistsException
                        ? "it is there already"
                : fault.getClass().getSimpleName();
    }
}
