package dev.oxbow.core.krpc;

import dev.oxbow.core.value.NodeContact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever comes, the decoder gives a message within its limits or a fault; what the encoder writes, the decoder reads. */
class KrpcFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] TOKENS = {
        "d", "l", "e", "i1e", "i-5e", "i65536e", "0:", "1:a", "1:q", "1:r", "1:e", "1:t", "2:aa", "1:y", "2:id", "20:abcdefghij0123456789",
        "4:ping", "9:find_node", "6:target", "9:get_peers", "9:info_hash", "13:announce_peer", "4:port", "5:token", "12:implied_port",
        "5:nodes", "26:abcdefghijklmnopqrstuvwxyz", "6:nodes6", "6:values", "6:axje.u", "18:abcdefghijklmnopqr", "4:want", "2:n4", "2:ro",
        "4:BFsd", "4:BFpe", "2:ip", "d2:id20:abcdefghij0123456789", "99999999999999999999:", "\u00ff", "i", ":"};

    @Test
    void survivesPacketsMadeOfRandomTokens() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder packet = new StringBuilder(random.nextInt(8) == 0 ? "" : "d1:t2:aa1:y1:" + "qre".charAt(random.nextInt(3)));
            for (int i = random.nextInt(25); i > 0; i--) {
                packet.append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            check(seed, Packets.bytes(packet.append("e".repeat(random.nextInt(4))).toString()));
        }
    }

    @Test
    void survivesDamagedPackets() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] whole = KrpcEncoder.encode(message(random));
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = 1 + random.nextInt(4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            check(seed, damaged);
        }
    }

    @Test
    void survivesNoise() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            check(seed, bytes(random, random.nextInt(100)).toArray());
        }
    }

    @Test
    void readsBackEveryMessageItWrites() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            KrpcMessage message = message(new SplittableRandom(seed));
            assertEquals(message, KrpcDecoder.decode(KrpcEncoder.encode(message)), "seed " + seed);
        }
    }

    private static void check(int seed, byte[] packet) {
        KrpcPacket decoded = KrpcDecoder.decode(packet);
        if (decoded instanceof KrpcFault fault) {
            assertTrue(fault.transaction().length() <= KrpcDecoder.TRANSACTION_LENGTH_BYTES_MAX, "seed " + seed);
        } else {
            assertEquals(decoded, KrpcDecoder.decode(KrpcEncoder.encode((KrpcMessage) decoded)), "seed " + seed);
        }
    }

    private static KrpcMessage message(SplittableRandom random) {
        ByteString transaction = bytes(random, 1 + random.nextInt(8));
        int kind = random.nextInt(10);
        if (kind == 0) {
            return new KrpcError(transaction, random.nextInt(300), "no \u00e4 text".substring(0, random.nextInt(9)));
        }
        NodeId id = new NodeId(bytes(random, 20));
        return kind < 5 ? new KrpcQuery(transaction, id, random.nextBoolean(), question(random)) : response(random, transaction, id);
    }

    private static Question question(SplittableRandom random) {
        Want want = new Want(random.nextBoolean(), random.nextBoolean());
        InfoHash infoHash = new InfoHash(bytes(random, 20));
        return switch (random.nextInt(4)) {
            case 0 -> new Question.Ping();
            case 1 -> new Question.FindNode(NodeId.of(infoHash), want);
            case 2 -> new Question.GetPeers(infoHash, want, random.nextBoolean(), random.nextBoolean());
            default -> new Question.AnnouncePeer(infoHash, 1 + random.nextInt(0xffff), random.nextBoolean(), random.nextBoolean(),
                    bytes(random, 1 + random.nextInt(64)));
        };
    }

    private static KrpcResponse response(SplittableRandom random, ByteString transaction, NodeId id) {
        List<Endpoint> values = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            values.add(endpoint(random, random.nextBoolean()));
        }
        BloomFilter filter = new BloomFilter(bytes(random, BloomFilter.LENGTH_BYTES));
        return new KrpcResponse(transaction, id, nodes(random, false), nodes(random, true), values, bytes(random, random.nextInt(9)),
                random.nextBoolean() ? Optional.empty() : Optional.of(new SwarmFilters(filter, BloomFilter.EMPTY)),
                random.nextBoolean() ? Optional.empty() : Optional.of(endpoint(random, random.nextBoolean())));
    }

    private static Optional<List<NodeContact>> nodes(SplittableRandom random, boolean ipv6) {
        List<NodeContact> nodes = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            nodes.add(new NodeContact(new NodeId(bytes(random, 20)), endpoint(random, ipv6)));
        }
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(nodes);
    }

    private static Endpoint endpoint(SplittableRandom random, boolean ipv6) {
        return new Endpoint(bytes(random, ipv6 ? 16 : 4), 1 + random.nextInt(0xffff));
    }

    private static ByteString bytes(SplittableRandom random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return ByteString.wrap(out);
    }
}
