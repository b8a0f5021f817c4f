package dev.oxbow.replay.export;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.peer.PeerSession;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of peers, a row for each connection: who it was, from when to when, what went either way, why it ended. */
final class ConnectionTable implements Closeable {
    private static final class Row {
        private final long beginNs;
        private String torrent;
        private PeerSession session;
        private String reason = "";

        Row(long beginNs) {
            this.beginNs = beginNs;
        }
    }

    private final CsvFile out;
    private final Map<Long, Row> open = new LinkedHashMap<>();

    ConnectionTable(Path file) throws IOException {
        out = new CsvFile(file, "connection", "torrent", "peer", "dialled", "peerId", "client", "beginNs", "endNs", "endReason",
                "bytesDown", "bytesUseful",
                "bytesWasted", "bytesUp");
    }

    void entry(Moment moment) throws IOException {
        if (moment.entry() instanceof CheckpointEvent.CheckpointStarted) {
            for (Map.Entry<Long, Row> each : open.entrySet()) {
                write(each.getKey(), each.getValue(), "", "the process ended");
            }
            open.clear();
            return;
        }
        moment.names().connectionId(moment.entry()).ifPresent(id -> see(moment, id));
        if (moment.entry() instanceof ConnectionEvent.ConnectionClosed it) {
            end(it.connectionId(), moment.timeNs(), it.reason());
        } else if (moment.entry() instanceof ConnectionEvent.ConnectFailed it) {
            end(it.connectionId(), moment.timeNs(), it.reason());
        }
    }

    private void see(Moment moment, long id) {
        Row row = open.get(id);
        if (row == null && moment.selected()) {
            row = new Row(moment.timeNs());
            open.put(id, row);
        }
        if (row == null) {
            return;
        }
        String torrent = moment.names().torrent(moment.entry());
        row.torrent = torrent == null ? row.torrent : torrent;
        row.session = moment.state().connection(id).orElse(row.session);
        if (moment.entry() instanceof ConnectionCommand.CloseConnection command) {
            row.reason = command.reason().name();
        }
    }

    private void end(long id, long timeNs, String reason) throws IOException {
        Row row = open.remove(id);
        if (row != null) {
            write(id, row, timeNs, row.reason.isEmpty() ? reason : row.reason);
        }
    }

    private void write(long id, Row row, Object endNs, String reason) throws IOException {
        PeerSession it = row.session;
        if (it == null) {
            return; // the last thing heard of it was that it was being made
        }
        out.row(id, row.torrent, it.endpoint(), it.isDialled(), it.peerId(), it.client(), row.beginNs, endNs, reason, it.bytesDown(),
                it.bytesDown() - it.bytesWasted(), it.bytesWasted(), it.bytesUp());
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Long, Row> each : open.entrySet()) {
            write(each.getKey(), each.getValue(), "", "");
        }
        out.close();
    }
}
