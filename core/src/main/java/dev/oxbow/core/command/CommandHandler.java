package dev.oxbow.core.command;

/** One method for every command, so that the compiler checks completeness. */
public interface CommandHandler
        extends SessionCommandHandler, ConnectionCommandHandler, PeerCommandHandler, StorageCommandHandler, TrackerCommandHandler,
        DhtCommandHandler, ReachCommandHandler, WebSeedCommandHandler {
}
