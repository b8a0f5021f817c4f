package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Optional;

/**
 * A port that a gateway says it forwards to us.
 *
 * @param externalPort    the gateway's: not always the one that was wanted
 * @param externalAddress the gateway's on its outer side, 4 or 16 bytes; empty when it would not say. It may be a private one: then another
 *                        gateway is behind this one
 * @param lifetimeSeconds what was granted, counted from the answer, at most {@link #LIFETIME_SECONDS_MAX}; the caller renews by mapping
 *                        again, best at half of it and never in a tight loop, however short it is. {@link #PERMANENT} when the gateway
 *                        knows no other kind: such a one stays until it is unmapped
 */
public record Mapping(MappingMethod method, TransportProtocol protocol, int internalPort, int externalPort,
        Optional<ByteString> externalAddress, int lifetimeSeconds) {
    public static final int PERMANENT = 0;
    /** A week, the longest that UPnP's version 2 gives: a gateway that promises more is asked again all the same. */
    public static final int LIFETIME_SECONDS_MAX = 7 * 24 * 60 * 60;

    public Mapping {
        boolean ports = internalPort >= 1 && internalPort <= 0xffff && externalPort >= 1 && externalPort <= 0xffff;
        if (!ports || lifetimeSeconds < 0 || lifetimeSeconds > LIFETIME_SECONDS_MAX) {
            throw new IllegalArgumentException("ports are 1 to 65535 and a lifetime at most a week");
        }
    }

    /** @param lifetimeSeconds as an unsigned number from outside */
    static Mapping granted(MappingMethod method, MappingRequest request, int externalPort, Optional<ByteString> externalAddress,
            long lifetimeSeconds) {
        return new Mapping(method, request.protocol(), request.internalPort(), externalPort, externalAddress,
                (int) Math.min(lifetimeSeconds, LIFETIME_SECONDS_MAX));
    }
}
