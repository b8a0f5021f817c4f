package dev.oxbow.core.rule;

/** Rule 10: what is had is said once, and first (BEP 3, BEP 6). */
final class BitfieldLateRule {
    private final Watch watch;

    BitfieldLateRule(Watch watch) {
        this.watch = watch;
        watch.on(Kind.BITFIELD, this::judge);
        watch.on(Kind.HAVE_ALL, this::judge);
        watch.on(Kind.HAVE_NONE, this::judge);
    }

    private void judge(Message message) {
        if (message.by().hasSaidWhatIsHad()) {
            watch.charge(Code.BITFIELD_LATE, message.by(), "a second one", message.by().firstSequence(), message.sequence());
        } else if (message.by().messages() > 0 && !message.line().isOutOfOrder()) {
            watch.charge(Code.BITFIELD_LATE, message.by(), "behind " + message.by().messages() + " other messages", message.by()
                    .firstSequence(), message.sequence());
        }
    }
}
