package dev.oxbow.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import java.util.Optional;

/** BEP 10's handshake, BEP 9's metadata messages, BEP 11's lists: what is read and written is read the same. */
final class ExtensionTargets {
    private ExtensionTargets() {
    }

    static void run(byte[] input) {
        Optional<ExtendedHandshake> handshake = ExtendedHandshake.decode(input);
        handshake.ifPresent(it -> {
            assertTrue(it.client().chars().noneMatch(Character::isISOControl));
            assertEquals(handshake, ExtendedHandshake.decode(it.encode()));
        });
        Optional<MetadataMessage> metadata = MetadataMessage.decode(input);
        metadata.filter(it -> it.kind() >= MetadataMessage.REQUEST && it.kind() <= MetadataMessage.REJECT).ifPresent(it -> {
            MetadataMessage again = MetadataMessage.decode(it.encode()).orElseThrow();
            assertEquals(it.kind(), again.kind());
            assertEquals(it.pieceIndex(), again.pieceIndex());
            assertTrue(it.pieceIndex() >= 0);
            assertTrue(it.kind() != MetadataMessage.DATA || it.equals(again), it + " " + again);
        });
        Optional<PexMessage> pex = PexMessage.decode(input);
        pex.ifPresent(it -> {
            assertTrue(it.added().size() <= PexMessage.TAKEN_MAX && it.dropped().size() <= PexMessage.TAKEN_MAX);
            PexMessage again = PexMessage.decode(it.encode()).orElseThrow();
            assertEquals(it.added().size(), again.added().size());
            assertTrue(again.added().containsAll(it.added()) && again.dropped().containsAll(it.dropped()));
            assertEquals(again, PexMessage.decode(again.encode()).orElseThrow());
        });
    }
}
