package dev.oxbow.net.portmap;

import dev.oxbow.core.value.TransportProtocol;

/**
 * What we ask a gateway for.
 *
 * @param internalPort       ours
 * @param wantedExternalPort the gateway's; 0 when any will do
 * @param lifetimeSeconds    at least 1
 */
record MappingRequest(TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds) {
    MappingRequest {
        boolean ports = internalPort >= 1 && internalPort <= 0xffff && wantedExternalPort >= 0 && wantedExternalPort <= 0xffff;
        if (!ports || lifetimeSeconds < 1) {
            throw new IllegalArgumentException("ports are 1 to 65535 and a lifetime at least a second");
        }
    }
}
