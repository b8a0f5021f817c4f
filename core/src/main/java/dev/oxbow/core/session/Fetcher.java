package dev.oxbow.core.session;

import dev.oxbow.core.command.FetchCancelReason;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.limit.RateLimit;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.piece.RangePicker;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Decides what to ask of web seeds, and what to ask for no longer. Peers come first: only what is asked of nobody is fetched. */
final class Fetcher {
    /** In the whole session at a time. */
    static final int FETCHES_MAX = 16;
    /** The longest that is asked for in one go, a whole piece included. */
    private static final int BLOCKS_MAX = (16 << 20) / PieceLayout.BLOCK_LENGTH_BYTES;
    /** Under a limit a range is what the limit lets through in a fifth of a second. */
    private static final int LIMITED_RANGES_PER_SECOND = 5;

    private final Turn turn;

    Fetcher(Turn turn) {
        this.turn = turn;
    }

    /** Whether some web seed could be asked for more of the torrent now. */
    static boolean canAsk(SessionState state, Torrent torrent) {
        return mayFetch(state, torrent) && torrent.webSeeds().stream().anyMatch(webSeed -> webSeed.mayBeAsked(state.timeNs()));
    }

    private static boolean mayFetch(SessionState state, Torrent torrent) {
        return torrent.isFetching() && !state.isStopRequested() && state.fetches.size() < FETCHES_MAX;
    }

    /** Asks every web seed of the torrent for as much as it should be asked for, a range of each in turn. */
    void fetchMore(Torrent torrent) {
        boolean asked = !torrent.webSeeds().isEmpty();
        while (asked) {
            asked = false;
            for (int index = 0; index < torrent.webSeeds().size(); index++) {
                asked |= fetch(torrent, new WebSeedId(index));
            }
        }
    }

    /** A fetch of the torrent ended: it may have the place, or when all places were taken, whoever waited for one. */
    void placeFree(Torrent torrent) {
        boolean othersWait = turn.state.fetches.size() == FETCHES_MAX - 1;
        List<Torrent> next = othersWait ? turn.inTurn(turn.state.torrents()) : List.of(torrent);
        next.forEach(this::fetchMore);
    }

    private boolean fetch(Torrent torrent, WebSeedId id) {
        WebSeed webSeed = torrent.webSeed(id);
        if (!mayFetch(turn.state, torrent) || !webSeed.mayBeAsked(turn.nowNs())) {
            return false;
        }
        int blocksMax = blocksMax(torrent, webSeed);
        Optional<RangePicker.Range> range = blocksMax == 0 ? Optional.empty()
                : new RangePicker(torrent.picker()).next(id.number(), mayBeAskedFor(torrent, id), blocksMax);
        range.ifPresent(it -> turn.emit(new WebSeedCommand.FetchWebSeedRange(-turn.state.nextOperationId, torrent.torrentId(), id.index(),
                torrent.spec().infoHash(), webSeed.style(), it.pieceIndex(), it.firstBlock(), it.blockCount(), it.reason(), webSeed.url())));
        return range.isPresent();
    }

    /** A piece of which it sent a part, and the whole was wrong, it is asked for again only when no innocent peer can be. */
    private static IntPredicate mayBeAskedFor(Torrent torrent, WebSeedId id) {
        WebSeed webSeed = torrent.webSeed(id);
        return piece -> webSeed.hasPiece(piece)
                && (!torrent.blame().isSuspect(piece) || !torrent.blame().hadPart(piece, id) || !Requester.hasInnocentHolder(torrent, piece));
    }

    /** How much to ask for; a whole piece if it can be, so that one sender answers for it. */
    private int blocksMax(Torrent torrent, WebSeed webSeed) {
        int blocks = (int) (webSeed.nextRangeBytes() / PieceLayout.BLOCK_LENGTH_BYTES);
        RateLimit limit = turn.state.downLimit(torrent);
        if (limit.bytesPerSec() == TokenBucket.UNLIMITED) {
            return Math.min(BLOCKS_MAX, Math.max(blocks, torrent.layout().blockCount(0)));
        }
        if (limit.availableBytes(turn.nowNs()) < Math.min(PieceLayout.BLOCK_LENGTH_BYTES, limit.capacityBytes())) {
            return 0; // the clock comes back to it
        }
        long share = limit.bytesPerSec() / LIMITED_RANGES_PER_SECOND / PieceLayout.BLOCK_LENGTH_BYTES;
        return (int) Math.max(1, Math.min(blocks, share));
    }

    /** The numbers of those whom what they were asked for will take more than a second: at the end peers may be asked for it as well. */
    List<Long> busyWebSeeds(Torrent torrent) {
        List<Long> out = new ArrayList<>();
        for (int index = 0; index < torrent.webSeeds().size(); index++) {
            WebSeedId id = new WebSeedId(index);
            long awaitedBlocks = underWay(torrent).stream().filter(fetch -> fetch.webSeed().equals(id))
                    .mapToLong(fetch -> fetch.run().blockCount() - fetch.arrivedCount()).sum();
            if (awaitedBlocks * PieceLayout.BLOCK_LENGTH_BYTES > torrent.webSeed(id).bytesPerSec()) {
                out.add(id.number());
            }
        }
        return out;
    }

    /** Gives up fetches of which something is not wanted any more. */
    void cancelUnwanted(Torrent torrent) {
        for (Fetch fetch : underWay(torrent)) {
            for (int piece = fetch.nextPiece(); piece <= fetch.lastPiece(); piece++) {
                if (!torrent.picker().wanted().contains(piece)) {
                    turn.cancel(fetch, FetchCancelReason.NOT_WANTED);
                }
            }
        }
    }

    /** Gives up fetches of which nothing is left that has not come from elsewhere. */
    void cancelArrived(Torrent torrent) {
        for (Fetch fetch : torrent.webSeeds().isEmpty() ? List.<Fetch>of() : underWay(torrent)) {
            boolean needed = fetch.anyAwaited((piece, block) -> {
                BlockState at = torrent.picker().blockState(piece, block);
                return at == BlockState.REQUESTED || at == BlockState.MISSING;
            });
            if (!needed) {
                turn.cancel(fetch, FetchCancelReason.ARRIVED);
            }
        }
    }

    /** Gives up fetches of what the web seed has sent wrong. */
    void cancelDistrusted(Torrent torrent) {
        for (Fetch fetch : underWay(torrent)) {
            for (int piece = fetch.nextPiece(); piece <= fetch.lastPiece(); piece++) {
                if (!torrent.webSeed(fetch.webSeed()).hasPiece(piece)) {
                    turn.cancel(fetch, FetchCancelReason.BAD_DATA);
                }
            }
        }
    }

    private List<Fetch> underWay(Torrent torrent) {
        return turn.state.fetches().stream().filter(fetch -> fetch.torrentId() == torrent.torrentId() && !fetch.isCancelled()).toList();
    }
}
