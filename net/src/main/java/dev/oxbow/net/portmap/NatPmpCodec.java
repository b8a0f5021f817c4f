package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * NAT-PMP's requests and responses (RFC 6886, section 3). No I/O.
 *
 * <pre>
 * address request    version 0 | opcode 0
 * address response   version 0 | opcode 128 | result 2 | epoch 4 | external address 4
 * mapping request    version 0 | opcode 1 (UDP) or 2 (TCP) | reserved 2 | internal port 2 | external port 2 | lifetime 4
 * mapping response   version 0 | 128 + opcode | result 2 | epoch 4 | internal port 2 | external port 2 | lifetime 4
 * </pre>
 */
final class NatPmpCodec {
    static final int SUCCESS = 0;
    static final int UNSUPPORTED_VERSION = 1;
    private static final int VERSION = 0;
    private static final int RESPONSE = 128;
    private static final int FAILURE_LENGTH_BYTES = 8;
    private static final int ADDRESS_LENGTH_BYTES = 12;
    private static final int MAPPING_LENGTH_BYTES = 16;

    /** @param address empty when the gateway has none, or would not say */
    record AddressAnswer(int result, Optional<ByteString> address) {
    }

    /** @param lifetimeSeconds unsigned; like the port it counts only with {@link #SUCCESS} */
    record MappingAnswer(int result, int externalPort, long lifetimeSeconds) {
    }

    private NatPmpCodec() {
    }

    static byte[] addressRequest() {
        return new byte[2];
    }

    /** @param lifetimeSeconds 0 to end the mapping; the wanted port must then be 0 too (section 3.4) */
    static byte[] mappingRequest(TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds) {
        return ByteBuffer.allocate(12).put((byte) 0).put(opcode(protocol)).putShort((short) 0).putShort((short) internalPort)
                .putShort((short) wantedExternalPort).putInt(lifetimeSeconds).array();
    }

    /** @return empty for what does not answer a request for the address */
    static Optional<AddressAnswer> addressAnswer(byte[] datagram) {
        if (!answers(datagram, 0)) {
            return Optional.empty();
        }
        int result = result(datagram);
        if (result != SUCCESS) {
            return Optional.of(new AddressAnswer(result, Optional.empty()));
        }
        if (datagram.length < ADDRESS_LENGTH_BYTES) {
            return Optional.empty();
        }
        ByteString address = ByteString.copyOf(datagram, 8, Endpoint.IPV4_LENGTH_BYTES);
        boolean usable = !NumericAddress.isUnspecified(address) && !NumericAddress.isGroup(address);
        return Optional.of(new AddressAnswer(result, usable ? Optional.of(address) : Optional.empty()));
    }

    /** @return empty for what does not answer a request for this mapping */
    static Optional<MappingAnswer> mappingAnswer(byte[] datagram, TransportProtocol protocol, int internalPort) {
        if (!answers(datagram, opcode(protocol))) {
            return Optional.empty();
        }
        int result = result(datagram);
        boolean whole = datagram.length >= MAPPING_LENGTH_BYTES && datagram[0] == VERSION;
        ByteBuffer in = ByteBuffer.wrap(datagram);
        if (whole && (in.getShort(8) & 0xffff) != internalPort) {
            return Optional.empty(); // it answers about another port
        }
        if (result != SUCCESS) {
            return Optional.of(new MappingAnswer(result, 0, 0));
        }
        return whole ? Optional.of(new MappingAnswer(result, in.getShort(10) & 0xffff, in.getInt(12) & 0xffffffffL)) : Optional.empty();
    }

    /** A version other than 0 comes only with the result "unsupported version" (section 3.5). */
    private static boolean answers(byte[] datagram, int opcode) {
        boolean form = datagram.length >= FAILURE_LENGTH_BYTES && (datagram[1] & 0xff) == RESPONSE + opcode;
        return form && (datagram[0] == VERSION || datagram[3] == UNSUPPORTED_VERSION);
    }

    private static int result(byte[] datagram) {
        return datagram[0] == VERSION ? ByteBuffer.wrap(datagram).getShort(2) & 0xffff : UNSUPPORTED_VERSION;
    }

    private static byte opcode(TransportProtocol protocol) {
        return (byte) (protocol == TransportProtocol.UDP ? 1 : 2);
    }
}
