package dev.oxbow.net.lsd;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.net.httpu.NumericAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may announce to us. The socket that hears the group also takes datagrams from anywhere on the Internet, and whoever could announce
 * from there could make us dial addresses of their choice. So the sender must have a private address or one of our networks' own.
 */
final class Neighbours {
    private record Network(ByteString address, int prefixBits) {
    }

    private final List<Network> networks = new ArrayList<>();

    Neighbours(List<NetworkInterface> interfaces) {
        for (NetworkInterface networkInterface : interfaces) {
            for (InterfaceAddress address : networkInterface.getInterfaceAddresses()) {
                networks.add(new Network(ByteString.copyOf(address.getAddress().getAddress()), address.getNetworkPrefixLength()));
            }
        }
    }

    boolean include(ByteString sender) {
        if (NumericAddress.isUnspecified(sender) || NumericAddress.isGroup(sender)) {
            return false;
        }
        if (sender.length() == 16 && NumericAddress.isLinkLocal(sender)) {
            return false; // without its interface, which an endpoint cannot name, it leads nowhere
        }
        boolean near = NumericAddress.isPrivate(sender) && !NumericAddress.isLoopback(sender);
        return near || networks.stream().anyMatch(network -> NumericAddress.inPrefix(sender, network.address(), network.prefixBits()));
    }
}
