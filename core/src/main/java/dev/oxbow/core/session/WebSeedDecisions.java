package dev.oxbow.core.session;

import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.event.WebSeedEventHandler;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import java.util.List;
import java.util.Optional;

/** Decides what follows from what web seeds answered. */
final class WebSeedDecisions implements WebSeedEventHandler {
    private final Turn turn;
    private final Requester requester;
    private final Fetcher fetcher;

    WebSeedDecisions(Turn turn, Requester requester, Fetcher fetcher) {
        this.turn = turn;
        this.requester = requester;
        this.fetcher = fetcher;
    }

    @Override
    public void onWebSeedBlockReceived(WebSeedEvent.WebSeedBlockReceived event) {
        Optional<Torrent> torrent = turn.state.fetchedBlock.flatMap(block -> turn.state.torrent(block.torrentId()));
        Optional<DiscardReason> fault = torrent.isEmpty() ? Optional.of(DiscardReason.CONNECTION_GONE)
                : whyDiscard(torrent.get(), event.pieceIndex(), event.blockIndex());
        if (fault.isPresent()) {
            turn.emit(new StorageCommand.DiscardBlock(event.slotId(), fault.get()));
        } else {
            requester.take(torrent.get(), event.pieceIndex(), event.blockIndex(), List.of(event.slotId()));
        }
        if (!turn.state.fetches.containsKey(event.fetchId())) {
            torrent.ifPresent(fetcher::placeFree); // the last block of its fetch
        }
    }

    private Optional<DiscardReason> whyDiscard(Torrent torrent, int piece, int block) {
        if (torrent.picker().verified().contains(piece)) {
            return Optional.of(DiscardReason.ALREADY_HAVE);
        }
        if (!torrent.isFetching() || turn.state.isStopRequested()) {
            return Optional.of(DiscardReason.TORRENT_STOPPED);
        }
        BlockState at = torrent.picker().blockState(piece, block);
        return at == BlockState.WRITING || at == BlockState.WRITTEN ? Optional.of(DiscardReason.DUPLICATE) : Optional.empty();
    }

    @Override
    public void onWebSeedFailed(WebSeedEvent.WebSeedFailed event) {
        turn.state.lastFetch.flatMap(fetch -> turn.state.torrent(fetch.torrentId())).ifPresent(torrent -> {
            requester.fillAll(torrent);
            fetcher.placeFree(torrent);
        });
    }
}
