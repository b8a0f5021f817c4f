package dev.oxbow.core.choke;

/**
 * A connected peer as the choker sees it.
 *
 * @param amChoking whether we choke it now
 * @param peerInterested whether it wants anything of us
 * @param uploadOnly whether it is a seed or a partial seed (BEP 21), which never gets a slot
 * @param snubbed whether it has left what we asked of it unanswered for too long
 * @param optimistic whether its last unchoke was an optimistic one
 * @param downBytesPerSec what it gives us, as a mean over about 20 s
 * @param upBytesPerSec what we give it
 * @param uploadedSinceUnchokeBytes what we gave it since its last unchoke
 * @param lastUnchokedNs when we last unchoked it, or {@link #NEVER}
 * @param connectedSinceNs when the connection was made
 */
public record Contender(long connectionId, boolean amChoking, boolean peerInterested, boolean uploadOnly, boolean snubbed,
        boolean optimistic, long downBytesPerSec, long upBytesPerSec, long uploadedSinceUnchokeBytes, long lastUnchokedNs,
        long connectedSinceNs) {
    /** It has not been unchoked on this connection. */
    public static final long NEVER = Long.MIN_VALUE;

    public Contender {
        if (!amChoking && lastUnchokedNs == NEVER) {
            throw new IllegalArgumentException("connection " + connectionId + " is unchoked and was never unchoked");
        }
    }

    boolean wantsSlot() {
        return peerInterested && !uploadOnly;
    }

    /** A peer that comes back on a new connection begins at the end of the queue. */
    long waitingSinceNs() {
        return lastUnchokedNs == NEVER ? connectedSinceNs : lastUnchokedNs;
    }

    /** For how long it has been unchoked. */
    long heldNs(long timeNs) {
        return timeNs - lastUnchokedNs;
    }
}
