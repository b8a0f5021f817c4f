package dev.oxbow.replay;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.UserEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How much an entry is of note, after syslog's levels. It goes by the names that the vocabulary is built from, so that an entry that is
 * added to it needs none here: what failed is a warning, what is lost is an error.
 */
public enum Severity {
    /** Something of ours is broken: memory, disk, journal. */
    ERROR,
    /** Something did not work, or a peer did wrong. */
    WARNING,
    /** The session's and the torrents' life: what a person would tell. */
    NOTICE,
    /** Everything else. */
    INFO,
    /** What only fills the time. */
    DEBUG;

    private static final Set<String> ERRORS = Set.of("BlockCorrupted", "JournalRepaired", "JournalSyncFailed", "SyncFailed", "BlockWriteFailed",
            "FilesOpenFailed");
    private static final List<String> WARNINGS = List.of("Failed", "Mismatched", "Violated", "BanPeer", "BanRestored", "DistrustPieces",
            "Rejected", "SpaceLow");
    private static final List<String> NOTICES = List.of("ChangePhase", "CloseConnection", "ConnectionClosed", "HandshakeReceived", "UnbanPeer",
            "FilesSynced", "AnnounceSucceeded", "StopSession", "ForgetTorrent");
    private static final Set<String> DEBUGS = Set.of("ClockAdvanced", "KeepAliveReceived", "SendKeepAlive");

    private static final ClassValue<Severity> BY_TYPE = new ClassValue<>() {
        @Override
        protected Severity computeValue(Class<?> type) {
            return ofType(type);
        }
    };

    public static Severity of(Entry entry) {
        return BY_TYPE.get(entry.getClass());
    }

    private static Severity ofType(Class<?> type) {
        String name = type.getSimpleName();
        if (DEBUGS.contains(name)) {
            return DEBUG;
        }
        if (ERRORS.contains(name)) {
            return ERROR;
        }
        if (WARNINGS.stream().anyMatch(name::endsWith)) {
            return WARNING;
        }
        boolean life = SessionEvent.class.isAssignableFrom(type) || UserEvent.class.isAssignableFrom(type);
        boolean framing = CheckpointEvent.class.isAssignableFrom(type) && name.startsWith("Checkpoint");
        return life || framing || NOTICES.contains(name) ? NOTICE : INFO;
    }

    /** @throws IllegalArgumentException with a sentence when there is no such level */
    public static Severity parse(String text) {
        return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(text)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("there is no severity '" + text + "'; there are error, warning, notice, info and debug"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
