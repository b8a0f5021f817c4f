package dev.oxbow.core.event;

/** One method for each record of {@link DhtEvent}. */
public interface DhtEventHandler {
    void onDhtConfigured(DhtEvent.DhtConfigured event);

    void onDhtHostsNamed(DhtEvent.DhtHostsNamed event);

    void onDhtListenSucceeded(DhtEvent.DhtListenSucceeded event);

    void onDhtListenFailed(DhtEvent.DhtListenFailed event);

    void onDhtQueryReceived(DhtEvent.DhtQueryReceived event);

    void onDhtResponseReceived(DhtEvent.DhtResponseReceived event);

    void onDhtErrorReceived(DhtEvent.DhtErrorReceived event);

    void onHostResolved(DhtEvent.HostResolved event);

    void onHostResolveFailed(DhtEvent.HostResolveFailed event);
}
