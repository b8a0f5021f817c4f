package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.Text;

/** Why a port was not mapped; the message is a sentence for people, without control characters. */
public final class PortMapException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGE_CHARS_MAX = 300;

    private final MappingFailure failure;

    PortMapException(MappingFailure failure, String message) {
        super(Text.printable(message, MESSAGE_CHARS_MAX), null, false, false); // a fault of the world: no stack trace
        this.failure = failure;
    }

    public MappingFailure failure() {
        return failure;
    }

    /** What libraries throw is not shown to people, nor looked at. */
    static PortMapException of(Throwable error) {
        return error instanceof PortMapException known ? known
                : new PortMapException(MappingFailure.SILENT, "the gateway cannot be reached");
    }
}
