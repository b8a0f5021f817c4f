package dev.oxbow.cli;

import dev.oxbow.client.TorrentView;
import java.util.Optional;

/**
 * How a transfer ended.
 *
 * @param torrent   how it stood at the end; nothing when it never began
 * @param stateHash of the session's last state; empty when the session did not end cleanly
 */
record Outcome(ExitStatus status, String infoHash, Optional<TorrentView> torrent, String sentence, double seconds, String stateHash) {

    String word() {
        return switch (status) {
            case DONE -> "complete";
            case INTERRUPTED -> "interrupted";
            default -> "failed";
        };
    }
}
