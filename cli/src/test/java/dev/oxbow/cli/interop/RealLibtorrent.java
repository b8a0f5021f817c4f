package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.libtorrent4j.PeerInfo;
import org.libtorrent4j.SessionManager;
import org.libtorrent4j.SessionParams;
import org.libtorrent4j.SettingsPack;
import org.libtorrent4j.Sha1Hash;
import org.libtorrent4j.TcpEndpoint;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.TorrentHandle;
import org.libtorrent4j.TorrentInfo;
import org.libtorrent4j.swig.ip_filter;
import org.libtorrent4j.swig.settings_pack;
import org.libtorrent4j.swig.string_int_pair;
import org.libtorrent4j.swig.torrent_flags_t;

/** A real libtorrent 2.0.6 in this JVM, on 127.0.0.1 or another address, with everything off that would look for peers elsewhere. */
final class RealLibtorrent implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final SessionManager session = new SessionManager();
    private Sha1Hash infoHash;

    RealLibtorrent() {
        this("127.0.0.1", settings -> { });
    }

    /** One that has this address alone. */
    static RealLibtorrent at(String address) {
        return new RealLibtorrent(address, settings -> { });
    }

    /** One that tells its network of its torrents, and hears others there (BEP 14). */
    static RealLibtorrent neighbour(String address) {
        return new RealLibtorrent(address, settings -> settings.setEnableLsd(true));
    }

    /** One that stays connected to peers that have nothing for it, and want nothing. */
    static RealLibtorrent sociable() {
        return new RealLibtorrent("127.0.0.1",
                settings -> settings.setBoolean(settings_pack.bool_types.close_redundant_connections.swigValue(), false));
    }

    /** One that is in the DHT, and knows nobody there; all nodes may be on one address. */
    static RealLibtorrent inDht() {
        return new RealLibtorrent("127.0.0.1", settings -> settings.setEnableDht(true));
    }

    private RealLibtorrent(String address, Consumer<SettingsPack> more) {
        SettingsPack settings = new SettingsPack();
        settings.listenInterfaces((address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":0");
        settings.setEnableDht(false);
        for (settings_pack.bool_types careful : List.of(settings_pack.bool_types.dht_restrict_routing_ips,
                settings_pack.bool_types.dht_restrict_search_ips, settings_pack.bool_types.dht_enforce_node_id,
                settings_pack.bool_types.dht_prefer_verified_node_ids)) {
            settings.setBoolean(careful.swigValue(), false);
        }
        settings.setInteger(settings_pack.int_types.dht_block_ratelimit.swigValue(), 1000);
        settings.setEnableLsd(false);
        settings.setBoolean(settings_pack.bool_types.enable_upnp.swigValue(), false);
        settings.setBoolean(settings_pack.bool_types.enable_natpmp.swigValue(), false);
        settings.setBoolean(settings_pack.bool_types.allow_multiple_connections_per_ip.swigValue(), true);
        settings.setBoolean(settings_pack.bool_types.enable_outgoing_utp.swigValue(), false);
        settings.setBoolean(settings_pack.bool_types.enable_incoming_utp.swigValue(), false);
        settings.setString(settings_pack.string_types.dht_bootstrap_nodes.swigValue(), "");
        more.accept(settings);
        session.start(new SessionParams(settings));
        await().atMost(START).until(() -> session.swig().listen_port() > 0);
    }

    void limitUpload(int bytesPerSec) {
        session.swig().set_peer_class_filter(new ip_filter()); // else limits do not hold for peers on this machine
        session.uploadRateLimit(bytesPerSec);
    }

    int port() {
        return session.swig().listen_port();
    }

    /** Takes the torrent up; what lies in the directory is checked first. */
    void add(byte[] torrentFile, Path directory) {
        TorrentInfo torrent = TorrentInfo.bdecode(torrentFile);
        infoHash = torrent.infoHash();
        session.download(torrent, directory.toFile(), null, null, List.<TcpEndpoint>of(), new torrent_flags_t());
        await().atMost(START).until(() -> handle().isPresent());
    }

    /** Downloads from one peer. */
    void download(byte[] torrentFile, Path directory, String host, int port) {
        TorrentInfo torrent = TorrentInfo.bdecode(torrentFile);
        infoHash = torrent.infoHash();
        session.download(torrent, directory.toFile(), null, null, List.of(new TcpEndpoint(host, port)), new torrent_flags_t());
        await().atMost(START).until(() -> handle().isPresent());
    }

    /** Takes up a torrent of which it wants no payload. */
    void join(byte[] torrentFile, Path directory, String host, int port) {
        TorrentInfo torrent = TorrentInfo.bdecode(torrentFile);
        infoHash = torrent.infoHash();
        session.download(torrent, directory.toFile(), null, null, List.of(new TcpEndpoint(host, port)), TorrentFlags.UPLOAD_MODE);
        await().atMost(START).until(() -> handle().isPresent());
    }

    /** Takes up a torrent of which it knows the link alone. */
    void addMagnet(String link, String hexInfoHash, Path directory) {
        infoHash = Sha1Hash.parseHex(hexInfoHash);
        session.download(link, directory.toFile(), new torrent_flags_t());
        await().atMost(START).until(() -> handle().isPresent());
    }

    /** The endpoints that it is connected to. */
    List<String> peers() {
        return handle().map(it -> it.peerInfo().stream().map(PeerInfo::ip).toList()).orElse(List.of());
    }

    private Optional<TorrentHandle> handle() {
        return Optional.ofNullable(session.find(infoHash)).filter(TorrentHandle::isValid);
    }

    /** How many nodes of the DHT it knew when it was last asked; asks again. */
    long dhtNodes() {
        long known = session.dhtNodes();
        session.postSessionStats();
        return known;
    }

    /** Sees whether the other answers. */
    void meet(RealLibtorrent other) {
        session.swig().add_dht_node(new string_int_pair("127.0.0.1", other.port()));
    }

    /** Announces the torrent in the DHT now, and looks for its peers there. */
    void announceInDht() {
        handle().ifPresent(TorrentHandle::forceDHTAnnounce);
    }

    /** The ports of the peers that the DHT knows of the torrent. */
    List<Integer> peersInDht(byte[] torrentFile, int seconds) {
        return session.dhtGetPeers(TorrentInfo.bdecode(torrentFile).infoHash(), seconds).stream().map(TcpEndpoint::port).toList();
    }

    boolean isSeeding() {
        return handle().map(it -> it.status().isSeeding()).orElse(false);
    }

    long payloadUploaded() {
        return handle().map(it -> it.status().totalPayloadUpload()).orElse(0L);
    }

    @Override
    public void close() {
        session.stop();
    }
}
