package dev.oxbow.client;

import java.nio.file.Path;

/**
 * How a session is to run.
 *
 * @param stateDirectory           holds the journal, the torrents' metainfo and the lock
 * @param bindAddress              numeric; listen on and dial from this address only; empty for any
 * @param listenPort               0 lets the system choose
 * @param connectionsMax           at most so many peers in all
 * @param connectionsPerTorrentMax at most so many peers for one torrent
 */
public record OxbowOptions(Path stateDirectory, String bindAddress, int listenPort, int connectionsMax, int connectionsPerTorrentMax) {

    public static OxbowOptions in(Path stateDirectory) {
        return new OxbowOptions(stateDirectory, "", 0, 200, 50);
    }

    public OxbowOptions withListenPort(int port) {
        return new OxbowOptions(stateDirectory, bindAddress, port, connectionsMax, connectionsPerTorrentMax);
    }

    public OxbowOptions withBindAddress(String address) {
        return new OxbowOptions(stateDirectory, address, listenPort, connectionsMax, connectionsPerTorrentMax);
    }
}
