package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code replay peers}: what each peer gave, wasted and took, over all its connections, and what was found wrong with it. */
public final class PeerTable {
    /** One address. */
    private static final class Row {
        private String client = "";
        private long bytesDown;
        private long bytesWasted;
        private long bytesUp;
        private final Set<String> verdicts = new LinkedHashSet<>();

        void add(PeerSession session) {
            client = session.client().isEmpty() ? client : session.client();
            bytesDown += session.bytesDown();
            bytesWasted += session.bytesWasted();
            bytesUp += session.bytesUp();
        }
    }

    private final SessionState state = new SessionState();
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private PeerTable() {
    }

    public static List<ObjectNode> of(Path sessionDirectory) throws IOException {
        PeerTable table = new PeerTable();
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                table.take(record.get());
            }
        }
        table.state.connections().forEach(session -> table.row(session).add(session));
        List<ObjectNode> out = new ArrayList<>();
        table.rows.forEach((peer, row) -> out.add(json(peer, row)));
        return out;
    }

    private Row row(PeerSession session) {
        return rows.computeIfAbsent(session.endpoint().toString(), unseen -> new Row());
    }

    private void take(JournalRecord record) {
        Entry entry = record.entry();
        if (entry instanceof ConnectionEvent.ConnectionClosed event) {
            state.connection(event.connectionId()).ifPresent(session -> row(session).add(session));
        } else if (entry instanceof ConnectionEvent.ProtocolViolated event) {
            state.connection(event.connectionId()).ifPresent(session -> row(session).verdicts.add(event.violation().name()));
        } else if (entry instanceof ConnectionCommand.CloseConnection command) {
            state.connection(command.connectionId()).ifPresent(session -> verdict(row(session), command));
        } else if (entry instanceof CheckpointEvent.CheckpointStarted) {
            state.connections().forEach(session -> row(session).add(session)); // their process died with them
        }
        state.apply(record.sequence(), record.timeNs(), entry);
    }

    private static void verdict(Row row, ConnectionCommand.CloseConnection command) {
        switch (command.reason()) {
            case HANDSHAKE_TIMEOUT, SILENT, UNREQUESTED_BLOCKS, REQUEST_ABUSE, BAD_DATA, INFO_HASH_MISMATCH -> row.verdicts.add(command.reason().name());
            default -> { } // nothing that the peer did wrong, or named already
        }
    }

    private static ObjectNode json(String peer, Row row) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("peer", peer);
        out.put("client", row.client);
        out.put("bytesDown", row.bytesDown);
        out.put("bytesUseful", row.bytesDown - row.bytesWasted);
        out.put("bytesWasted", row.bytesWasted);
        out.put("bytesUp", row.bytesUp);
        row.verdicts.forEach(out.withArrayProperty("verdicts")::add);
        out.withArrayProperty("verdicts");
        return out;
    }
}
