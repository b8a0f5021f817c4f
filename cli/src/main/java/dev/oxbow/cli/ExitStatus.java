package dev.oxbow.cli;

/** What a command's end tells the shell. */
enum ExitStatus {
    DONE(0), FAULT(1), USAGE(2), STALLED(5), NETWORK(6), INTERRUPTED(7), DATA_MISMATCH(8), DISK_FULL(9), PERMISSION(10), HELD(11),
    JOURNAL_DAMAGED(13);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
