package dev.oxbow.replay.export;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.value.PieceLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows every request for a block to its end. */
final class RequestLedger {
    /** How a request ended. */
    enum Outcome { RECEIVED, REJECTED, CANCELLED, CHOKED, CONNECTION_CLOSED, OPEN }

    /** Is told of requests. */
    interface Listener {
        void opened(Request request) throws IOException;

        /** @param sequence of the entry that ended it, at {@code timeNs} */
        void ended(Request request, Outcome outcome, long sequence, long timeNs) throws IOException;
    }

    private record Block(int pieceIndex, int blockIndex) {
    }

    private final Listener listener;
    private final Map<Long, Map<Block, Request>> open = new LinkedHashMap<>();

    RequestLedger(Listener listener) {
        this.listener = listener;
    }

    /** @return by their index in the piece, the requests that received blocks answer */
    Map<Integer, Request> entry(Moment moment) throws IOException {
        if (moment.entry() instanceof PeerCommand.RequestBlocks command) {
            ask(moment, command);
        } else if (moment.entry() instanceof PeerEvent.BlockReceived event) {
            return received(moment, event.asRun());
        } else if (moment.entry() instanceof PeerEvent.BlocksReceived run) {
            return received(moment, run);
        } else if (moment.entry() instanceof PeerEvent.RejectReceived event) {
            end(event.connectionId(), new Block(event.pieceIndex(), event.offsetBytes() / PieceLayout.BLOCK_LENGTH_BYTES),
                    Outcome.REJECTED, moment);
        } else if (moment.entry() instanceof PeerCommand.CancelBlocks command) {
            for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
                end(command.connectionId(), new Block(command.pieceIndex(), block), Outcome.CANCELLED, moment);
            }
        } else if (moment.entry() instanceof PeerEvent.ChokeReceived event) {
            boolean answered = moment.state().connection(event.connectionId()).map(PeerSession::isFast).orElse(false);
            if (!answered) { // else each is answered or rejected (BEP 6)
                endAll(event.connectionId(), Outcome.CHOKED, moment);
            }
        } else if (moment.entry() instanceof ConnectionEvent.ConnectionClosed event) {
            endAll(event.connectionId(), Outcome.CONNECTION_CLOSED, moment);
        } else if (moment.entry() instanceof CheckpointEvent.CheckpointStarted) {
            for (long connection : List.copyOf(open.keySet())) {
                endAll(connection, Outcome.CONNECTION_CLOSED, moment);
            }
        }
        return Map.of();
    }

    private Map<Integer, Request> received(Moment moment, PeerEvent.BlocksReceived run) throws IOException {
        Map<Integer, Request> answered = new TreeMap<>();
        for (int block = run.firstBlock(); block < run.firstBlock() + run.blockCount(); block++) {
            Optional<Request> request = end(run.connectionId(), new Block(run.pieceIndex(), block), Outcome.RECEIVED, moment);
            if (request.isPresent()) {
                answered.put(block, request.get());
            }
        }
        return answered;
    }

    private void ask(Moment moment, PeerCommand.RequestBlocks command) throws IOException {
        String torrent = moment.names().torrent(command);
        String peer = moment.names().peer(command);
        Optional<PieceLayout> layout = moment.state().connection(command.connectionId())
                .flatMap(it -> moment.state().torrent(it.torrentId()))
                .map(it -> it.layout());
        for (int block = command.firstBlock(); block < command.firstBlock() + command.blockCount(); block++) {
            int index = block;
            Request request = new Request(moment.sequence(), moment.timeNs(), torrent, command.connectionId(), peer, command.pieceIndex(),
                    block,
                    layout.map(it -> it.blockLengthBytes(command.pieceIndex(), index)).orElse(0), command.reason().name(),
                            moment.selected());
            open.computeIfAbsent(command.connectionId(), unseen -> new LinkedHashMap<>())
                    .put(new Block(command.pieceIndex(), block), request);
            listener.opened(request);
        }
    }

    private Optional<Request> end(long connectionId, Block block, Outcome outcome, Moment moment) throws IOException {
        Request request = open.getOrDefault(connectionId, Map.of()).remove(block);
        if (request == null) {
            return Optional.empty();
        }
        listener.ended(request, outcome, moment.sequence(), moment.timeNs());
        return Optional.of(request);
    }

    private void endAll(long connectionId, Outcome outcome, Moment moment) throws IOException {
        Map<Block, Request> all = open.remove(connectionId);
        for (Request request : all == null ? List.<Request>of() : new ArrayList<>(all.values())) {
            listener.ended(request, outcome, moment.sequence(), moment.timeNs());
        }
    }

    /** Those that the journal's end leaves unanswered. */
    List<Request> stillOpen() {
        return open.values().stream().flatMap(it -> it.values().stream()).toList();
    }
}
