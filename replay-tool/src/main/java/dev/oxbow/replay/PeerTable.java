package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.WebSeed;
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

/**
 * {@code replay peers}: what each peer gave, wasted and took, over all its connections, and what was found wrong with it. A web seed is
 * one as well, by its URL.
 */
public final class PeerTable {
    /** One address, or URL. */
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

        void add(WebSeed webSeed) {
            client = "web seed";
            bytesDown += webSeed.receivedBytes();
            bytesWasted += webSeed.wastedBytes();
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
        table.addAll();
        List<ObjectNode> out = new ArrayList<>();
        table.rows.forEach((peer, row) -> out.add(json(peer, row)));
        return out;
    }

    private void addAll() {
        state.connections().forEach(session -> row(session).add(session));
        state.torrents().forEach(this::addWebSeeds);
    }

    private void addWebSeeds(Torrent torrent) {
        torrent.webSeeds().forEach(webSeed -> row(webSeed).add(webSeed));
    }

    private Row row(WebSeed webSeed) {
        return rows.computeIfAbsent(webSeed.url(), unseen -> new Row());
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
            addAll(); // their process died with them
        } else if (entry instanceof SessionCommand.ForgetTorrent command) {
            state.torrent(command.torrentId()).ifPresent(this::addWebSeeds);
        } else if (entry instanceof WebSeedEvent.WebSeedFailed event && !event.fault().isOurs()) {
            state.fetch(event.fetchId()).ifPresent(fetch -> verdict(fetch.torrentId(), fetch.webSeed(), event.fault().name()));
        } else if (entry instanceof WebSeedCommand.DistrustWebSeed command) {
            verdict(command.torrentId(), new WebSeedId(command.webSeedIndex()), "BAD_DATA");
        }
        state.apply(record.sequence(), record.timeNs(), entry);
    }

    private void verdict(int torrentId, WebSeedId id, String verdict) {
        state.torrent(torrentId).ifPresent(torrent -> row(torrent.webSeed(id)).verdicts.add(verdict));
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
