package dev.oxbow.core.reach;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One port of ours at the gateway: what listens here, what was asked, what was granted, and when to ask next. Only records.
 *
 * <p>At most one operation is under way at a time; until it is answered nothing else is due.
 */
public final class PortMapping {
    /** What is asked for: short enough that a gateway soon forgets a process that was killed. */
    public static final int LIFETIME_SECONDS = 2 * 60 * 60;
    /** However short a lifetime is, it is not renewed more often. */
    static final long RENEW_SECONDS_MIN = 60;
    /** A mapping without an end is looked after all the same: gateways forget when they are restarted. */
    static final long PERMANENT_RENEW_SECONDS = 60 * 60;
    static final long RETRY_FIRST_SECONDS = 60;
    static final long RETRY_MAX_SECONDS = 60 * 60;
    /** So many ports are tried one right after the other when each belongs to somebody else. */
    static final int CONFLICTS_MAX = 5;

    /**
     * What the gateway granted.
     *
     * @param untilNs when it ends by itself; {@link Deadline#NONE} for never
     */
    public record Grant(MappingMethod method, int internalPort, int externalPort, long untilNs) {
    }

    private final TransportProtocol protocol;
    private int internalPort;
    private int conflicts;
    private int failures;
    private long operationId;
    private long nextNs = Deadline.NONE;
    private Optional<Grant> grant = Optional.empty();

    public PortMapping(TransportProtocol protocol) {
        this.protocol = protocol;
    }

    public TransportProtocol protocol() {
        return protocol;
    }

    /** The port that is to be mapped; 0 while nothing listens. */
    public int internalPort() {
        return internalPort;
    }

    /** What was granted and not given back, though it may have ended since. */
    public Optional<Grant> grant() {
        return grant;
    }

    /** What holds at that time, as far as the gateway keeps its word. */
    public Optional<Grant> grant(long timeNs) {
        return grant.filter(it -> timeNs < it.untilNs());
    }

    /** How many external ports in a row belonged to somebody else. */
    public int conflicts() {
        return conflicts;
    }

    /** Whether the gateway has been asked something and has not answered. */
    public boolean isBusy() {
        return operationId != 0;
    }

    /** When to ask the gateway, the next time or the first; {@link Deadline#NONE} while it is busy or nothing listens. */
    public long nextNs() {
        return isBusy() || internalPort == 0 ? Deadline.NONE : nextNs;
    }

    /** Whether this is the operation that awaits an answer. */
    public boolean awaits(long operation) {
        return isBusy() && operationId == operation;
    }

    // What follows records; only the fold calls it.

    /** Something listens on that port from now on; 0 for nothing any more. */
    public void listening(int port, long timeNs) {
        internalPort = port;
        conflicts = 0;
        failures = 0;
        nextNs = timeNs;
    }

    public void asked(long operation) {
        operationId = operation;
    }

    public void unmapping(long operation) {
        operationId = operation;
        grant = Optional.empty();
        nextNs = Deadline.NONE;
    }

    /** @param lifetimeSeconds 0 for ever */
    public void mapped(MappingMethod method, int internal, int external, int lifetimeSeconds, long timeNs) {
        operationId = 0;
        failures = 0;
        conflicts = 0;
        long untilNs = lifetimeSeconds == 0 ? Deadline.NONE : Deadline.after(timeNs, lifetimeSeconds);
        grant = Optional.of(new Grant(method, internal, external, untilNs));
        long renewSeconds = lifetimeSeconds == 0 ? PERMANENT_RENEW_SECONDS : Math.max(RENEW_SECONDS_MIN, lifetimeSeconds / 2);
        nextNs = Deadline.after(timeNs, renewSeconds);
    }

    /** What was granted before may hold until its end, unless the port is known to be somebody else's. */
    public void failed(MappingFailure failure, long timeNs) {
        operationId = 0;
        if (failure == MappingFailure.CONFLICT) {
            grant = Optional.empty();
            conflicts++;
        }
        if (failure == MappingFailure.CONFLICT && conflicts % CONFLICTS_MAX != 0) {
            nextNs = timeNs;
        } else {
            nextNs = Deadline.after(timeNs, Math.min(RETRY_FIRST_SECONDS << Math.min(failures, 10), RETRY_MAX_SECONDS));
            failures++;
        }
    }

    public void unmapped() {
        operationId = 0;
    }

    /** No answer is waited for any more: the session ends. */
    public void abandoned() {
        operationId = 0;
        grant = Optional.empty();
        nextNs = Deadline.NONE;
    }

    /** All that is recorded, as numbers. */
    public void describe(LongConsumer to) {
        to.accept(protocol.ordinal());
        to.accept(internalPort);
        to.accept(conflicts);
        to.accept(failures);
        to.accept(operationId);
        to.accept(nextNs);
        grant.ifPresent(it -> {
            to.accept(it.method().ordinal());
            to.accept(it.internalPort());
            to.accept(it.externalPort());
            to.accept(it.untilNs());
        });
    }
}
