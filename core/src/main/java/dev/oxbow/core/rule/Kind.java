package dev.oxbow.core.rule;

/** What a message of the peer protocol says. */
enum Kind {
    HANDSHAKE, KEEP_ALIVE, CHOKE, UNCHOKE, INTERESTED, NOT_INTERESTED, HAVE, BITFIELD, HAVE_ALL, HAVE_NONE, REQUEST, CANCEL, BLOCK,
            REJECT, SUGGEST, ALLOWED_FAST,
    EXTENDED_HANDSHAKE, DONT_HAVE, DHT_PORT;

    /** Whether it is the first message's business (BEP 3, BEP 6). */
    boolean saysWhatIsHad() {
        return this == BITFIELD || this == HAVE_ALL || this == HAVE_NONE;
    }

    boolean isOfFastExtension() {
        return this == HAVE_ALL || this == HAVE_NONE || this == REJECT || this == SUGGEST || this == ALLOWED_FAST;
    }
}
