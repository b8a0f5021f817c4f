package dev.oxbow.core.rule;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Violation;
import java.util.List;

/**
 * The rules that the edge checks while it reads bytes (5, 6, 7, 9, 11, 14, 25, 26, 32 and a part of 1): here they get their
 * names and weights.
 */
final class EdgeRules {
    private static final int REQUEST_HUGE_BYTES = 128 << 10;

    private final Watch watch;

    EdgeRules(Watch watch) {
        this.watch = watch;
        watch.on(ConnectionEvent.ProtocolViolated.class, event -> watch.line(event.connectionId()).ifPresent(line -> judge(line, event)));
    }

    private void judge(Line line, ConnectionEvent.ProtocolViolated event) {
        Code code = code(event);
        watch.charge(code, severity(code, event), Certainty.PROOF, line.peer(), event.detail(), List.of(watch.sequence()));
    }

    private static Code code(ConnectionEvent.ProtocolViolated event) {
        return switch (event.violation()) {
            case BAD_HANDSHAKE -> Code.BAD_HANDSHAKE;
            case FRAME_OVERSIZE -> Code.FRAME_OVERSIZE;
            case BAD_LENGTH -> isEmptyBlock(event) ? Code.BLOCK_GEOMETRY : Code.BAD_LENGTH;
            case UNKNOWN_ID -> Code.UNKNOWN_ID;
            case BITFIELD_BAD -> Code.BITFIELD_BAD;
            case HAVE_RANGE -> Code.HAVE_RANGE;
            case BLOCK_GEOMETRY -> Code.BLOCK_GEOMETRY;
            case EXTENSION_MALFORMED -> Code.EXT_MALFORMED;
            case REQUEST_INVALID -> Code.REQ_INVALID;
            case REQUEST_OVERSIZE -> Code.REQ_OVERSIZE;
            case METADATA_UNREQUESTED, METADATA_LENGTH -> Code.METADATA_POISON;
        };
    }

    private static Severity severity(Code code, ConnectionEvent.ProtocolViolated event) {
        return switch (code) {
            case BITFIELD_BAD -> event.detail().contains("spare") ? Severity.MEDIUM : Severity.HIGH;
            case BLOCK_GEOMETRY -> isEmptyBlock(event) ? Severity.INFO : Severity.HIGH;
            case REQ_OVERSIZE -> requestedBytes(event) > REQUEST_HUGE_BYTES ? Severity.HIGH : Severity.LOW;
            default -> code.severity();
        };
    }

    /** An old way to say that a request is rejected. */
    private static boolean isEmptyBlock(ConnectionEvent.ProtocolViolated event) {
        return event.violation() == Violation.BAD_LENGTH && event.detail().contains("block of no bytes");
    }

    private static long requestedBytes(ConnectionEvent.ProtocolViolated event) {
        String digits = event.detail().replaceAll("\\D", "");
        return digits.isEmpty() || digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
