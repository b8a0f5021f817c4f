package dev.oxbow.sim.rogue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.PexMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Those who misuse extensions: rules 32 to 35. */
final class ExtensionRogues {
    private ExtensionRogues() {
    }

    static final class Malformed extends Rogue {
        @Override
        protected void met(Talk talk) {
            every(talk, SECOND_NS, () -> talk.say(encoder -> encoder.extended(0, "d1:mi".getBytes(StandardCharsets.ISO_8859_1))));
        }
    }

    /** The size of its metadata changes. */
    static final class ChangingSize extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(SECOND_NS, () -> sayExtendedHandshake(talk, talk.metadataLengthBytes() + 1));
        }
    }

    /** Sends metadata that nobody asked for. */
    static final class MetadataUnasked extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(SECOND_NS, () -> talk.say(encoder -> encoder.extended(ExtendedHandshake.METADATA_ID, new MetadataMessage(MetadataMessage.DATA, 0,
                    talk.metadataLengthBytes(), ByteString.wrap(new byte[MetadataMessage.PIECE_LENGTH_BYTES])).encode())));
        }
    }

    /** Tells of one peer twice in each message, and of it again after ten seconds. */
    static final class Gossip extends Rogue {
        private static final Endpoint NOBODY = Endpoint.of(new byte[] {10, 9, 9, 9}, 6881);

        @Override
        protected void met(Talk talk) {
            every(talk, 10 * SECOND_NS, () -> talk.say(encoder -> encoder.extended(ExtendedHandshake.PEX_ID,
                    new PexMessage(List.of(NOBODY, NOBODY), ByteString.wrap(new byte[2]), List.of()).encode())));
        }
    }
}
