package dev.oxbow.core.event;

import dev.oxbow.core.value.WebSeedFault;

/** What web seeds answered (BEP 17, BEP 19). A fetch ends with its last block or with WebSeedFailed. */
public sealed interface WebSeedEvent extends Event {
    void dispatch(WebSeedEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((WebSeedEventHandler) handler);
    }

    /**
     * A whole block of a fetch lies in a slot of the block pool; they come in the order of the run. Answered by exactly one WriteBlock or
     * DiscardBlock.
     *
     * @param crc32c of the block, to tell the server's faults from our own
     */
    record WebSeedBlockReceived(long fetchId, int pieceIndex, int blockIndex, int slotId, int crc32c) implements WebSeedEvent {
        @Override
        public void dispatch(WebSeedEventHandler handler) {
            handler.onWebSeedBlockReceived(this);
        }
    }

    /**
     * What is missing of a fetch will not come. The blocks that came before are as good as others.
     *
     * @param fileIndex the file that was asked for; -1 when it was no single one
     * @param retryAfterSeconds how long the server wants to be left alone; 0 when it does not say
     * @param detail a sentence for people
     */
    record WebSeedFailed(long fetchId, WebSeedFault fault, int fileIndex, long retryAfterSeconds, String detail) implements WebSeedEvent {
        @Override
        public void dispatch(WebSeedEventHandler handler) {
            handler.onWebSeedFailed(this);
        }
    }
}
