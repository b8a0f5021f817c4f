package dev.oxbow.journal.codec;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Bytes with a right checksum that are nevertheless no entry, or one of another version. */
class HostileBytesTest {
    private final EntryCodec codec = new EntryCodec();

    private byte[] encode(Entry entry) {
        byte[] out = new byte[codec.encode(entry)];
        codec.buffer().getBytes(0, out);
        return out;
    }

    private static void decodeOrRefuse(byte[] bytes, String what) {
        assertDoesNotThrow(() -> {
            try {
                EntryCodec.decode(new UnsafeBuffer(bytes), 0, bytes.length);
            } catch (JournalFormatException refused) {
                assertTrue(refused.getMessage().length() > 10);
            }
        }, what);
    }

    @Test
    void everyByteOfEveryKindMayBeWrong() throws Exception {
        for (Class<?> kind : RandomEntries.kinds()) {
            byte[] bytes = encode(new RandomEntries(1).make(kind));
            for (int at = 0; at < bytes.length; at++) {
                byte old = bytes[at];
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff, old ^ 0x20}) {
                    bytes[at] = (byte) value;
                    decodeOrRefuse(bytes, kind.getSimpleName() + " with " + value + " at " + at);
                }
                bytes[at] = old;
            }
        }
    }

    @Test
    void everyKindMayBeCutShort() throws Exception {
        for (Class<?> kind : RandomEntries.kinds()) {
            byte[] bytes = encode(new RandomEntries(2).make(kind));
            for (int length = 0; length < bytes.length; length++) {
                decodeOrRefuse(java.util.Arrays.copyOf(bytes, length), kind.getSimpleName() + " cut to " + length);
            }
        }
    }

    @Test
    void noiseBehindAnyHeaderIsNoSurprise() {
        for (int templateId = 0; templateId < 256; templateId++) {
            for (int seed = 0; seed < 60; seed++) {
                byte[] bytes = new byte[5 + seed];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, templateId, i);
                }
                bytes[0] = (byte) (seed / 2);
                bytes[1] = 0;
                bytes[2] = (byte) templateId;
                decodeOrRefuse(bytes, "kind " + templateId + " seed " + seed);
            }
        }
    }

    @Test
    void doesNotReadBeyondTheEntry() {
        byte[] bytes = encode(new TrackerEvent.AnnounceFailed(1, 2, 3, "no such torrent", 4));
        UnsafeBuffer longer = new UnsafeBuffer(new byte[bytes.length + 100]);
        longer.putBytes(0, bytes);
        assertThrows(JournalFormatException.class, () -> EntryCodec.decode(longer, 0, bytes.length - 1));
    }

    @Test
    void fieldsThatANewerVersionAddedArePassedOver() throws Exception {
        List<Entry> entries = List.of(new PeerEvent.BlockReceived(1, 2, 3, 4, 5), new SessionEvent.ClockAdvanced(),
                new TrackerEvent.AnnounceSucceeded(1, 2, 3, 4, 5, 6, 7, "id", "warning", List.of(Endpoint.parse("192.0.2.1:6881"))));
        for (Entry entry : entries) {
            byte[] old = encode(entry);
            int blockLength = (old[0] & 0xff) + ((old[1] & 0xff) << 8);
            byte[] grown = new byte[old.length + 7 + 9];
            System.arraycopy(old, 0, grown, 0, 5 + blockLength);
            System.arraycopy(old, 5 + blockLength, grown, 5 + blockLength + 7, old.length - 5 - blockLength);
            grown[0] += 7;
            grown[4] = 9; // the version
            assertEquals(entry, EntryCodec.decode(new UnsafeBuffer(grown), 0, grown.length));
        }
    }

    @Test
    void anIndexThatDoesNotFitItsFieldIsRefusedRatherThanCut() {
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new PeerEvent.BlockReceived(1, 2, 0x10000, 4, 5)));
    }
}
