package dev.oxbow.net.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressScopeTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "0.1.2.3", "100.64.0.1", "100.127.255.255", "198.18.0.1", "198.19.0.1", "192.0.0.8",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1"})
    void knowsPrivateAddresses(String address) throws Exception {
        assertEquals(true, AddressScope.REAL.isPrivate(InetAddress.getByName(address)));
        assertEquals(true, AddressScope.REAL.isPrivate(SocketAddress.inetSocketAddress(80, address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "9.255.255.255",
        "11.0.0.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1",
        "192.1.0.1", "198.17.0.1", "198.20.0.1", "223.255.255.255", "2001:db8::1", "2a00::1", "64:ff9b::101:101", "::ffff:8.8.8.8"})
    void knowsAddressesOfTheInternet(String address) throws Exception {
        assertEquals(false, AddressScope.REAL.isPrivate(InetAddress.getByName(address)));
        assertEquals(false, AddressScope.REAL.isPrivate(SocketAddress.inetSocketAddress(80, address)));
    }

    @Test
    void whatHasNoAddressIsPrivate() {
        assertEquals(true, AddressScope.REAL.isPrivate(SocketAddress.domainSocketAddress("/run/x")));
        assertEquals(true, AddressScope.REAL.isPrivate(SocketAddress.inetSocketAddress(80, "name.invalid")));
    }
}
