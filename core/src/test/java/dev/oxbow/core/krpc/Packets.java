package dev.oxbow.core.krpc;

import dev.oxbow.core.value.NodeContact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Packets as text: one character for each byte. */
final class Packets {
    static final ByteString AA = ByteString.ofUtf8("aa");
    static final NodeId QUERIER = NodeId.of(bytes("abcdefghij0123456789"));
    static final NodeId ANSWERER = NodeId.of(bytes("mnopqrstuvwxyz123456"));
    static final InfoHash INFO_HASH = InfoHash.of(bytes("mnopqrstuvwxyz123456"));
    static final Endpoint AXJE = Endpoint.parse("97.120.106.101:11893");
    static final Endpoint IDHT = Endpoint.parse("105.100.104.116:28269");

    private Packets() {
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static void assertReadsAndWrites(String packet, KrpcMessage message) {
        assertEquals(message, KrpcDecoder.decode(bytes(packet)));
        assertEquals(packet, new String(KrpcEncoder.encode(message), StandardCharsets.ISO_8859_1));
    }

    static void assertFault(KrpcFault.Kind kind, String packet) {
        KrpcFault fault = assertInstanceOf(KrpcFault.class, KrpcDecoder.decode(bytes(packet)), packet);
        assertEquals(kind, fault.kind(), packet);
    }

    static KrpcQuery query(Question question) {
        return new KrpcQuery(AA, QUERIER, false, question);
    }

    static KrpcResponse response(NodeId id, Optional<List<NodeContact>> nodes, List<Endpoint> values, String token) {
        return new KrpcResponse(AA, id, nodes, Optional.empty(), values, ByteString.ofUtf8(token), Optional.empty(), Optional.empty());
    }
}
