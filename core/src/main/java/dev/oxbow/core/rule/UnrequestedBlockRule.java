package dev.oxbow.core.rule;

/** Rule 13: a block that nobody asked for (BEP 6: the connection must be closed). */
final class UnrequestedBlockRule {
    UnrequestedBlockRule(Watch watch) {
        watch.on(Kind.BLOCK, message -> {
            Asked asked = message.by().other().asked();
            if (!asked.mayCome(message.key())) {
                watch.charge(Code.UNREQUESTED_BLOCK, message.by(), "block " + message.blockIndex() + " of piece " + message.pieceIndex()
                        + " was not asked for, or has come already", message.sequence());
            }
        });
    }
}
