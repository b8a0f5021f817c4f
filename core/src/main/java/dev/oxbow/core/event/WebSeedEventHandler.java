package dev.oxbow.core.event;

/** One method for each record of {@link WebSeedEvent}. */
public interface WebSeedEventHandler {

    void onWebSeedBlockReceived(WebSeedEvent.WebSeedBlockReceived event);

    void onWebSeedFailed(WebSeedEvent.WebSeedFailed event);
}
