package dev.oxbow.core.krpc;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.krpc.KrpcDecoder.FaultException;
import dev.oxbow.core.krpc.KrpcFault.Kind;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what other nodes answer: responses and errors. */
final class ResponseReader {
    private static final int ERROR_TEXT_BYTES_MAX = 400;

    private ResponseReader() {
    }

    static KrpcResponse response(BDictionary top, ByteString transaction) throws FaultException {
        BDictionary values = top.dictionary("r").orElseThrow(() -> new FaultException(Kind.NO_ARGUMENTS));
        NodeId id = KrpcDecoder.nodeId(values, "id", Kind.BAD_NODE_ID);
        // A hint, and one that some nodes get wrong: no reason to refuse the rest.
        Optional<Endpoint> yourEndpoint = top.bytes("ip").flatMap(CompactNodes::endpoint).filter(endpoint -> endpoint.port() != 0);
        return new KrpcResponse(transaction, id, nodes(values, "nodes", false), nodes(values, "nodes6", true), peers(values),
                KrpcDecoder.token(values), filters(values), yourEndpoint);
    }

    private static Optional<List<NodeContact>> nodes(BDictionary values, String key, boolean ipv6) throws FaultException {
        if (values.get(key).isEmpty()) {
            return Optional.empty();
        }
        ByteString packed = values.bytes(key).orElseThrow(() -> new FaultException(Kind.BAD_NODES));
        int entry = CompactNodes.entryLengthBytes(ipv6);
        if (packed.length() % entry != 0) {
            throw new FaultException(Kind.BAD_NODES);
        }
        if (packed.length() / entry > KrpcDecoder.NODES_MAX) {
            throw new FaultException(Kind.TOO_MANY_NODES);
        }
        return Optional.of(CompactNodes.decode(packed, ipv6));
    }

    /** BEP 32: either length may come in either family's answers. Port 0 cannot be reached and is left out. */
    private static List<Endpoint> peers(BDictionary values) throws FaultException {
        if (values.get("values").isEmpty()) {
            return List.of();
        }
        List<BencodeValue> items = values.list("values").orElseThrow(() -> new FaultException(Kind.BAD_VALUES));
        if (items.size() > KrpcDecoder.VALUES_MAX) {
            throw new FaultException(Kind.TOO_MANY_VALUES);
        }
        List<Endpoint> peers = new ArrayList<>();
        for (BencodeValue item : items) {
            ByteString packed = item instanceof BString string ? string.bytes() : ByteString.EMPTY;
            Endpoint peer = CompactNodes.endpoint(packed).orElseThrow(() -> new FaultException(Kind.BAD_VALUES));
            if (peer.port() != 0) {
                peers.add(peer);
            }
        }
        return peers;
    }

    private static Optional<SwarmFilters> filters(BDictionary values) throws FaultException {
        if (values.get("BFsd").isEmpty() && values.get("BFpe").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SwarmFilters(filter(values, "BFsd"), filter(values, "BFpe")));
    }

    private static BloomFilter filter(BDictionary values, String key) throws FaultException {
        Optional<ByteString> bits = values.bytes(key).filter(bytes -> bytes.length() == BloomFilter.LENGTH_BYTES);
        return new BloomFilter(bits.orElseThrow(() -> new FaultException(Kind.BAD_FILTER)));
    }

    static KrpcError error(BDictionary top, ByteString transaction) throws FaultException {
        List<BencodeValue> parts = top.list("e").orElseThrow(() -> new FaultException(Kind.BAD_ERROR));
        boolean whole = parts.size() >= 2 && parts.get(0) instanceof BInteger && parts.get(1) instanceof BString;
        if (!whole) {
            throw new FaultException(Kind.BAD_ERROR);
        }
        long code = ((BInteger) parts.get(0)).value();
        ByteString text = ((BString) parts.get(1)).bytes();
        String shown = Text.printable(text.substring(0, Math.min(text.length(), ERROR_TEXT_BYTES_MAX)).utf8(), KrpcError.TEXT_CHARS_MAX);
        return new KrpcError(transaction, (int) Math.max(Integer.MIN_VALUE, Math.min(code, Integer.MAX_VALUE)), shown);
    }
}
