package dev.oxbow.core.command;

/** One method for each record of {@link TrackerCommand}. */
public interface TrackerCommandHandler {
    void onAnnounce(TrackerCommand.Announce command);
}
