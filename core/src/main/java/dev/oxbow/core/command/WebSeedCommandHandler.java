package dev.oxbow.core.command;

/** One method for each record of {@link WebSeedCommand}. */
public interface WebSeedCommandHandler {

    void onFetchWebSeedRange(WebSeedCommand.FetchWebSeedRange command);

    void onCancelWebSeedFetch(WebSeedCommand.CancelWebSeedFetch command);

    void onDistrustWebSeed(WebSeedCommand.DistrustWebSeed command);
}
