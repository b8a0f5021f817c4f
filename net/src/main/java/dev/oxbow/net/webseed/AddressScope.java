package dev.oxbow.net.webseed;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses of the open internet from those of this machine and of local networks, where a stranger has no business to send us. */
interface AddressScope {
    AddressScope REAL = address -> address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress()
            || address.isSiteLocalAddress() || address.isMulticastAddress() || isSpecial(address.getAddress());

    boolean isPrivate(InetAddress address);

    /** What cannot be read is private. */
    default boolean isPrivate(SocketAddress address) {
        boolean known = address != null && address.hostAddress() != null;
        byte[] bytes = known ? NetUtil.createByteArrayFromIpAddressString(address.hostAddress()) : null;
        try {
            return bytes == null || isPrivate(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException noSuchLength) {
            return true;
        }
    }

    /** RFC 6890's blocks that Java has no question for, and IPv4 addresses inside IPv6 ones (RFC 6052). */
    private static boolean isSpecial(byte[] octets) {
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        if (octets.length == 4) {
            return first == 0 || first >= 240 || first == 100 && (second & 0xc0) == 64 || first == 198 && (second & 0xfe) == 18
                    || first == 192 && second == 0 && octets[2] == 0;
        }
        boolean translated = first == 0 && second == 0x64 && (octets[2] & 0xff) == 0xff && (octets[3] & 0xff) == 0x9b;
        return (first & 0xfe) == 0xfc || first == 0 && !translated || translated && REAL.isPrivate(lastFour(octets));
    }

    private static InetAddress lastFour(byte[] octets) {
        try {
            return InetAddress.getByAddress(new byte[] {octets[12], octets[13], octets[14], octets[15]});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }
}
