package dev.oxbow.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.krpc.KrpcDecoder;
import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcFault;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcPacket;

/** Packets of the DHT (BEP 5): a message that comes back the same, or a fault that can be answered. */
final class KrpcTarget {
    private KrpcTarget() {
    }

    static void run(byte[] input) {
        KrpcPacket packet = KrpcDecoder.decode(input);
        if (packet instanceof KrpcFault fault) {
            assertTrue(fault.transaction().length() <= KrpcDecoder.TRANSACTION_LENGTH_BYTES_MAX);
            if (fault.isAnswerable()) {
                assertEquals(fault.refusal(), KrpcDecoder.decode(KrpcEncoder.encode(fault.refusal())));
            }
        } else {
            assertEquals(packet, KrpcDecoder.decode(KrpcEncoder.encode((KrpcMessage) packet)));
        }
    }
}
