package dev.oxbow.core.session;

import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.command.WebSeedCommandHandler;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.event.WebSeedEventHandler;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.WebSeedId;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.Fetch;
import dev.oxbow.core.webseed.WebSeed;
import dev.oxbow.core.webseed.WebSeedFailure;
import java.util.Optional;

/** Records what web seeds were asked for and what they answered. */
final class WebSeedFold implements WebSeedEventHandler, WebSeedCommandHandler {
    /** A block that is neither written nor thrown away yet. */
    record BlockInHand(int torrentId, WebSeedId webSeed, int pieceIndex, int blockIndex, int crc32c, long sequence) {
    }

    private final SessionState state;

    WebSeedFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onWebSeedBlockReceived(WebSeedEvent.WebSeedBlockReceived event) {
        Fetch fetch = state.fetches.get(event.fetchId());
        state.lastFetch = Optional.ofNullable(fetch);
        if (fetch == null || !fetch.isNext(event.pieceIndex(), event.blockIndex())) {
            return;
        }
        fetch.onBlock();
        if (fetch.isWhole()) {
            state.fetches.remove(fetch.fetchId());
        }
        state.torrent(fetch.torrentId()).ifPresent(torrent -> {
            int lengthBytes = torrent.layout().blockLengthBytes(event.pieceIndex(), event.blockIndex());
            torrent.downloaded(lengthBytes, state.timeNs());
            torrent.webSeed(fetch.webSeed()).onBlockReceived(fetch.fetchId(), lengthBytes, state.timeNs());
            state.fetchedBlock = Optional.of(new BlockInHand(torrent.torrentId(), fetch.webSeed(), event.pieceIndex(), event.blockIndex(),
                    event.crc32c(), state.sequence()));
        });
    }

    /** The block in hand is written. Called by the fold of WriteBlock. */
    static void blockTaken(SessionState state, Torrent torrent) {
        if (state.fetchedBlock.isPresent()) {
            BlockInHand block = state.fetchedBlock.get();
            torrent.picker.writing(block.pieceIndex(), block.blockIndex(), block.webSeed().number(), block.crc32c(), block.sequence());
            state.fetchedBlock = Optional.empty();
        }
    }

    /** The block in hand is thrown away. Called by the fold of DiscardBlock. */
    static void blockDiscarded(SessionState state) {
        state.fetchedBlock.ifPresent(block -> state.torrent(block.torrentId()).ifPresent(torrent -> {
            int lengthBytes = torrent.layout().blockLengthBytes(block.pieceIndex(), block.blockIndex());
            torrent.picker.released(block.pieceIndex(), block.blockIndex(), block.webSeed().number());
            torrent.wasted(lengthBytes);
            torrent.webSeed(block.webSeed()).onBlockDiscarded(lengthBytes);
        }));
        state.fetchedBlock = Optional.empty();
    }

    @Override
    public void onWebSeedFailed(WebSeedEvent.WebSeedFailed event) {
        state.lastFetch = Optional.ofNullable(state.fetches.remove(event.fetchId()));
        state.lastFetch.ifPresent(fetch -> state.torrent(fetch.torrentId()).ifPresent(torrent -> {
            release(torrent, fetch);
            torrent.webSeed(fetch.webSeed()).onFetchFailed(event.fetchId(),
                    new WebSeedFailure(event.fault(), event.fileIndex(), event.detail(), event.retryAfterSeconds()), state.timeNs());
        }));
    }

    /** What has not come is free to be asked of others. Once a fetch is given up its blocks may be asked for anew: then they are not its. */
    private static void release(Torrent torrent, Fetch fetch) {
        if (!fetch.isCancelled()) {
            long number = fetch.webSeed().number();
            fetch.forEachAwaited((piece, block) -> torrent.picker.released(piece, block, number));
            torrent.picker.shareExclusive(number);
        }
    }

    @Override
    public void onFetchWebSeedRange(WebSeedCommand.FetchWebSeedRange command) {
        state.nextOperationId = Math.max(state.nextOperationId, 1 - command.fetchId());
        state.torrent(command.torrentId()).ifPresent(torrent -> {
            WebSeedId id = new WebSeedId(command.webSeedIndex());
            BlockRun run = new BlockRun(command.pieceIndex(), command.firstBlock(), command.blockCount());
            Fetch fetch = new Fetch(command.fetchId(), torrent.torrentId(), id, run, torrent.layout());
            state.fetches.put(command.fetchId(), fetch);
            fetch.forEachAwaited((piece, block) -> {
                torrent.picker.requested(piece, block, id.number());
                torrent.picker.exclusive(piece, id.number());
            });
            long lengthBytes = run.lengthBytes(torrent.layout());
            torrent.webSeed(id).onFetchStarted(command.fetchId(), lengthBytes, state.timeNs());
            state.downLimit(torrent).take(lengthBytes, state.timeNs());
        });
    }

    @Override
    public void onCancelWebSeedFetch(WebSeedCommand.CancelWebSeedFetch command) {
        Fetch fetch = state.fetches.get(command.fetchId());
        if (fetch != null) {
            state.torrent(fetch.torrentId()).ifPresent(torrent -> release(torrent, fetch));
            fetch.onCancelled();
        }
    }

    @Override
    public void onDistrustWebSeed(WebSeedCommand.DistrustWebSeed command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> {
            WebSeed webSeed = torrent.webSeed(new WebSeedId(command.webSeedIndex()));
            webSeed.onBadPiece(command.pieceIndex(), Bitfield.fromWire(command.badBlocks(), torrent.layout().blockCount(command.pieceIndex())));
        });
    }
}
