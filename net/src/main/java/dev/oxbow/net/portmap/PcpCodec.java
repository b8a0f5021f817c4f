package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * PCP's MAP request and response (RFC 6887, sections 7 and 11). No I/O.
 *
 * <pre>
 * request    version 2 | R=0, opcode 1 | reserved 2       | lifetime 4 | client address 16      then MAP
 * response   version 2 | R=1, opcode 1 | reserved 1, result 1 | lifetime 4 | epoch 4, reserved 12   then MAP
 * MAP        nonce 12 | protocol 1 | reserved 3 | internal port 2 | external port 2 | external address 16
 * </pre>
 */
final class PcpCodec {
    static final int NONCE_LENGTH_BYTES = 12;
    static final int SUCCESS = 0;
    static final int UNSUPPORTED_VERSION = 1;
    private static final int VERSION = 2;
    private static final int MAP = 1;
    private static final int RESPONSE = 0x80;
    private static final int HEADER_LENGTH_BYTES = 24;
    private static final int MAP_LENGTH_BYTES = 36;
    private static final int LENGTH_BYTES_MAX = 1100;
    private static final int NAT_PMP_VERSION = 0;

    /**
     * A gateway's answer.
     *
     * @param result          section 7.4; all else counts only with {@link #SUCCESS}
     * @param lifetimeSeconds unsigned
     */
    record Answer(int result, long lifetimeSeconds, int externalPort, Optional<ByteString> externalAddress) {
    }

    private PcpCodec() {
    }

    /**
     * @param lifetimeSeconds 0 to end the mapping (section 15)
     * @param clientAddress   ours, as the gateway sees it
     * @param nonce           12 bytes, the same for renewing and ending a mapping as for making it
     */
    static byte[] mapRequest(TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds,
            ByteString clientAddress, ByteString nonce) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH_BYTES + MAP_LENGTH_BYTES);
        out.put((byte) VERSION).put((byte) MAP).putShort((short) 0).putInt(lifetimeSeconds).put(sixteenBytes(clientAddress));
        out.put(nonce.toArray()).put((byte) protocol.number()).put(new byte[3]);
        out.putShort((short) internalPort).putShort((short) wantedExternalPort);
        out.put(sixteenBytes(ByteString.wrap(new byte[clientAddress.length()]))); // all zeros of the family: any address will do
        return out.array();
    }

    /** @return empty for what does not answer this very request */
    static Optional<Answer> answer(byte[] datagram, byte[] request) {
        boolean natPmp = datagram.length >= 4 && datagram[0] == NAT_PMP_VERSION && (datagram[1] & RESPONSE) != 0;
        if (natPmp && datagram[2] == 0 && datagram[3] == UNSUPPORTED_VERSION) {
            return Optional.of(failed(UNSUPPORTED_VERSION)); // a gateway that speaks NAT-PMP only says so like this (RFC 6886, section 3.5)
        }
        boolean form = datagram.length >= HEADER_LENGTH_BYTES && datagram.length <= LENGTH_BYTES_MAX && datagram.length % 4 == 0;
        if (!form || (datagram[1] & 0xff) != (RESPONSE | MAP)) {
            return Optional.empty();
        }
        int result = datagram[3] & 0xff;
        if (result == UNSUPPORTED_VERSION) {
            return Optional.of(failed(result)); // the version is the gateway's own, and what follows is undefined
        }
        boolean whole = datagram[0] == VERSION && datagram.length >= HEADER_LENGTH_BYTES + MAP_LENGTH_BYTES;
        int echoed = NONCE_LENGTH_BYTES + 1 + 3 + 2; // nonce, protocol and internal port say which request this answers (section 11.4)
        if (!whole || !same(datagram, request, HEADER_LENGTH_BYTES, echoed)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram);
        long lifetimeSeconds = in.getInt(4) & 0xffffffffL;
        int externalPort = in.getShort(HEADER_LENGTH_BYTES + echoed) & 0xffff;
        byte[] address = new byte[Endpoint.IPV6_LENGTH_BYTES];
        System.arraycopy(datagram, HEADER_LENGTH_BYTES + echoed + 2, address, 0, address.length);
        ByteString external = Endpoint.of(address, externalPort).address(); // IPv4 comes mapped into IPv6
        boolean usable = !NumericAddress.isUnspecified(external) && !NumericAddress.isGroup(external);
        return Optional.of(new Answer(result, lifetimeSeconds, externalPort, usable ? Optional.of(external) : Optional.empty()));
    }

    private static Answer failed(int result) {
        return new Answer(result, 0, 0, Optional.empty());
    }

    private static boolean same(byte[] one, byte[] other, int offset, int length) {
        return ByteBuffer.wrap(one, offset, length).equals(ByteBuffer.wrap(other, offset, length));
    }

    /** IPv4 as ::ffff:a.b.c.d (section 5). */
    private static byte[] sixteenBytes(ByteString address) {
        byte[] out = new byte[Endpoint.IPV6_LENGTH_BYTES];
        address.copyTo(out, out.length - address.length());
        if (address.length() == Endpoint.IPV4_LENGTH_BYTES) {
            out[10] = (byte) 0xff;
            out[11] = (byte) 0xff;
        }
        return out;
    }
}
