package dev.oxbow.core.value;

/** What a port carries. New ones go at the end: the journal keeps the ordinal. */
public enum TransportProtocol {
    TCP(6), UDP(17);

    private final int number;

    TransportProtocol(int number) {
        this.number = number;
    }

    /** IANA's protocol number, as PCP wants it. */
    public int number() {
        return number;
    }
}
