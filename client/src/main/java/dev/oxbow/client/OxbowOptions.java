package dev.oxbow.client;

import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.storage.Allocation;
import java.nio.file.Path;

/**
 * How a session is to run.
 *
 * @param stateDirectory           holds the journal, the torrents' metainfo and the lock
 * @param bindAddress              numeric; listen on and dial from this address only; empty for any
 * @param listenPort               0 lets the system choose
 * @param connectionsMax           at most so many peers in all
 * @param connectionsPerTorrentMax at most so many peers for one torrent
 * @param naming                   what may stand in a file's name; keep to it, or a resumed torrent's files are looked for under other names
 * @param peerExchange             whether peers of torrents that are not private tell each other of others (BEP 11)
 * @param allocation               when the room for files is taken; with {@code FULL} a torrent whose files are missing takes it, seed or not
 * @param dht                      off, unless asked for: it makes a session known to strangers
 * @param reach                    how far it goes for peers to reach it
 */
public record OxbowOptions(
        Path stateDirectory, String bindAddress, int listenPort, int connectionsMax, int connectionsPerTorrentMax, NamingRules naming,
        Allocation allocation, DhtOptions dht, ReachOptions reach, boolean peerExchange) {

    public static OxbowOptions in(Path stateDirectory) {
        return new OxbowOptions(stateDirectory, "", 0, 200, 50, SystemNaming.rules(), Allocation.SPARSE, DhtOptions.OFF, ReachOptions.OFF, true);
    }

    public OxbowOptions withListenPort(int port) {
        return new OxbowOptions(
                stateDirectory, bindAddress, port, connectionsMax, connectionsPerTorrentMax, naming, allocation, dht, reach, peerExchange);
    }

    public OxbowOptions withBindAddress(String address) {
        return new OxbowOptions(
                stateDirectory, address, listenPort, connectionsMax, connectionsPerTorrentMax, naming, allocation, dht, reach, peerExchange);
    }

    public OxbowOptions withNaming(NamingRules rules) {
        return new OxbowOptions(
                stateDirectory, bindAddress, listenPort, connectionsMax, connectionsPerTorrentMax, rules, allocation, dht, reach, peerExchange);
    }

    public OxbowOptions withAllocation(Allocation mode) {
        return new OxbowOptions(
                stateDirectory, bindAddress, listenPort, connectionsMax, connectionsPerTorrentMax, naming, mode, dht, reach, peerExchange);
    }

    public OxbowOptions withDht(DhtOptions options) {
        return new OxbowOptions(
                stateDirectory, bindAddress, listenPort, connectionsMax, connectionsPerTorrentMax, naming, allocation, options, reach, peerExchange);
    }

    public OxbowOptions withReach(ReachOptions options) {
        return new OxbowOptions(
                stateDirectory, bindAddress, listenPort, connectionsMax, connectionsPerTorrentMax, naming, allocation, dht, options, peerExchange);
    }

    public OxbowOptions withPeerExchange(boolean on) {
        return new OxbowOptions(
                stateDirectory, bindAddress, listenPort, connectionsMax, connectionsPerTorrentMax, naming, allocation, dht, reach, on);
    }
}
