package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.NodeId;

/**
 * A query (BEP 5).
 *
 * @param id       the querying node's
 * @param readOnly whether the querying node answers nobody and is not to be remembered (BEP 43)
 */
public record KrpcQuery(ByteString transaction, NodeId id, boolean readOnly, Question question) implements KrpcMessage {
}
