package dev.oxbow.net.portmap;

import dev.oxbow.net.fetch.HttpUrl;
import dev.oxbow.net.httpu.HttpuMessage;
import dev.oxbow.net.httpu.NumericAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** UPnP's search for gateways (UPnP Device Architecture 1.1, section 1.3). No I/O. */
final class Ssdp {
    /** Devices of version 2 should answer to version 1 too, but not all do; some routers know their services only. */
    static final List<String> TARGETS = List.of("urn:schemas-upnp-org:device:InternetGatewayDevice:1",
            "urn:schemas-upnp-org:device:InternetGatewayDevice:2", "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANPPPConnection:1");
    private static final int ANSWER_WITHIN_SECONDS = 2;
    private static final int URL_LENGTH_MAX = 1024;

    private Ssdp() {
    }

    static byte[] search(String target) {
        return ("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: " + ANSWER_WITHIN_SECONDS
                + "\r\nST: " + target + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Where the device that answered describes itself. Only its own address will do: else whoever answers a search could have us ask any
     * server that we can reach.
     *
     * @param sender the numeric address that the datagram came from
     */
    static Optional<HttpUrl> location(byte[] datagram, String sender) {
        return HttpuMessage.parse(datagram).filter(message -> message.startLine().startsWith("HTTP/1.1 200"))
                .flatMap(message -> message.only("location")).filter(url -> url.length() <= URL_LENGTH_MAX).flatMap(HttpUrl::parse)
                .filter(url -> isAt(url, sender));
    }

    /** Whether a URL is plain HTTP at this very address, written as a number. */
    static boolean isAt(HttpUrl url, String address) {
        return !url.https() && NumericAddress.parse(url.host()).isPresent()
                && NumericAddress.parse(url.host()).equals(NumericAddress.parse(address));
    }
}
