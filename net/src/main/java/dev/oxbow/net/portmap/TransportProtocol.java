package dev.oxbow.net.portmap;

/** What a mapped port carries. */
public enum TransportProtocol {
    TCP(6), UDP(17);

    private final int number;

    TransportProtocol(int number) {
        this.number = number;
    }

    /** IANA's protocol number, as PCP wants it. */
    int number() {
        return number;
    }
}
