package dev.oxbow.core.krpc;

import static dev.oxbow.core.krpc.Packets.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oxbow.core.krpc.KrpcFault.Kind;
import dev.oxbow.core.value.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a packet has a name, and whoever can be told is told. */
class KrpcFaultTest {
    private static final String ID = "2:id20:abcdefghij0123456789";
    private static final String END = "1:t2:aa1:y1:re";
    private static final String HASH = "9:info_hash20:mnopqrstuvwxyz123456";

    @Test
    void namesWhatIsNoMessageAtAll() {
        assertFault(Kind.TOO_LONG, "d".repeat(1501));
        assertFault(Kind.NOT_BENCODED, "");
        assertFault(Kind.NOT_BENCODED, "GET / HTTP/1.0\r\n\r\n");
        assertFault(Kind.NOT_BENCODED, "l".repeat(1500));
        assertFault(Kind.NOT_A_DICTIONARY, "le");
        assertFault(Kind.BAD_TRANSACTION, "d1:y1:qe");
        assertFault(Kind.BAD_TRANSACTION, "d1:t0:1:y1:qe");
        assertFault(Kind.BAD_TRANSACTION, "d1:ti5e1:y1:qe");
        assertFault(Kind.BAD_TRANSACTION, "d1:t33:" + "a".repeat(33) + "1:y1:qe");
        assertFault(Kind.UNKNOWN_TYPE, "d1:t2:aa1:y1:xe");
        assertFault(Kind.UNKNOWN_TYPE, "d1:t2:aae");
    }

    @Test
    void namesWhatIsWrongWithAQuery() {
        assertFault(Kind.NO_ARGUMENTS, "d1:q4:ping1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_NODE_ID, "d1:ad2:id19:abcdefghij012345678e1:q4:ping1:t2:aa1:y1:qe");
        assertFault(Kind.UNKNOWN_METHOD, "d1:ad" + ID + "e1:q3:put1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_TARGET, "d1:ad" + ID + "e1:q9:find_node1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_INFO_HASH, "d1:ad" + ID + "9:info_hash3:abce1:q9:get_peers1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_PORT, "d1:ad" + ID + HASH + "4:porti65536e5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_PORT, "d1:ad" + ID + HASH + "5:token1:xe1:q13:announce_peer1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_TOKEN, "d1:ad" + ID + HASH + "4:porti1e5:token0:e1:q13:announce_peer1:t2:aa1:y1:qe");
        assertFault(Kind.BAD_TOKEN, "d1:ad" + ID + HASH + "4:porti1e5:token65:" + "t".repeat(65) + "e1:q13:announce_peer1:t2:aa1:y1:qe");
    }

    @Test
    void namesWhatIsWrongWithAnAnswer() {
        assertFault(Kind.NO_ARGUMENTS, "d1:t2:aa1:y1:re");
        assertFault(Kind.BAD_NODE_ID, "d1:rde" + END);
        assertFault(Kind.BAD_NODES, "d1:rd" + ID + "5:nodes25:" + "n".repeat(25) + "e" + END);
        assertFault(Kind.BAD_NODES, "d1:rd" + ID + "6:nodes6lee" + END);
        assertFault(Kind.TOO_MANY_NODES, "d1:rd" + ID + "5:nodes1066:" + "n".repeat(41 * 26) + "e" + END);
        assertFault(Kind.BAD_VALUES, "d1:rd" + ID + "6:values6:axje.ue" + END);
        assertFault(Kind.BAD_VALUES, "d1:rd" + ID + "6:valuesl5:axje.ee" + END);
        assertFault(Kind.TOO_MANY_VALUES, "d1:rd" + ID + "6:valuesl" + "6:axje.u".repeat(151) + "ee" + END);
        assertFault(Kind.BAD_TOKEN, "d1:rd" + ID + "5:tokeni5ee" + END);
        assertFault(Kind.BAD_FILTER, "d1:rd4:BFpe3:abc" + ID + "e" + END);
        assertFault(Kind.BAD_ERROR, "d1:eli201ee1:t2:aa1:y1:ee");
        assertFault(Kind.BAD_ERROR, "d1:e3:abc1:t2:aa1:y1:ee");
    }

    @Test
    void refusesAQueryWithItsOwnTransaction() {
        KrpcFault unknown = assertInstanceOf(KrpcFault.class, KrpcDecoder.decode(Packets.bytes("d1:ad" + ID + "e1:q3:put1:t2:zz1:y1:qe")));
        assertEquals(new KrpcError(ByteString.ofUtf8("zz"), KrpcError.METHOD_UNKNOWN, "the method is unknown"), unknown.refusal());
        KrpcFault bare = assertInstanceOf(KrpcFault.class, KrpcDecoder.decode(Packets.bytes("d1:q4:ping1:t2:zz1:y1:qe")));
        assertEquals(KrpcError.PROTOCOL, bare.refusal().code());
    }

    @Test
    void refusesNoAnswerSoThatRefusalsDoNotGoRoundForEver() {
        KrpcFault fault = assertInstanceOf(KrpcFault.class, KrpcDecoder.decode(Packets.bytes("d1:rde1:t2:aa1:y1:re")));
        assertFalse(fault.isAnswerable());
    }

    @Test
    void readsKeysInAnyOrderAndPassesOverUnknownOnes() {
        assertEquals(Packets.query(new Question.Ping()),
                KrpcDecoder.decode(Packets.bytes("d1:y1:q1:t2:aa1:v4:UT\u00b6\u00a11:q4:ping1:ad" + ID + "3:bs!i1eee")));
    }

    @Test
    void leavesOutWhoCannotBeReached() {
        String mapped = "\0\0\0\0\0\0\0\0\0\0\u00ff\u00ffabcdef";
        KrpcResponse answer = assertInstanceOf(KrpcResponse.class, KrpcDecoder.decode(Packets.bytes("d2:ip3:abc1:rd" + ID
                + "5:nodes26:abcdefghijklmnopqrst1234\0\0" + "6:nodes638:abcdefghijklmnopqrst" + mapped
                + "6:valuesl6:1234\u0000\u00006:axje.uee" + END)));
        assertEquals(List.of(), answer.nodes().orElseThrow());
        assertEquals(List.of(), answer.nodes6().orElseThrow());
        assertEquals(List.of(Packets.AXJE), answer.values());
        assertEquals(true, answer.yourEndpoint().isEmpty());
    }

    @Test
    void showsAnErrorsTextWithoutWhatCannotBeShown() {
        KrpcError error = assertInstanceOf(KrpcError.class,
                KrpcDecoder.decode(Packets.bytes("d1:eli99999999999e500:\u001b[2J" + "x".repeat(496) + "e1:t2:aa1:y1:ee")));
        assertEquals(KrpcError.TEXT_CHARS_MAX, error.text().length());
        assertFalse(error.text().chars().anyMatch(Character::isISOControl));
        assertEquals(Integer.MAX_VALUE, error.code());
    }
}
