package dev.oxbow.net.portmap;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Datagrams as gateways send them, written byte by byte from the RFCs and not by the code under test. */
final class Answers {
    private Answers() {
    }

    /** PCP's response to a MAP request, echoing what it must (RFC 6887, section 11.3). */
    static byte[] pcp(byte[] request, int result, int lifetimeSeconds, int externalPort, int... externalIpv4) {
        byte[] out = Arrays.copyOf(request, 60);
        ByteBuffer answer = ByteBuffer.wrap(out);
        answer.put(0, (byte) 2).put(1, (byte) (0x80 | request[1])).put(2, (byte) 0).put(3, (byte) result);
        answer.putInt(4, lifetimeSeconds).putInt(8, 4711);
        Arrays.fill(out, 12, 24, (byte) 0);
        answer.putShort(42, (short) externalPort);
        Arrays.fill(out, 44, 54, (byte) 0);
        out[54] = (byte) 0xff;
        out[55] = (byte) 0xff;
        for (int i = 0; i < 4; i++) {
            out[56 + i] = (byte) externalIpv4[i];
        }
        return out;
    }

    /** What a gateway with NAT-PMP alone answers to PCP (RFC 6886, section 3.5). */
    static byte[] unsupportedVersion() {
        return new byte[] {0, (byte) 0x81, 0, 1, 0, 0, 0x12, 0x34};
    }

    static byte[] natPmpAddress(int result, int... ipv4) {
        ByteBuffer out = ByteBuffer.allocate(12).put((byte) 0).put((byte) 128).putShort((short) result).putInt(4711);
        for (int part : ipv4) {
            out.put((byte) part);
        }
        return out.array();
    }

    static byte[] natPmpMapping(byte[] request, int result, int externalPort, int lifetimeSeconds) {
        return ByteBuffer.allocate(16).put((byte) 0).put((byte) (128 + request[1])).putShort((short) result).putInt(4711)
                .put(request, 4, 2).putShort((short) externalPort).putInt(lifetimeSeconds).array();
    }
}
