package dev.oxbow.journal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private final EntryCodec codec = new EntryCodec();

    @Test
    void everyKindOfEntryComesBackAsItWas() throws Exception {
        assertTrue(RandomEntries.kinds().size() > 75, "all families are there");
        for (Class<?> kind : RandomEntries.kinds()) {
            for (int seed = 0; seed < 50; seed++) {
                Entry entry = new RandomEntries(seed).make(kind);
                int length = codec.encode(entry);
                assertEquals(entry, EntryCodec.decode(codec.buffer(), 0, length), kind.getSimpleName() + " seed " + seed);
            }
        }
    }

    @Test
    void anEntryIsAsLongAsItIsWhateverWasEncodedBefore() throws Exception {
        Entry shorter = new PeerEvent.KeepAliveReceived(1);
        Entry longer = new PeerEvent.BlocksReceived(1, 2, 3, Collections.nCopies(4000, new ReceivedBlock(4, 5)));
        for (Class<?> kind : RandomEntries.kinds()) {
            Entry entry = new RandomEntries(1).make(kind);
            codec.encode(shorter);
            int lengthBytes = codec.encode(entry);
            codec.encode(longer);
            assertEquals(lengthBytes, codec.encode(entry), kind.getSimpleName());
        }
    }

    @Test
    void entriesOfEveryBlockAreSmall() {
        assertEquals(5 + 22, codec.encode(new PeerEvent.BlockReceived(1, 2, 3, 4, 5)));
        assertEquals(5 + 14, codec.encode(new StorageCommand.WriteBlock(1, 2, 3, 4)));
        assertEquals(5 + 16 + 8 * 8, codec.encode(new PeerEvent.BlocksReceived(1, 2, 3, Collections.nCopies(8, new ReceivedBlock(4, 5)))));
        assertEquals(5 + 12 + 8 * 4, codec.encode(new StorageCommand.WriteBlocks(1, 2, 3, Collections.nCopies(8, 4))));
    }

    @Test
    void entriesOfTheDhtAreSmallerThanTheirDatagrams() {
        Endpoint node = Endpoint.parse("192.0.2.1:6881");
        NodeId id = NodeId.ofHex("ab".repeat(20));
        ByteString transaction = ByteString.ofUtf8("tttt");
        assertEquals(5 + 38, codec.encode(new DhtCommand.SendDhtQuery(node, transaction, id.bytes(), 7, DhtMethod.GET_PEERS)));
        assertEquals(5 + 16, codec.encode(new DhtCommand.SendDhtResponse(node, transaction, 8, 50)));
        assertEquals(5 + 58, codec.encode(new DhtEvent.DhtQueryReceived(node, transaction, id, DhtMethod.GET_PEERS, id.bytes(), 0,
                ByteString.EMPTY, false, false, false, false, false, false, false)));
        List<NodeContact> nodes = Collections.nCopies(8, new NodeContact(id, node));
        assertEquals(5 + 266, codec.encode(new DhtEvent.DhtResponseReceived(node, transaction, id, nodes, List.of(), transaction,
                node.address())));
    }

    @Test
    void bytesThatAreNoEntryAreRefusedInASentence() {
        byte[] zeros = new byte[40];
        assertThrows(JournalFormatException.class, () -> EntryCodec.decode(new UnsafeBuffer(zeros), 0, zeros.length));
        assertThrows(JournalFormatException.class, () -> EntryCodec.decode(new UnsafeBuffer(zeros), 0, 3));
    }

    @Test
    void damagedEntriesNeverThrowAnythingElse() throws Exception {
        for (Class<?> kind : RandomEntries.kinds()) {
            for (int seed = 0; seed < 40; seed++) {
                int length = codec.encode(new RandomEntries(seed).make(kind));
                byte[] bytes = new byte[length];
                codec.buffer().getBytes(0, bytes);
                bytes[Rng.below(length, seed, Rng.Purpose.PIECE_ORDER, 1, 1)] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, 2, 2);
                try {
                    EntryCodec.decode(new UnsafeBuffer(bytes), 0, length);
                } catch (JournalFormatException e) {
                    assertTrue(e.getMessage().length() > 10, "seed " + seed);
                }
            }
        }
    }
}
