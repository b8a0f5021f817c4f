package dev.oxbow.client;

import java.util.List;

/**
 * Whether a session takes part in the DHT (BEP 5), and whom it begins with. Private torrents never do.
 *
 * @param bootstrapHosts as {@code host:port}; what earlier sessions knew is tried first
 */
public record DhtOptions(boolean on, List<String> bootstrapHosts) {
    public static final DhtOptions OFF = new DhtOptions(false, List.of());
    /** Hosts that are there for everybody to begin with. */
    public static final List<String> PUBLIC_HOSTS =
            List.of("router.bittorrent.com:6881", "dht.transmissionbt.com:6881", "dht.libtorrent.org:25401");

    public DhtOptions {
        bootstrapHosts = List.copyOf(bootstrapHosts);
    }

    public static DhtOptions from(List<String> bootstrapHosts) {
        return new DhtOptions(true, bootstrapHosts);
    }
}
