package dev.oxbow.core.command;

import dev.oxbow.core.event.Entry;

/** Something that Oxbow decided and told the outside to do. Imperative, with its reason. */
public sealed interface Command extends Entry
        permits SessionCommand, ConnectionCommand, PeerCommand, StorageCommand, TrackerCommand, DhtCommand,
                ReachCommand, WebSeedCommand {
    void dispatch(CommandHandler handler);
}
