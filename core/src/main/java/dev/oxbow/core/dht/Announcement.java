package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.value.InfoHash;

/**
 * A torrent whose peers we look for in the DHT.
 *
 * @param port        where we listen; 0 to look without announcing
 * @param impliedPort whether the port of our DHT socket counts instead (BEP 5: for those behind a NAT that speak uTP on it)
 * @param seed        whether we have all of it (BEP 33)
 */
public record Announcement(InfoHash infoHash, int port, boolean impliedPort, boolean seed) {
    /** What kind of lookup it takes. */
    public LookupKind kind() {
        return port != 0 || impliedPort ? LookupKind.ANNOUNCE : LookupKind.GET_PEERS;
    }
}
