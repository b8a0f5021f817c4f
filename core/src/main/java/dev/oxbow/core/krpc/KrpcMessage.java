package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;

/** A message between DHT nodes (BEP 5). */
public sealed interface KrpcMessage extends KrpcPacket permits KrpcQuery, KrpcResponse, KrpcError {
    /** What the querying node named its query ({@code t}), echoed in the answer. */
    ByteString transaction();
}
