package dev.oxbow.replay.export;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.session.Torrent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A trace for Perfetto: a group of tracks for each torrent, with a lane for each connection, its requests, counters and verdicts. */
final class Trace implements Exporter, RequestLedger.Listener {
    private static final long COUNTERS_EVERY_NS = 50_000_000;

    private final TraceFile out;
    private final RequestLedger ledger = new RequestLedger(this);
    private final Map<Long, PeerLane> peers = new LinkedHashMap<>();
    private final Map<String, TorrentLane> torrents = new LinkedHashMap<>();
    private long lastTimeNs;
    private long countedNs;
    /** Whose block or message is in hand. */
    private Optional<PeerLane> inHand = Optional.empty();

    Trace(Path file) throws IOException {
        this.out = new TraceFile(file);
    }

    @Override
    public void entry(Moment moment) throws IOException {
        Optional<PeerLane> lane = moment.selected() ? lane(moment) : Optional.empty();
        ledger.entry(moment);
        if (moment.entry() instanceof CheckpointEvent.CheckpointStarted) {
            endAll();
        }
        if (!moment.selected()) {
            return;
        }
        lastTimeNs = moment.timeNs();
        inHand = moment.entry() instanceof PeerEvent || moment.entry() instanceof ConnectionEvent ? lane : inHand;
        if (lane.isPresent()) {
            peer(moment, lane.get());
        }
        pieces(moment);
        if (moment.entry() instanceof StorageCommand.DiscardBlock it && inHand.isPresent()) {
            inHand.get().instant(moment.timeNs(), "discarded: " + it.reason(), moment.sequence());
        }
        for (Remark it : moment.remarks()) {
            Optional<PeerLane> its = Optional.ofNullable(peers.get(it.connectionId())).or(() -> named(it.subject())).or(() -> inHand);
            if (its.isPresent()) {
                its.get().instant(moment.timeNs(), it.text(), moment.sequence());
            }
        }
        counters(moment);
    }

    /** That of the connection which the entry is about; begun with its first entry that names a torrent. */
    private Optional<PeerLane> lane(Moment moment) throws IOException {
        Optional<Long> connection = moment.names().connectionId(moment.entry());
        String torrent = moment.names().torrent(moment.entry());
        String peer = moment.names().peer(moment.entry());
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        if (!peers.containsKey(connection.get()) && torrent != null && peer != null) {
            TorrentLane parent = torrent(moment, torrent);
            peers.put(connection.get(), new PeerLane(out, parent.track, peer, connection.get(), moment.timeNs()));
        }
        return Optional.ofNullable(peers.get(connection.get()));
    }

    private Optional<PeerLane> named(String peer) {
        return peers.values().stream().filter(it -> it.peer.equals(peer)).findFirst();
    }

    private TorrentLane torrent(Moment moment, String infoHash) throws IOException {
        if (!torrents.containsKey(infoHash)) {
            String name = moment.state().torrents().stream().filter(it -> it.spec().infoHash().toString().equals(infoHash)).findFirst()
                    .map(it -> it.spec().name()).orElse(infoHash);
            torrents.put(infoHash, new TorrentLane(out, torrents.size() + 1, name));
        }
        return torrents.get(infoHash);
    }

    private void peer(Moment moment, PeerLane lane) throws IOException {
        long timeNs = moment.timeNs();
        if (moment.entry() instanceof PeerEvent.UnchokeReceived || moment.entry() instanceof PeerEvent.ChokeReceived) {
            lane.turn("unchokes us", moment.entry() instanceof PeerEvent.UnchokeReceived, timeNs);
        } else if (moment.entry() instanceof PeerCommand.Unchoke || moment.entry() instanceof PeerCommand.Choke) {
            lane.turn("is unchoked by us", moment.entry() instanceof PeerCommand.Unchoke, timeNs);
        } else if (moment.entry() instanceof PeerEvent.InterestedReceived || moment.entry() instanceof PeerEvent.NotInterestedReceived) {
            lane.turn("is interested in us", moment.entry() instanceof PeerEvent.InterestedReceived, timeNs);
        } else if (moment.entry() instanceof PeerCommand.SendInterested || moment.entry() instanceof PeerCommand.SendNotInterested) {
            lane.turn("interests us", moment.entry() instanceof PeerCommand.SendInterested, timeNs);
        } else if (moment.entry() instanceof ConnectionEvent.ProtocolViolated it) {
            lane.instant(timeNs, "violated: " + it.violation() + ", " + it.detail(), moment.sequence());
        } else if (moment.entry() instanceof ConnectionCommand.CloseConnection it) {
            lane.reason(it.reason() + (it.detail().isEmpty() ? "" : ": " + it.detail()));
        } else if (moment.entry() instanceof ConnectionEvent.ConnectionClosed it) {
            lane.reason(it.reason());
            end(it.connectionId());
        } else if (moment.entry() instanceof ConnectionEvent.ConnectFailed it) {
            lane.reason(it.reason());
            end(it.connectionId());
        }
    }

    private void pieces(Moment moment) throws IOException {
        String torrent = moment.names().torrent(moment.entry());
        if (moment.entry() instanceof PeerCommand.RequestBlocks it && torrent != null) {
            torrent(moment, torrent).pieceBegun(it.pieceIndex(), moment.timeNs());
        } else if (moment.entry() instanceof StorageEvent.PieceVerified it && torrent != null) {
            torrent(moment, torrent).pieceHashed(it.pieceIndex(), true, moment.timeNs(), moment.sequence());
        } else if (moment.entry() instanceof StorageEvent.PieceHashMismatched it && torrent != null) {
            torrent(moment, torrent).pieceHashed(it.pieceIndex(), false, moment.timeNs(), moment.sequence());
        } else if (moment.entry() instanceof ConnectionCommand.BanPeer it) {
            for (PeerLane lane : lanesOf(moment, it)) {
                lane.instant(moment.timeNs(), "banned: " + it.detail(), moment.sequence());
            }
        }
    }

    private Iterable<PeerLane> lanesOf(Moment moment, ConnectionCommand.BanPeer ban) {
        return moment.state().connections().stream().filter(it -> it.endpoint().equals(ban.endpoint()))
                .map(it -> peers.get(it.connectionId()))
                .filter(Objects::nonNull).toList();
    }

    private void counters(Moment moment) throws IOException {
        if (moment.timeNs() - countedNs >= COUNTERS_EVERY_NS) {
            countedNs = moment.timeNs();
            for (Torrent torrent : moment.state().torrents()) {
                String infoHash = torrent.spec().infoHash().toString();
                if (torrents.containsKey(infoHash)) {
                    torrents.get(infoHash).counters(torrent, moment.timeNs());
                }
            }
        }
    }

    @Override
    public void opened(Request request) throws IOException {
        if (request.selected() && peers.containsKey(request.connectionId())) {
            peers.get(request.connectionId()).asked(request);
        }
    }

    @Override
    public void ended(Request request, RequestLedger.Outcome outcome, long sequence, long timeNs) throws IOException {
        if (peers.containsKey(request.connectionId())) {
            peers.get(request.connectionId()).answered(request, outcome.name(), timeNs);
        }
    }

    private void end(long connectionId) throws IOException {
        PeerLane lane = peers.remove(connectionId);
        if (lane != null) {
            lane.end(lastTimeNs);
        }
    }

    private void endAll() throws IOException {
        for (long connection : new ArrayList<>(peers.keySet())) {
            peers.get(connection).reason("the process ended");
            end(connection);
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            for (Request request : ledger.stillOpen()) {
                ended(request, RequestLedger.Outcome.OPEN, -1, lastTimeNs);
            }
            endAll();
        }
    }
}
