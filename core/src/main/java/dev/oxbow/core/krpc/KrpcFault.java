package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;

/**
 * A datagram that is no message we understand.
 *
 * @param transaction of a query, so that it can be refused; empty where there is nobody to tell
 */
public record KrpcFault(Kind kind, ByteString transaction) implements KrpcPacket {

    /** What is wrong, with a clause for people. */
    public enum Kind {
        TOO_LONG("the datagram is longer than " + KrpcDecoder.PACKET_LENGTH_BYTES_MAX + " bytes"),
        NOT_BENCODED("the datagram is not bencoded"),
        NOT_A_DICTIONARY("the datagram is no dictionary"),
        BAD_TRANSACTION("the transaction is missing, empty or too long"),
        UNKNOWN_TYPE("the message is neither query nor response nor error"),
        UNKNOWN_METHOD("the method is unknown"),
        NO_ARGUMENTS("the arguments are missing"),
        BAD_NODE_ID("the node id is missing or not of 20 bytes"),
        BAD_TARGET("the target is missing or not of 20 bytes"),
        BAD_INFO_HASH("the info hash is missing or not of 20 bytes"),
        BAD_PORT("the port is missing or out of range"),
        BAD_TOKEN("the token is missing, empty or too long"),
        BAD_NODES("the nodes are not whole entries"),
        TOO_MANY_NODES("there are too many nodes"),
        BAD_VALUES("the values are not packed addresses"),
        TOO_MANY_VALUES("there are too many values"),
        BAD_FILTER("the filters are not a pair of 256 bytes each"),
        BAD_ERROR("the error is not a code and a text");

        private final String clause;

        Kind(String clause) {
            this.clause = clause;
        }

        public String clause() {
            return clause;
        }
    }

    /** Whether the sender waits for an answer and can be told. */
    public boolean isAnswerable() {
        return transaction.length() > 0;
    }

    /** How to refuse an answerable fault (BEP 5: 204 for an unknown method, else 203). */
    public KrpcError refusal() {
        int code = kind == Kind.UNKNOWN_METHOD ? KrpcError.METHOD_UNKNOWN : KrpcError.PROTOCOL;
        return new KrpcError(transaction, code, kind.clause());
    }
}
