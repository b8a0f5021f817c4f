package dev.oxbow.core.rule;

import dev.oxbow.core.value.PeerId;
import java.util.Optional;
import org.agrona.collections.IntArrayList;

/** One side of a conversation: what it has said so far. */
final class Speaker {
    /** What a client queues that does not say so. */
    static final int REQUESTS_UNSAID = 250;

    private final Line line;
    private final boolean us;
    private final Asked asked = new Asked();
    private final IntArrayList allowedFast = new IntArrayList();
    private final int[] verdicts = new int[Code.values().length];
    private final Object[] notes;
    private Optional<PeerId> peerId = Optional.empty();
    private long reserved;
    private boolean handshakeSaid;
    private boolean choking = true;
    private boolean interested;
    private boolean saidWhatIsHad;
    private int messages;
    private int requestsMax;
    private int metadataLengthBytes;
    private long chokedNs;
    private long chokeSequence;
    private long unchokedNs;
    private boolean everUnchoked;
    private long lastBlockNs;
    private long firstSequence;
    private long interestedSinceNs;
    private long lastSaidSequence;

    Speaker(Line line, boolean us, int noteCount) {
        this.line = line;
        this.us = us;
        this.notes = new Object[noteCount];
    }

    Line line() {
        return line;
    }

    boolean isUs() {
        return us;
    }

    Speaker other() {
        return us ? line.peer() : line.us();
    }

    /** What it wants of the other. */
    Asked asked() {
        return asked;
    }

    boolean isChoking() {
        return choking;
    }

    boolean isInterested() {
        return interested;
    }

    boolean isHandshakeSaid() {
        return handshakeSaid;
    }

    Optional<PeerId> peerId() {
        return peerId;
    }

    long reserved() {
        return reserved;
    }

    /** How many messages came after the handshake, those not counted that may precede a bitfield. */
    int messages() {
        return messages;
    }

    boolean hasSaidWhatIsHad() {
        return saidWhatIsHad;
    }

    /** How many requests it queues, as far as it says; 0 when it does not. */
    int requestsMax() {
        return requestsMax;
    }

    int metadataLengthBytes() {
        return metadataLengthBytes;
    }

    long chokedNs() {
        return chokedNs;
    }

    long chokeSequence() {
        return chokeSequence;
    }

    long unchokedNs() {
        return unchokedNs;
    }

    boolean hasEverUnchoked() {
        return everUnchoked;
    }

    long lastBlockNs() {
        return lastBlockNs;
    }

    /** Of its first message, the handshake. */
    long firstSequence() {
        return firstSequence;
    }

    long lastSaidSequence() {
        return lastSaidSequence;
    }

    long interestedSinceNs() {
        return interestedSinceNs;
    }

    boolean allowsFast(int pieceIndex) {
        return allowedFast.containsInt(pieceIndex);
    }

    int allowedFastCount() {
        return allowedFast.size();
    }

    /** @return how often it has broken the rule by now */
    int broke(Code code) {
        return ++verdicts[code.ordinal()];
    }

    int timesBroken(Code code) {
        return verdicts[code.ordinal()];
    }

    Object note(int place) {
        return notes[place];
    }

    void note(int place, Object what) {
        notes[place] = what;
    }

    void handshake(Optional<PeerId> id, long bits, long sequence) {
        peerId = id;
        reserved = bits;
        handshakeSaid = true;
        firstSequence = sequence;
    }

    /** Takes note of a message once every rule has heard it. */
    void said(Message message) {
        lastSaidSequence = message.sequence();
        switch (message.kind()) {
            case CHOKE -> choked(message);
            case UNCHOKE -> {
                unchokedNs = choking ? message.timeNs() : unchokedNs;
                choking = false;
                everUnchoked = true;
            }
            case INTERESTED -> {
                interestedSinceNs = interested ? interestedSinceNs : message.timeNs();
                interested = true;
            }
            case NOT_INTERESTED -> interested = false;
            case REQUEST -> asked.ask(message.key(), message.sequence(), message.timeNs());
            case CANCEL -> asked.withdraw(message.key());
            case BLOCK -> {
                other().asked.answer(message.key(), message.timeNs());
                lastBlockNs = message.timeNs();
            }
            case REJECT -> other().asked.reject(message.key());
            case ALLOWED_FAST -> {
                if (allowedFast.size() <= FastViolationRule.ALLOWED_FAST_MAX) {
                    allowedFast.addInt(message.pieceIndex());
                }
            }
            case EXTENDED_HANDSHAKE -> {
                requestsMax = message.number() > 0 ? message.number() : requestsMax;
                metadataLengthBytes = message.lengthBytes() > 0 ? message.lengthBytes() : metadataLengthBytes;
            }
            default -> { }
        }
        saidWhatIsHad |= message.kind().saysWhatIsHad();
        boolean mayPrecede = switch (message.kind()) {
            case HANDSHAKE, KEEP_ALIVE, EXTENDED_HANDSHAKE, DHT_PORT -> true;
            default -> false;
        };
        messages += mayPrecede ? 0 : 1;
    }

    private void choked(Message message) {
        if (!choking) {
            chokedNs = message.timeNs();
            chokeSequence = message.sequence();
        }
        choking = true;
        if (!line.isFast()) {
            other().asked.withdrawAll(); // with the fast extension each is answered (BEP 6)
        }
    }
}
