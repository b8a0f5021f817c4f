package dev.oxbow.core.krpc;

import dev.oxbow.core.value.NodeContact;
import static dev.oxbow.core.krpc.Packets.AA;
import static dev.oxbow.core.krpc.Packets.ANSWERER;
import static dev.oxbow.core.krpc.Packets.INFO_HASH;
import static dev.oxbow.core.krpc.Packets.assertFault;
import static dev.oxbow.core.krpc.Packets.assertReadsAndWrites;
import static dev.oxbow.core.krpc.Packets.query;
import static dev.oxbow.core.krpc.Packets.response;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example packets of BEP 5, byte for byte, both ways. */
class Bep0005KrpcTest {
    /** The 26 bytes of a node; BEP 5 abbreviates them to {@code def456...}. */
    private static final String NODE = "0123456789abcdefghijaxje.u";
    private static final Optional<List<NodeContact>> NODES =
            Optional.of(List.of(new NodeContact(NodeId.of(Packets.bytes("0123456789abcdefghij")), Packets.AXJE)));

    @Test
    void error() {
        assertReadsAndWrites("d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee",
                new KrpcError(AA, KrpcError.GENERIC, "A Generic Error Ocurred"));
    }

    @Test
    void ping() {
        assertReadsAndWrites("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe", query(new Question.Ping()));
        assertReadsAndWrites("d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re", KrpcResponse.plain(AA, ANSWERER, Optional.empty()));
    }

    @Test
    void findNode() {
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q9:find_node1:t2:aa1:y1:qe",
                query(new Question.FindNode(ANSWERER, Want.UNSAID)));
        assertReadsAndWrites("d1:rd2:id20:0123456789abcdefghij5:nodes26:" + NODE + "e1:t2:aa1:y1:re",
                response(NodeId.of(Packets.bytes("0123456789abcdefghij")), NODES, List.of(), ""));
    }

    @Test
    void theAbbreviatedNodesOfTheExampleAreNoNodes() {
        assertFault(KrpcFault.Kind.BAD_NODES, "d1:rd2:id20:0123456789abcdefghij5:nodes9:def456...e1:t2:aa1:y1:re");
    }

    @Test
    void getPeers() {
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe",
                query(new Question.GetPeers(INFO_HASH, Want.UNSAID, false, false)));
        assertReadsAndWrites("d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re",
                response(Packets.QUERIER, Optional.empty(), List.of(Packets.AXJE, Packets.IDHT), "aoeusnth"));
        assertReadsAndWrites("d1:rd2:id20:abcdefghij01234567895:nodes26:" + NODE + "5:token8:aoeusnthe1:t2:aa1:y1:re",
                response(Packets.QUERIER, NODES, List.of(), "aoeusnth"));
    }

    @Test
    void announcePeer() {
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti6881e5:token8:aoeusnthe"
                + "1:q13:announce_peer1:t2:aa1:y1:qe",
                query(new Question.AnnouncePeer(INFO_HASH, 6881, false, false, ByteString.ofUtf8("aoeusnth"))));
        assertReadsAndWrites("d1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz1234564:porti6881e"
                + "5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe",
                query(new Question.AnnouncePeer(INFO_HASH, 6881, true, false, ByteString.ofUtf8("aoeusnth"))));
    }

    @Test
    void wantsAndFlagsOfTheLaterBeps() {
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz1234564:wantl2:n42:n6ee"
                + "1:q9:find_node2:roi1e1:t2:aa1:y1:qe",
                new KrpcQuery(AA, Packets.QUERIER, true, new Question.FindNode(ANSWERER, Want.BOTH)));
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234566:noseedi1e6:scrapei1e4:wantl2:n6ee"
                + "1:q9:get_peers1:t2:aa1:y1:qe", query(new Question.GetPeers(INFO_HASH, new Want(false, true), true, true)));
        assertReadsAndWrites("d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz1234564:porti1e4:seedi1e5:token1:xe"
                + "1:q13:announce_peer1:t2:aa1:y1:qe",
                query(new Question.AnnouncePeer(INFO_HASH, 1, false, true, ByteString.ofUtf8("x"))));
    }

    @Test
    void answersOfTheLaterBeps() {
        NodeContact node6 = new NodeContact(ANSWERER, Endpoint.parse("[6162:6364:6566:6768:696a:6b6c:6d6e:6f70]:29041"));
        SwarmFilters filters = new SwarmFilters(BloomFilter.EMPTY, BloomFilter.EMPTY);
        KrpcResponse answer = new KrpcResponse(AA, ANSWERER, Optional.of(List.of()), Optional.of(List.of(node6)),
                List.of(Packets.AXJE, node6.endpoint()), ByteString.EMPTY, Optional.of(filters), Optional.of(Packets.AXJE));
        String zeros = "256:" + "\0".repeat(256);
        assertReadsAndWrites("d2:ip6:axje.u1:rd4:BFpe" + zeros + "4:BFsd" + zeros + "2:id20:mnopqrstuvwxyz1234565:nodes0:"
                + "6:nodes638:mnopqrstuvwxyz123456abcdefghijklmnopqq6:valuesl6:axje.u18:abcdefghijklmnopqqee1:t2:aa1:y1:re", answer);
    }
}
