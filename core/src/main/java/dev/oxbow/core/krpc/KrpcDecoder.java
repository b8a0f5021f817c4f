package dev.oxbow.core.krpc;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.krpc.KrpcFault.Kind;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * Reads a datagram (BEP 5, 32, 33, 42, 43). Keys may come in any order, and unknown ones are passed over; what is there and known must
 * be right, and everything has a limit, so that a datagram costs no more than its own size.
 */
public final class KrpcDecoder {
    /** What an Ethernet frame carries; BEP 32 asks for 1024 at least. */
    public static final int PACKET_LENGTH_BYTES_MAX = 1500;
    public static final int TRANSACTION_LENGTH_BYTES_MAX = 32;
    public static final int TOKEN_LENGTH_BYTES_MAX = 64;
    static final int NODES_MAX = 40;
    static final int VALUES_MAX = 150;
    private static final int DEPTH_MAX = 8;
    private static final int PORT_MAX = 0xffff;

    private KrpcDecoder() {
    }

    /** Stops the reading where something is wrong; never leaves this package. */
    static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        FaultException(Kind kind) {
            super(kind.clause(), null, false, false);
            this.kind = kind;
        }
    }

    public static KrpcPacket decode(byte[] packet) {
        if (packet.length > PACKET_LENGTH_BYTES_MAX) {
            return new KrpcFault(Kind.TOO_LONG, ByteString.EMPTY);
        }
        BencodeValue value;
        try {
            value = BencodeReader.readLenient(packet, DEPTH_MAX);
        } catch (BencodeException e) {
            return new KrpcFault(Kind.NOT_BENCODED, ByteString.EMPTY);
        }
        return value instanceof BDictionary top ? message(top) : new KrpcFault(Kind.NOT_A_DICTIONARY, ByteString.EMPTY);
    }

    private static KrpcPacket message(BDictionary top) {
        ByteString transaction = top.bytes("t").orElse(ByteString.EMPTY);
        if (transaction.length() == 0 || transaction.length() > TRANSACTION_LENGTH_BYTES_MAX) {
            return new KrpcFault(Kind.BAD_TRANSACTION, ByteString.EMPTY);
        }
        String type = top.bytes("y").map(ByteString::utf8).orElse("");
        try {
            return switch (type) {
                case "q" -> query(top, transaction);
                case "r" -> ResponseReader.response(top, transaction);
                case "e" -> ResponseReader.error(top, transaction);
                default -> throw new FaultException(Kind.UNKNOWN_TYPE);
            };
        } catch (FaultException e) {
            // Only queries wait for an answer; refusing answers would go round for ever.
            return new KrpcFault(e.kind, type.equals("q") ? transaction : ByteString.EMPTY);
        }
    }

    private static KrpcQuery query(BDictionary top, ByteString transaction) throws FaultException {
        BDictionary arguments = top.dictionary("a").orElseThrow(() -> new FaultException(Kind.NO_ARGUMENTS));
        NodeId id = nodeId(arguments, "id", Kind.BAD_NODE_ID);
        String method = top.bytes("q").map(ByteString::utf8).orElse("");
        Question question = switch (method) {
            case "ping" -> new Question.Ping();
            case "find_node" -> new Question.FindNode(nodeId(arguments, "target", Kind.BAD_TARGET), want(arguments));
            case "get_peers" -> new Question.GetPeers(infoHash(arguments), want(arguments), flag(arguments, "noseed"),
                    flag(arguments, "scrape"));
            case "announce_peer" -> announcePeer(arguments);
            default -> throw new FaultException(Kind.UNKNOWN_METHOD);
        };
        return new KrpcQuery(transaction, id, flag(top, "ro"), question);
    }

    private static Question announcePeer(BDictionary arguments) throws FaultException {
        boolean impliedPort = flag(arguments, "implied_port");
        long port = arguments.integer("port").orElse(0L);
        boolean usable = port > 0 && port <= PORT_MAX;
        if (!usable && !impliedPort) {
            throw new FaultException(Kind.BAD_PORT);
        }
        ByteString token = token(arguments);
        if (token.length() == 0) {
            throw new FaultException(Kind.BAD_TOKEN);
        }
        return new Question.AnnouncePeer(infoHash(arguments), usable ? (int) port : 0, impliedPort, flag(arguments, "seed"), token);
    }

    static NodeId nodeId(BDictionary dictionary, String key, Kind fault) throws FaultException {
        Optional<ByteString> bytes = dictionary.bytes(key).filter(id -> id.length() == NodeId.LENGTH_BYTES);
        return new NodeId(bytes.orElseThrow(() -> new FaultException(fault)));
    }

    private static InfoHash infoHash(BDictionary arguments) throws FaultException {
        Optional<ByteString> bytes = arguments.bytes("info_hash").filter(hash -> hash.length() == InfoHash.LENGTH_BYTES);
        return new InfoHash(bytes.orElseThrow(() -> new FaultException(Kind.BAD_INFO_HASH)));
    }

    /** Empty where there is none. */
    static ByteString token(BDictionary dictionary) throws FaultException {
        Optional<BencodeValue> value = dictionary.get("token");
        ByteString token = dictionary.bytes("token").orElse(ByteString.EMPTY);
        if (value.isPresent() && !(value.get() instanceof BencodeValue.BString) || token.length() > TOKEN_LENGTH_BYTES_MAX) {
            throw new FaultException(Kind.BAD_TOKEN);
        }
        return token;
    }

    private static boolean flag(BDictionary dictionary, String key) {
        return dictionary.integer(key).orElse(0L) != 0;
    }

    /** BEP 32: strings that are not known are silently ignored. */
    private static Want want(BDictionary arguments) {
        List<BencodeValue> families = arguments.list("want").orElse(List.of());
        return new Want(families.contains(BencodeValue.BString.of("n4")), families.contains(BencodeValue.BString.of("n6")));
    }
}
