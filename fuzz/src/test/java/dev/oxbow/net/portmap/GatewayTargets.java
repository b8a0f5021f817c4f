package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.fetch.HttpUrl;
import java.util.List;

/** What a gateway answers: NAT-PMP, PCP, SSDP, device descriptions, SOAP. */
public final class GatewayTargets {
    private static final HttpUrl AT = HttpUrl.parse("http://192.0.2.1:5000/desc.xml").orElseThrow();
    private static final byte[] PCP = PcpCodec.mapRequest(TransportProtocol.TCP, 6881, 6881, 7200,
            ByteString.wrap(new byte[] {127, 0, 0, 1}), ByteString.wrap(new byte[PcpCodec.NONCE_LENGTH_BYTES]));

    private GatewayTargets() {
    }

    public static void datagram(byte[] input) {
        NatPmpCodec.addressAnswer(input);
        NatPmpCodec.mappingAnswer(input, TransportProtocol.TCP, 6881)
                .ifPresent(it -> assertTrue(it.externalPort() >= 0 && it.externalPort() <= 0xffff && it.lifetimeSeconds() >= 0));
        PcpCodec.answer(input, PCP).ifPresent(it -> assertTrue(it.externalPort() >= 0 && it.externalPort() <= 0xffff && it.lifetimeSeconds() >= 0));
        Ssdp.location(input, "192.0.2.1").ifPresent(it -> assertTrue(Ssdp.isAt(it, "192.0.2.1"), it.text()));
    }

    public static void xml(byte[] input) {
        StrictXml.read(input);
        DeviceDescription.parse(input, AT).ifPresent(it -> {
            assertTrue(it.services().size() <= DeviceDescription.SERVICES_MAX);
            assertTrue(it.services().stream().allMatch(service -> service.controlUrl().host().equals(AT.host())), it.toString());
        });
        for (String action : List.of("AddPortMapping", "GetExternalIPAddress")) {
            Soap.answer(input, action).ifPresent(it -> it.number("NewLeaseDuration").ifPresent(number -> assertTrue(number >= 0)));
        }
    }
}
