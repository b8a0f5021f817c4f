package dev.oxbow.core.choke;

/** That a peer which is choked is to be unchoked, or the other way round. */
public record ChokeDecision(long connectionId, boolean unchoke, ChokeCause cause) {
    /** {@code unchoke 7 OPTIMISTIC}. */
    @Override
    public String toString() {
        return (unchoke ? "unchoke " : "choke ") + connectionId + " " + cause;
    }
}
