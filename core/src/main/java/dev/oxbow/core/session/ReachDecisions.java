package dev.oxbow.core.session;

import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.ReachEventHandler;

/** Decides what follows from news of how peers reach us. */
final class ReachDecisions implements ReachEventHandler {
    private final Turn turn;
    private final PortKeeper ports;
    private final Dialler dialler;

    ReachDecisions(Turn turn, PortKeeper ports, Dialler dialler) {
        this.turn = turn;
        this.ports = ports;
        this.dialler = dialler;
    }

    @Override
    public void onReachSettingsChanged(ReachEvent.ReachSettingsChanged event) {
        ports.keep();
    }

    /** It may come when the port is no longer wanted. */
    @Override
    public void onPortMapped(ReachEvent.PortMapped event) {
        ports.keep();
    }

    /** Another external port may be free. */
    @Override
    public void onPortMapFailed(ReachEvent.PortMapFailed event) {
        ports.keep();
    }

    @Override
    public void onPortUnmapped(ReachEvent.PortUnmapped event) {
        // Whoever waited for it, as a stop does, looks for himself.
    }

    @Override
    public void onExternalAddressLearned(ReachEvent.ExternalAddressLearned event) {
        // The next to dial, or to give way, is chosen by it.
    }

    @Override
    public void onLocalPeerDiscovered(ReachEvent.LocalPeerDiscovered event) {
        turn.state.torrent(event.infoHash()).ifPresent(dialler::dialMore);
    }
}
