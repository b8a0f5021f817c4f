package dev.oxbow.core.value;

/** A node of the DHT and where it is reached. */
public record NodeContact(NodeId id, Endpoint endpoint) {
}
