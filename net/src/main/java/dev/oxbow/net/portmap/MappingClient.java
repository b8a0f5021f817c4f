package dev.oxbow.net.portmap;

import io.vertx.core.Future;

/** One way of mapping a port. Futures fail with a {@link PortMapException}. Used on one event loop only. */
interface MappingClient {
    Future<Mapping> map(MappingRequest request);

    /** Succeeds too when the gateway knows no such mapping. */
    Future<Void> unmap(Mapping mapping);
}
