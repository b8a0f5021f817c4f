package dev.oxbow.cli;

/** Ends a command with a status and one sentence on standard error. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    CliException(ExitStatus status, String sentence) {
        super(sentence);
        this.status = status;
    }

    CliException(ExitStatus status, String sentence, Throwable cause) {
        super(sentence, cause);
        this.status = status;
    }

    ExitStatus status() {
        return status;
    }
}
