package dev.oxbow.net.reach;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.httpu.NumericAddress;
import dev.oxbow.net.lsd.LocalDiscovery;
import dev.oxbow.net.portmap.Gateway;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who is around: the gateway that is asked for ports, and the interfaces that neighbours are on. Looked up when first needed.
 *
 * @param gateway    nothing when no ports are to be mapped
 * @param interfaces empty when neighbours are left alone
 */
public record Surroundings(Supplier<Optional<Gateway>> gateway, Supplier<List<NetworkInterface>> interfaces) {
    /** Nobody is asked and nobody is told. */
    public static final Surroundings NONE = new Surroundings(Optional::empty, List::of);

    /**
     * What the system knows.
     *
     * @param bindAddress numeric: the gateway of its family, and neighbours on its own network only; empty for the IPv4 gateway and all
     *                    networks. Nobody when it is a loopback address
     */
    public static Surroundings ofSystem(String bindAddress) {
        if (isLoopback(bindAddress)) {
            return NONE;
        }
        boolean ipv6 = certain(bindAddress).indexOf(':') >= 0;
        return new Surroundings(() -> ipv6 ? Gateway.ofSystemIpv6() : Optional.of(Gateway.ofSystem()), LocalDiscovery::usualInterfaces);
    }

    /** The address as it is written everywhere; empty when it stands for any, as 0.0.0.0 and :: do. */
    static String certain(String bindAddress) {
        return NumericAddress.parse(bindAddress).filter(bytes -> !NumericAddress.isUnspecified(bytes))
                .map(bytes -> new Endpoint(bytes, 0).host()).orElse("");
    }

    /** Whether nothing from there leaves this machine. */
    public static boolean isLoopback(String address) {
        return NumericAddress.parse(address).map(bytes -> new Endpoint(bytes, 0).address()).filter(NumericAddress::isLoopback).isPresent();
    }
}
