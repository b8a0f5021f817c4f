package dev.oxbow.sim.rogue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.MetadataMessage;
import java.nio.charset.StandardCharsets;

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
}
