package dev.oxbow.client;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The one address that a session may use. When it is not there nothing is done: no other address steps in for it. */
public final class BindAddress {
    private static final int SHOWN_CHARS_MAX = 60;

    private BindAddress() {
    }

    /**
     * @param address numeric; empty for any
     * @throws OxbowException unless it is an address of this machine now
     */
    public static void check(String address) throws OxbowException {
        if (address.isEmpty()) {
            return;
        }
        String shown = Text.printable(address, SHOWN_CHARS_MAX);
        Endpoint endpoint;
        try {
            endpoint = Endpoint.parse(address.indexOf(':') >= 0 ? "[" + address + "]:0" : address + ":0");
        } catch (IllegalArgumentException e) {
            throw new OxbowException(OxbowException.Kind.ADDRESS,
                    "the address to use must be numeric, like 192.0.2.7 or 2001:db8::7, and not " + shown, e);
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(endpoint.address().toArray()), 0));
        } catch (IOException e) {
            throw new OxbowException(OxbowException.Kind.ADDRESS, "this machine has no address " + shown
                    + " now, so nothing was connected; is the network or the tunnel up?", e);
        }
    }
}
