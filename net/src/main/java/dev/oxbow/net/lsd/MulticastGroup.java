package dev.oxbow.net.lsd;

/**
 * A multicast group and its port.
 *
 * @param address numeric, without brackets
 */
record MulticastGroup(String address, int port) {
    /** BEP 14's group A, with organisation-local scope. */
    static final MulticastGroup IPV4 = new MulticastGroup("239.192.152.143", 6771);
    /** BEP 14's group B, with site-local scope. */
    static final MulticastGroup IPV6 = new MulticastGroup("ff15::efc0:988f", 6771);

    boolean isIpv6() {
        return address.indexOf(':') >= 0;
    }

    String anyAddress() {
        return isIpv6() ? "::" : "0.0.0.0";
    }

    String hostHeader() {
        return (isIpv6() ? "[" + address + "]" : address) + ":" + port;
    }
}
