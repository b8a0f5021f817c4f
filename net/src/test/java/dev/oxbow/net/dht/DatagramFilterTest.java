package dev.oxbow.net.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcMessage;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatagramFilterTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final NodeId ID = NodeId.ofHex("ab".repeat(20));
    private static final Endpoint NODE = Endpoint.parse("60.1.2.3:6881");
    private static final ByteString TRANSACTION = ByteString.ofUtf8("aaaa");

    private final DatagramFilter filter = new DatagramFilter(0);

    private static byte[] ping() {
        return KrpcEncoder.encode(new KrpcQuery(TRANSACTION, ID, false, new Question.Ping()));
    }

    private static KrpcMessage response(ByteString transaction) {
        return KrpcResponse.plain(transaction, ID, Optional.empty());
    }

    private static Endpoint stranger(int number) {
        return Endpoint.of(new byte[] {70, (byte) (number >> 16), (byte) (number >> 8), (byte) number}, 1000);
    }

    @Test
    void takesAnAnswerOnceAndOnlyFromWhomItWasAskedOf() {
        byte[] answer = KrpcEncoder.encode(response(TRANSACTION));
        assertTrue(filter.take(NODE, answer, 0).isEmpty(), "nobody asked");
        filter.sent(NODE, TRANSACTION);
        assertTrue(filter.take(stranger(1), answer, 0).isEmpty());
        assertEquals(Optional.of(response(TRANSACTION)), filter.take(NODE, answer, 0));
        assertTrue(filter.take(NODE, answer, 0).isEmpty(), "once is enough");
        filter.sent(NODE, TRANSACTION);
        KrpcError refusal = new KrpcError(TRANSACTION, 203, "no");
        assertEquals(Optional.of(refusal), filter.take(NODE, KrpcEncoder.encode(refusal), 0));
        assertEquals(3, filter.droppedCount());
    }

    @Test
    void dropsWhatIsNoMessage() {
        for (String noise : new String[] {"", "d", "hello", "d1:y1:qe", "le", "d1:t2:aa1:y1:q1:q4:pinge", "x".repeat(3000)}) {
            assertTrue(filter.take(NODE, noise.getBytes(StandardCharsets.US_ASCII), 0).isEmpty(), noise);
        }
        assertEquals(7, filter.droppedCount());
    }

    @Test
    void oneAddressThatFloodsIsIgnoredAndOthersAreNot() {
        int taken = 0;
        for (int i = 0; i < 200; i++) {
            taken += filter.take(NODE, ping(), i * SECOND_NS / 100).isPresent() ? 1 : 0;
        }
        assertTrue(taken <= 50, "taken: " + taken);
        assertTrue(filter.take(stranger(1), ping(), 2 * SECOND_NS).isPresent());
        assertFalse(filter.take(NODE, ping(), 60 * SECOND_NS).isPresent());
    }

    @Test
    void manyAddressesTogetherGetNoMoreThanTheirShareOfTheJournal() {
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            taken += filter.take(stranger(i), ping(), i * SECOND_NS / 100).isPresent() ? 1 : 0; // a hundred a second
        }
        int most = DatagramFilter.QUERIES_BURST + 200 * DatagramFilter.QUERIES_PER_SECOND;
        assertTrue(taken <= most && taken >= most - 2, "taken: " + taken);
    }
}
