package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
/** That a peer which is choked is to be unchoked, or the other way round. */
public record ChokeDecision(long connectionId, boolean unchoke, ChokeReason reason) {
    /** {@code unchoke 7 OPTIMISTIC}. */
    @Override
    public String toString() {
        return (unchoke ? "unchoke " : "choke ") + connectionId + " " + reason;
    }
}
