package dev.oxbow.core.command;

/** One method for each record of {@link ReachCommand}. */
public interface ReachCommandHandler {

    void onMapPort(ReachCommand.MapPort command);

    void onUnmapPort(ReachCommand.UnmapPort command);

    void onAnnounceLocally(ReachCommand.AnnounceLocally command);
}
