package dev.oxbow.core.event;

/** One method for each record of {@link ReachEvent}. */
public interface ReachEventHandler {

    void onReachSettingsChanged(ReachEvent.ReachSettingsChanged event);

    void onPortMapped(ReachEvent.PortMapped event);

    void onPortMapFailed(ReachEvent.PortMapFailed event);

    void onPortUnmapped(ReachEvent.PortUnmapped event);

    void onExternalAddressLearned(ReachEvent.ExternalAddressLearned event);

    void onLocalPeerDiscovered(ReachEvent.LocalPeerDiscovered event);
}
