package dev.oxbow.replay;

import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Small journals made by the real engine, and what plain reading says of them. */
final class Recorded {
    static final TorrentSpec SPEC = RecordedDownload.spec("small one", 24, 64 << 10);
    /** Of the first session, which is killed. */
    static final int FIRST_ENTRIES = 180;

    private Recorded() {
    }

    /** Three peers, of whom one sends a bad piece and one goes away. */
    static List<ScriptedPeer> peers() {
        return List.of(ScriptedPeer.good(1), ScriptedPeer.good(2).corrupting(), ScriptedPeer.good(3).leavingAtBlock(20));
    }

    /** A session that is killed, and one that completes and stops. */
    static Path twoSessions(Path directory) throws IOException {
        try (RecordedDownload first = RecordedDownload.begin(directory, SPEC, peers())) {
            first.run(FIRST_ENTRIES);
        }
        try (RecordedDownload second = RecordedDownload.begin(directory, SPEC, peers())) {
            if (!second.run(100_000)) {
                throw new IllegalStateException("the download does not complete");
            }
            second.stop();
        }
        return directory;
    }

    static List<JournalRecord> all(Path directory) throws IOException {
        List<JournalRecord> out = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                out.add(record.get());
            }
        }
        return out;
    }

    /** Of the state behind this entry, by folding everything. */
    static String hashAt(List<JournalRecord> all, long sequence) {
        SessionState state = new SessionState();
        all.stream().filter(it -> it.sequence() <= sequence).forEach(it -> state.apply(it.sequence(), it.timeNs(), it.entry()));
        return hash(state);
    }

    static String hash(SessionState state) {
        return StateHash.toHex(StateHash.of(state));
    }

    /** Name, size and times of everything below the directory. */
    static Map<Path, String> snapshot(Path directory) throws IOException {
        Map<Path, String> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                BasicFileAttributes it = Files.readAttributes(path, BasicFileAttributes.class);
                out.put(path, it.size() + " bytes, " + it.lastModifiedTime());
            }
        }
        return out;
    }
}
