package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand.Announce;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;

/** Announce commands for tests. */
final class Commands {
    static final InfoHash INFO_HASH = InfoHash.ofHex("00ff7f80" + "25".repeat(16));

    private Commands() {
    }

    static PeerId peerId(int number) {
        return PeerId.ofHex("2d4f58303130302d" + String.format("%024x", number));
    }

    static Announce announce(String url, AnnounceEvent event) {
        return announce(url, event, 1, 6881, 1000);
    }

    static Announce announce(String url, AnnounceEvent event, int number, int port, long leftBytes) {
        return new Announce(3, 1, number, url, INFO_HASH, peerId(number), event, port, 10, 20, leftBytes, 50, 0x0a0b0c0d, "");
    }
}
