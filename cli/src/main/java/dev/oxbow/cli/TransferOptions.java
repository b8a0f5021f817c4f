package dev.oxbow.cli;

import dev.oxbow.client.BindAddress;
import dev.oxbow.client.DhtOptions;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.ReachOptions;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.webseed.WebSeed;
import dev.oxbow.storage.Allocation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code get} and {@code seed} have in common. Options for what Oxbow does not do yet are refused, unless they switch it off. */
final class TransferOptions {
    private static final int RATIO_MAX = 1_000_000;

    @Parameters(paramLabel = "TORRENT", description = "A .torrent file, or the http(s) URL of one; for get also a magnet link or an info hash.")
    String torrent;

    @Option(names = {"--dir", "-d"}, paramLabel = "DIR", defaultValue = "${env:OXBOW_DIR:-.}", description = "Where the files lie or are to lie (default: here).")
    Path directory;

    @Option(names = "--state", paramLabel = "DIR", description = "Where the journal is kept (default: one directory for each torrent under the XDG state home).")
    Path state;

    @Option(names = "--listen-port", paramLabel = "N|N-M", converter = ListenPorts.Converter.class, defaultValue = "${env:OXBOW_LISTEN_PORT:-0}",
            description = "Accept peers on this port, or on the first free one of these (default: any free one).")
    ListenPorts listenPorts;

    @Option(names = "--no-port-map", description = "Do not ask the router to forward the port to us. Goes without saying with a loopback --bind.")
    boolean noPortMap;

    @Option(names = "--no-lsd", description = "Do not tell the local network of the torrent. Goes without saying for private ones, and with a loopback --bind.")
    boolean noLsd;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "", description = "Use only this address of this machine.")
    String bind;

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "A peer to connect to; may repeat.")
    List<String> peers = new ArrayList<>();

    @Option(names = "--web-seed", paramLabel = "URL", description = "A web server that has the files (BEP 19), beside those that the torrent names; may repeat.")
    List<String> webSeeds = new ArrayList<>();

    @Option(names = "--max-download", paramLabel = "RATE", defaultValue = "0", converter = Amounts.Bytes.class, description = "Receive no more bytes a second (64K, 2M; default: no limit).")
    long maxDownload;

    @Option(names = "--max-upload", paramLabel = "RATE", defaultValue = "0", converter = Amounts.Bytes.class, description = "Send no more bytes a second (64K, 2M; default: no limit).")
    long maxUpload;

    @Option(names = "--seed-ratio", paramLabel = "R", description = "Seed until so many times the size of what is wanted was sent.")
    Double seedRatio;

    @Option(names = "--seed-time", paramLabel = "TIME", converter = Amounts.Span.class, description = "Seed for so long (90s, 5m).")
    Duration seedTime;

    @Mixin
    NamingOptions naming;

    /** Only a download takes room. */
    Allocation allocation = Allocation.SPARSE;

    @Option(names = "--stall-timeout", paramLabel = "TIME", converter = Amounts.Span.class, description = "Give up when nothing arrives for so long (90s, 5m).")
    Duration stallTimeout;

    @Option(names = "--jsonl", description = "Progress and result as JSON lines on standard output.")
    boolean jsonl;

    @Option(names = {"--quiet", "-q"}, description = "Print nothing but errors.")
    boolean quiet;

    @Option(names = "--verbose", description = "Say more; show stack traces.")
    boolean verbose;

    @Option(names = "--no-dht", description = "Do not look for peers in the DHT, nor be found there. Private torrents never are.")
    boolean noDht;

    @Option(names = "--dht-bootstrap", paramLabel = "HOST:PORT", description = "Whom to begin with in the DHT, in place of the usual hosts; may repeat.")
    List<String> dhtBootstrap = new ArrayList<>();

    @Option(names = "--encryption", paramLabel = "require|prefer|off", defaultValue = "off", description = "Only 'off' yet, which 'prefer' comes to as well.")
    String encryption;

    @Option(names = "--utp", paramLabel = "on|off|only", defaultValue = "off", description = "Only 'off' yet, which 'on' comes to as well.")
    String utp;

    @Option(names = "--no-pex", description = "Neither ask peers for others nor tell them of others; private torrents never do.")
    boolean noPex;

    /** @throws CliException when something is asked for that Oxbow cannot do */
    void check() {
        if (!List.of("prefer", "off").contains(encryption.toLowerCase(Locale.ROOT))) {
            throw new CliException(ExitStatus.USAGE, "--encryption " + encryption + " is not possible yet; use off");
        }
        if (!List.of("on", "off").contains(utp.toLowerCase(Locale.ROOT))) {
            throw new CliException(ExitStatus.USAGE, "--utp " + utp + " is not possible yet; use off");
        }
        try {
            BindAddress.check(bind); // before anything is fetched from another one
        } catch (OxbowException e) {
            throw new CliException(Main.statusOf(e), "--bind: " + e.getMessage(), e);
        }
        if (seedRatio != null && !(seedRatio >= 0 && seedRatio <= RATIO_MAX)) {
            throw new CliException(ExitStatus.USAGE, "--seed-ratio must be a number from 0 to " + RATIO_MAX);
        }
        peerEndpoints();
        if (!webSeeds.stream().allMatch(WebSeed::isSupported)) {
            throw new CliException(ExitStatus.USAGE, "--web-seed expects an http or https URL");
        }
        for (String host : dhtBootstrap) {
            if (!host.matches(".+:[0-9]{1,5}") || Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)) > 0xffff) {
                throw new CliException(ExitStatus.USAGE, "--dht-bootstrap expects HOST:PORT, with [..] around an IPv6 address");
            }
        }
    }

    DhtOptions dht() {
        if (noDht) {
            return DhtOptions.OFF;
        }
        boolean onThisMachineAlone = bind.startsWith("127.") || bind.equals("::1"); // nobody else is reached from there
        List<String> usual = onThisMachineAlone ? List.of() : DhtOptions.PUBLIC_HOSTS;
        return DhtOptions.from(dhtBootstrap.isEmpty() ? usual : dhtBootstrap);
    }

    boolean hasSeedGoal() {
        return seedRatio != null || seedTime != null;
    }

    /** What holds for this run: a goal of an earlier one is forgotten. */
    TorrentOptions.SeedGoal seedGoal() {
        return new TorrentOptions.SeedGoal(Optional.ofNullable(seedRatio), Optional.ofNullable(seedTime));
    }

    ReachOptions reach() {
        return ReachOptions.OFF.with(!noPortMap, !noLsd).withListenPortLast(listenPorts.last());
    }

    List<Endpoint> peerEndpoints() {
        List<Endpoint> out = new ArrayList<>();
        for (String peer : peers) {
            out.add(endpoint(peer));
        }
        return out;
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new CliException(ExitStatus.USAGE, "--peer expects HOST:PORT, with [..] around an IPv6 address", e);
            }
            try {
                InetAddress address = InetAddress.getByName(text.substring(0, colon));
                return Endpoint.of(address.getAddress(), Integer.parseInt(text.substring(colon + 1)));
            } catch (UnknownHostException | IllegalArgumentException unknown) {
                throw new CliException(ExitStatus.USAGE, "--peer names a host that cannot be found, or a port beyond 65535", unknown);
            }
        }
    }

    /** Where the session is kept. */
    Path stateFor(String key) {
        return state != null ? state : StateHome.path().resolve(key);
    }
}
