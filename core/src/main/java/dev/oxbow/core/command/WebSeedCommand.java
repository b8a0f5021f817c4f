package dev.oxbow.core.command;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedStyle;

/** What is asked of web seeds (BEP 17, BEP 19). */
public sealed interface WebSeedCommand extends Command {
    void dispatch(WebSeedCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((WebSeedCommandHandler) handler);
    }

    /**
     * Ask a web seed for consecutive blocks, which may go on in the pieces behind. Answered by a WebSeedBlockReceived for each, or
     * WebSeedFailed before the last.
     *
     * @param fetchId negative, so that it is never a connection's; never used again
     * @param webSeedIndex its place among those of the torrent
     * @param firstBlock its index in the piece
     * @param url as the torrent names it
     */
    record FetchWebSeedRange(
            long fetchId, int torrentId, int webSeedIndex, InfoHash infoHash, WebSeedStyle style, int pieceIndex, int firstBlock,
            int blockCount, FetchReason reason, String url)
            implements WebSeedCommand {
        @Override
        public void dispatch(WebSeedCommandHandler handler) {
            handler.onFetchWebSeedRange(this);
        }
    }

    /** Give up a fetch. Blocks may still come until WebSeedFailed says that it was cancelled, or the last one has come. */
    record CancelWebSeedFetch(long fetchId, FetchCancelReason reason) implements WebSeedCommand {
        @Override
        public void dispatch(WebSeedCommandHandler handler) {
            handler.onCancelWebSeedFetch(this);
        }
    }

    /**
     * The web seed sent wrong data: it is not asked for this piece again, nor for the file if the data is of one file. Recorded only.
     *
     * @param badBlocks as a bitfield over the blocks of the piece: those that are known to be wrong
     * @param badSequence of the WebSeedBlockReceived with the first of them
     * @param goodSequence of the entry with the same block of the good copy; -1 when there is none yet
     * @param detail a sentence for people
     */
    record DistrustWebSeed(
            int torrentId, int webSeedIndex, int pieceIndex, ByteString badBlocks, long badSequence, long goodSequence, String detail)
            implements WebSeedCommand {
        @Override
        public void dispatch(WebSeedCommandHandler handler) {
            handler.onDistrustWebSeed(this);
        }
    }
}
