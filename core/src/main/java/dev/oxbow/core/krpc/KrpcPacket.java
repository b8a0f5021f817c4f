package dev.oxbow.core.krpc;

/** What a datagram turned out to be: a message, or a named fault. */
public sealed interface KrpcPacket permits KrpcMessage, KrpcFault {
}
