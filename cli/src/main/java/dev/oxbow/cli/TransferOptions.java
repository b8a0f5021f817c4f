package dev.oxbow.cli;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.storage.Allocation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code get} and {@code seed} have in common. Options for what Oxbow does not do yet are refused, unless they switch it off. */
final class TransferOptions {
    @Parameters(paramLabel = "TORRENT", description = "A .torrent file, or the http(s) URL of one; for get also a magnet link or an info hash.")
    String torrent;

    @Option(names = {"--dir", "-d"}, paramLabel = "DIR", defaultValue = "${env:OXBOW_DIR:-.}", description = "Where the files lie or are to lie (default: here).")
    Path directory;

    @Option(names = "--state", paramLabel = "DIR", description = "Where the journal is kept (default: one directory for each torrent under the XDG state home).")
    Path state;

    @Option(names = "--listen-port", paramLabel = "N", defaultValue = "${env:OXBOW_LISTEN_PORT:-0}", description = "Accept peers on this port (default: any free one).")
    int listenPort;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "", description = "Use only this address of this machine.")
    String bind;

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "A peer to connect to; may repeat.")
    List<String> peers = new ArrayList<>();

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

    @Option(names = {"--no-dht", "--no-lsd", "--no-port-map"}, description = "Accepted: Oxbow has no DHT, local discovery or port mapping yet.")
    boolean[] without;

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
        if (listenPort < 0 || listenPort > 0xffff) {
            throw new CliException(ExitStatus.USAGE, "--listen-port must be between 0 and 65535");
        }
        peerEndpoints();
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
