package dev.oxbow.core.rule;

/**
 * Rules 32 and 33, the parts that the edge cannot see: extensions that were not agreed on, and metadata whose size changes
 * (BEP 9, BEP 10).
 */
final class ExtensionRules {
    ExtensionRules(Watch watch) {
        watch.on(Kind.EXTENDED_HANDSHAKE, message -> {
            int before = message.by().metadataLengthBytes();
            if (!message.line().isExtended()) {
                watch.charge(Code.EXT_MALFORMED, message.by(), "an extension handshake, where extensions were not agreed on",
                        message.by().firstSequence(),
                        message.sequence());
            } else if (before > 0 && message.lengthBytes() > 0 && before != message.lengthBytes()) {
                watch.charge(Code.EXT_HANDSHAKE_BOGUS, message.by(), "the metadata had " + before + " bytes, and has "
                        + message.lengthBytes() + " now",
                        message.sequence());
            }
        });
    }
}
