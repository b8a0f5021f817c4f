package dev.oxbow.net.tracker;

/** What a UDP tracker is asked: how it is written, and how the answer is read. */
interface UdpQuestion<A> {
    byte[] encode(long connectionId, int transactionId);

    A decode(byte[] datagram, int transactionId);
}
