package dev.oxbow.replay.export;

import dev.oxbow.core.value.Endpoint;
import java.nio.ByteBuffer;

/**
 * A TCP connection as it might have been: packets with right sequence and acknowledgement numbers, so that a dissector puts the messages
 * together. Checksums are not computed: content is missing.
 */
final class TcpFlow {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    private static final int TCP_HEADER_BYTES = 20;
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int TCP = 6;
    private static final int WINDOW = 65535;

    /** A packet, whole or its beginning. */
    record Packet(byte[] bytes, int lengthBytes) {
    }

    private final Endpoint us;
    private final Endpoint peer;
    private int ourNext;
    private int peersNext;

    /** @param initialSequence of both sides; another for each connection, as ports are used again */
    TcpFlow(Endpoint us, Endpoint peer, int initialSequence) {
        this.us = us;
        this.peer = peer;
        this.ourNext = initialSequence;
        this.peersNext = initialSequence;
    }

    /** A packet of flags only. */
    Packet control(boolean byPeer, int flags) {
        Packet out = packet(byPeer, flags, new byte[0], 0);
        advance(byPeer, (flags & (SYN | FIN)) != 0 ? 1 : 0);
        return out;
    }

    /** @param lengthBytes of the content, of which {@code content} is the beginning */
    Packet data(boolean byPeer, byte[] content, int lengthBytes) {
        Packet out = packet(byPeer, PSH | ACK, content, lengthBytes);
        advance(byPeer, lengthBytes);
        return out;
    }

    private void advance(boolean byPeer, int bytes) {
        ourNext += byPeer ? 0 : bytes;
        peersNext += byPeer ? bytes : 0;
    }

    private Packet packet(boolean byPeer, int flags, byte[] content, int contentLength) {
        Endpoint from = byPeer ? peer : us;
        Endpoint to = byPeer ? us : peer;
        int ipLength = peer.isIpv6() ? IPV6_HEADER_BYTES : IPV4_HEADER_BYTES;
        ByteBuffer out = ByteBuffer.allocate(ipLength + TCP_HEADER_BYTES + content.length);
        if (peer.isIpv6()) {
            out.putInt(0x60000000).putShort((short) (TCP_HEADER_BYTES + contentLength)).put((byte) TCP).put((byte) 64);
            out.put(from.address().toArray()).put(to.address().toArray());
        } else {
            out.putShort((short) 0x4500).putShort((short) (IPV4_HEADER_BYTES + TCP_HEADER_BYTES + contentLength)).putInt(0x4000);
            out.put((byte) 64).put((byte) TCP).putShort((short) 0).put(from.address().toArray()).put(to.address().toArray());
            out.putShort(10, checksum(out.array()));
        }
        out.putShort((short) from.port()).putShort((short) to.port());
        out.putInt(byPeer ? peersNext : ourNext).putInt((flags & ACK) == 0 ? 0 : byPeer ? ourNext : peersNext);
        out.put((byte) (TCP_HEADER_BYTES / 4 << 4)).put((byte) flags).putShort((short) WINDOW).putInt(0).put(content);
        return new Packet(out.array(), ipLength + TCP_HEADER_BYTES + contentLength);
    }

    /** Of an IPv4 header (RFC 791). */
    private static short checksum(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < IPV4_HEADER_BYTES; i += 2) {
            sum += (packet[i] & 0xff) << 8 | packet[i + 1] & 0xff;
        }
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
