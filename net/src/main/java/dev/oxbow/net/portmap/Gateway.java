package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.httpu.NumericAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where to ask for mappings.
 *
 * @param host     numeric, with a zone when it needs one; empty when the system does not tell, and then UPnP's search must find it
 * @param port     of PCP and NAT-PMP
 * @param searchAt where UPnP's search goes; empty for IPv6, where UPnP's mappings do not exist
 */
public record Gateway(String host, int port, List<Endpoint> searchAt) {
    /** RFC 6886 and RFC 6887. */
    public static final int PORT = 5351;
    private static final int SSDP_PORT = 1900;
    private static final Endpoint SSDP_GROUP = Endpoint.parse("239.255.255.250:" + SSDP_PORT);
    private static final int TABLE_BYTES_MAX = 1 << 20;
    private static final Path PROC_NET = Path.of("/proc/net");

    public Gateway {
        searchAt = List.copyOf(searchAt);
        if (!host.isEmpty() && NumericAddress.parse(host).isEmpty()) {
            throw new IllegalArgumentException("a gateway has a numeric address");
        }
    }

    /** The system's gateway for IPv4; without an address where the system does not tell it (anywhere but on Linux). */
    public static Gateway ofSystem() {
        Optional<DefaultRoute> route = DefaultRoute.ipv4(table(PROC_NET.resolve("route")),
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
        return route.map(found -> ipv4(found.gateway())).orElse(new Gateway("", PORT, List.of(SSDP_GROUP)));
    }

    /** The system's gateway for IPv6; empty where there is none, or the system does not tell. */
    public static Optional<Gateway> ofSystemIpv6() {
        return DefaultRoute.ipv6(table(PROC_NET.resolve("ipv6_route"))).flatMap(route -> {
            String address = new Endpoint(route.gateway(), 0).host();
            return NumericAddress.isLinkLocal(route.gateway()) ? zone(route.interfaceName()).map(zone -> address + "%" + zone)
                    : Optional.of(address);
        }).map(host -> new Gateway(host, PORT, List.of()));
    }

    private static Gateway ipv4(ByteString address) {
        Endpoint unicast = new Endpoint(address, SSDP_PORT); // some networks carry no multicast between radio and wire
        return new Gateway(unicast.host(), PORT, List.of(SSDP_GROUP, unicast));
    }

    /** The number, because Vert.x would look up a zone's name as if it were a host. */
    private static Optional<Integer> zone(String interfaceName) {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(interfaceName)).map(NetworkInterface::getIndex);
        } catch (SocketException gone) {
            return Optional.empty();
        }
    }

    private static String table(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(TABLE_BYTES_MAX), StandardCharsets.ISO_8859_1);
        } catch (IOException notLinux) {
            return "";
        }
    }

    /** For sentences. */
    String title() {
        return host.isEmpty() ? "the gateway" : "the gateway " + host;
    }
}
