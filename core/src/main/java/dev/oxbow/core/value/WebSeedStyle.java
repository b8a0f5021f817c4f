package dev.oxbow.core.value;

/** How a web seed wants to be asked. */
public enum WebSeedStyle {
    /** The files themselves under the torrent's paths, by HTTP ranges (BEP 19, {@code url-list}). */
    GETRIGHT,
    /** A script that knows the torrent, by piece (BEP 17, {@code httpseeds}). */
    HOFFMAN
}
