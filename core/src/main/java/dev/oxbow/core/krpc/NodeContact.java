package dev.oxbow.core.krpc;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;

/** A node and where it is reached. */
public record NodeContact(NodeId id, Endpoint endpoint) {
}
