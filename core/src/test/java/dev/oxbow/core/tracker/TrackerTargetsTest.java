package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackerTargetsTest {
    private static final List<String> PUBLIC = List.of("93.184.216.34", "172.15.255.255", "172.32.0.0", "100.63.0.1", "100.128.0.1",
            "223.255.255.255", "126.255.255.255", "128.0.0.1", "2606:2800::1", "2001:db8::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34");
    private static final List<String> LOCAL = List.of("127.0.0.1", "127.255.0.9", "10.0.0.1", "172.16.0.1", "172.31.255.255",
            "192.168.1.1", "100.64.0.1", "100.127.255.255", "::1", "fc00::1", "fdff::1", "fec0::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "64:ff9b::7f00:1");
    private static final List<String> NEVER = List.of("0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
            "169.254.169.254", "::", "ff02::1", "ff0e::1", "fe80::1", "febf::1", "::ffff:224.0.0.1", "64:ff9b::a9fe:a9fe");
    private static final Optional<String> LEADS_IN =
            Optional.of("the tracker leads to an address of this machine or network without saying so, and is not asked");
    private static final Optional<String> NOT_ONE = Optional.of("the tracker's address is not one of a single machine, and is not asked");

    @Test
    void publicAddressesMayBeAsked() {
        for (String address : PUBLIC) {
            assertEquals(Optional.empty(), TrackerTargets.refusal("tracker.example", at(address)), address);
            assertEquals(Optional.empty(), TrackerTargets.refusal(address, at(address)), address);
            assertEquals(Optional.empty(), TrackerTargets.refusal("127.0.0.1", at(address)), address);
        }
    }

    @Test
    void localAddressesMayBeAskedOnlyWhereTheUrlSaysThemOpenly() {
        for (String address : LOCAL) {
            assertEquals(LEADS_IN, TrackerTargets.refusal("tracker.example", at(address)), address);
            assertEquals(LEADS_IN, TrackerTargets.refusal("93.184.216.34", at(address)), "a redirect to " + address);
            assertEquals(LEADS_IN, TrackerTargets.refusal("2130706433", at(address)), "a number is a name: " + address);
            assertEquals(LEADS_IN, TrackerTargets.refusal("127.1", at(address)), "no address people recognise: " + address);
            assertEquals(Optional.empty(), TrackerTargets.refusal(address, at(address)), address);
            assertEquals(Optional.empty(), TrackerTargets.refusal("localhost", at(address)), address);
        }
        assertEquals(Optional.empty(), TrackerTargets.refusal("[::1]", at("::1")));
        assertEquals(Optional.empty(), TrackerTargets.refusal("Tracker.LocalHost", at("127.0.0.1")));
        assertEquals(LEADS_IN, TrackerTargets.refusal("notlocalhost", at("127.0.0.1")));
    }

    @Test
    void addressesOfNoSingleMachineAreNeverAsked() {
        for (String address : NEVER) {
            assertEquals(NOT_ONE, TrackerTargets.refusal("tracker.example", at(address)), address);
            assertEquals(NOT_ONE, TrackerTargets.refusal(address, at(address)), address);
            assertEquals(NOT_ONE, TrackerTargets.refusal("localhost", at(address)), address);
        }
    }

    @Test
    void portZeroIsNeverAsked() {
        assertEquals(Optional.of("a tracker at port 0 cannot be asked"),
                TrackerTargets.refusal("127.0.0.1", Endpoint.parse("127.0.0.1:0")));
    }

    @Test
    void tellsAddressesFromNames() {
        assertEquals(Optional.of(ByteString.ofHex("7f000001")), TrackerTargets.literal("127.0.0.1"));
        assertEquals(Optional.of(ByteString.ofHex("00".repeat(15) + "01")), TrackerTargets.literal("::1"));
        assertEquals(TrackerTargets.literal("::1"), TrackerTargets.literal("[::1]"));
        for (String name : List.of("", "tracker", "127.1", "1.2.3.4.5", "256.1.1.1", "::1::", "[::1", "0x7f.0.0.1")) {
            assertEquals(Optional.empty(), TrackerTargets.literal(name), name);
        }
    }

    private static Endpoint at(String address) {
        return new Endpoint(TrackerTargets.literal(address).orElseThrow(), 80);
    }
}
