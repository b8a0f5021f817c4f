package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.net.httpu.NumericAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefaultRouteTest {
    private static final String IPV4_HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT   \n";
    private static final String ZEROS = "00000000000000000000000000000000";

    private static DefaultRoute route(String gateway, String interfaceName) {
        return new DefaultRoute(NumericAddress.parse(gateway).orElseThrow(), interfaceName);
    }

    @Test
    void findsTheIpv4GatewayOfTheLeastMetric() {
        String table = IPV4_HEAD
                + "tun0\t00000000\t0100000A\t0001\t0\t0\t0\t00000000\t0\t0\t0\n" // no gateway: a tunnel
                + "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                + "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0   \n"
                + "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
                + "eth1\t00000000\t0103A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0\n"; // not up
        assertEquals(Optional.of(route("192.168.1.1", "eth0")), DefaultRoute.ipv4(table, true));
    }

    @Test
    void readsTheByteOrderOfTheMachine() {
        String table = IPV4_HEAD + "eth0\t00000000\tC0A80101\t0003\t0\t0\t0\t00000000\t0\t0\t0\n";
        assertEquals(Optional.of(route("192.168.1.1", "eth0")), DefaultRoute.ipv4(table, false));
    }

    @Test
    void findsTheIpv6Gateway() {
        String table = "fd000000000000000000000000000000 40 " + ZEROS + " 00 " + ZEROS + " 00000100 00000001 00000000 00000001     eth0\n"
                + ZEROS + " 00 " + ZEROS + " 00 fe800000000000000000000000000001 00000400 00000003 00000000 00450003     eth0\n"
                + ZEROS + " 00 " + ZEROS + " 00 fd000000000000000000000000000001 00000401 00000003 00000000 00000003     eth1\n"
                + ZEROS + " 00 " + ZEROS + " 00 " + ZEROS + " ffffffff 00000001 00000000 00200200       lo\n";
        assertEquals(Optional.of(route("fe80::1", "eth0")), DefaultRoute.ipv6(table));
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        for (String table : List.of("", "\n\n", IPV4_HEAD, "a b c d e f g h i j k", IPV4_HEAD
                + "eth0\t00000000\tZZZZZZZZ\t0003\t0\t0\t0\t00000000\n",
                IPV4_HEAD + "eth0\t00000000\t01\t0003\t0\t0\t0\t00000000\n", ZEROS + " 00 " + ZEROS + " 00 fd 1 1 1 3 eth0\n")) {
            assertEquals(Optional.empty(), DefaultRoute.ipv4(table, true), table);
            assertEquals(Optional.empty(), DefaultRoute.ipv6(table), table);
        }
    }

    @Test
    void gatewaysHaveNumericAddresses() {
        assertThrows(IllegalArgumentException.class, () -> new Gateway("router.lan", Gateway.PORT, List.of()));
        assertEquals("the gateway", new Gateway("", Gateway.PORT, List.of()).title());
    }
}
