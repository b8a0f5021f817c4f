package dev.oxbow.cli;

import java.nio.file.Path;

/** Where sessions are kept when {@code --state} does not say: one directory for each torrent under the XDG state home. */
final class StateHome {
    private StateHome() {
    }

    static Path path() {
        String xdg = System.getenv("XDG_STATE_HOME");
        Path home = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".local", "state");
        return home.resolve("oxbow");
    }
}
