package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a damaged segment can still be read: all that a CRC vouches for, and nothing else. */
class SkipDamageTest {
    private static final int ENTRIES = 10;
    private static final int BODY = HandmadeSegment.HEADER_BYTES + Envelope.LENGTH_BYTES + 8;
    private static final int CRC = HandmadeSegment.HEADER_BYTES + Envelope.CRC_AT;
    private static final int SEQUENCE = HandmadeSegment.HEADER_BYTES + Envelope.SEQUENCE_AT;
    private static final int TIME = HandmadeSegment.HEADER_BYTES + Envelope.TIME_AT;

    @TempDir
    Path directory;
    private final HandmadeSegment segment = new HandmadeSegment().add(ENTRIES);

    /** What can be read, damage passed over as often as there is some. */
    private List<Long> survivors(HandmadeSegment... files) throws IOException {
        for (int i = 0; i < files.length; i++) {
            files[i].write(directory, i + ChronicleSegment.SUFFIX);
        }
        List<Long> out = new ArrayList<>();
        try (SegmentReader reader = new SegmentReader(directory, 1)) {
            do {
                for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                    assertEquals(HandmadeSegment.entry(record.get().sequence()), record.get().entry());
                    out.add(record.get().sequence());
                }
            } while (reader.skipDamage());
        }
        return out;
    }

    private static List<Long> allBut(int... lost) {
        List<Long> out = new ArrayList<>(LongStream.range(0, ENTRIES).boxed().toList());
        for (int sequence : lost) {
            out.remove(Long.valueOf(sequence));
        }
        return out;
    }

    @Test
    void aWholeSegmentIsReadToItsEnd() throws IOException {
        assertEquals(allBut(), survivors(segment));
    }

    @Test
    void ofAnEntryWhoseContentIsHitOnlyThatIsLost() throws IOException {
        assertEquals(allBut(4), survivors(segment.flip(segment.start(4) + BODY)));
    }

    @Test
    void aWrongTimeOrSequenceCostsTheEntryThatHasIt() throws IOException {
        assertEquals(allBut(3, 6), survivors(segment.flip(segment.start(3) + TIME).flip(segment.start(6) + SEQUENCE)));
    }

    @Test
    void anEntryOfWhichOnlyTheCrcIsHitIsRead() throws IOException {
        assertEquals(allBut(), survivors(segment.flip(segment.start(4) + CRC)));
    }

    @Test
    void anEntryOfWhichOnlyTheHeaderIsHitIsRead() throws IOException {
        int header = segment.getInt(segment.start(4));
        for (int wrong : new int[] {0, header - 4, header + 4, header ^ 0x80000000, header ^ 0x40000000, header + 400, 0x3fffffff, 4}) {
            segment.putInt(segment.start(4), wrong);
            assertEquals(allBut(), survivors(segment), "header " + Integer.toHexString(wrong));
        }
    }

    @Test
    void anEntryOfWhichHeaderAndContentAreHitIsLostAlone() throws IOException {
        segment.putInt(segment.start(4), 0).flip(segment.start(4) + BODY);
        assertEquals(allBut(4), survivors(segment));
    }

    @Test
    void behindEntriesThatAreGoneTheFirstHasNobodyToVouchForIt() throws IOException {
        assertEquals(allBut(4, 5), survivors(segment.zero(segment.start(4), segment.end(4))));
    }

    @Test
    void aLongerHoleCostsTheEntryBehindItToo() throws IOException {
        assertEquals(allBut(2, 3, 4, 5), survivors(segment.zero(segment.start(2), segment.end(4))));
    }

    @Test
    void severalHolesArePassedOverOneByOne() throws IOException {
        segment.flip(segment.start(1) + BODY).flip(segment.start(4) + CRC).flip(segment.start(7) + BODY);
        assertEquals(allBut(1, 7), survivors(segment));
    }

    @Test
    void twoEntriesInARowThatAreHitTakeNoneWithThem() throws IOException {
        segment.flip(segment.start(4) + BODY).flip(segment.start(5) + BODY);
        assertEquals(allBut(4, 5), survivors(segment), "the CRC of the second was spared, and vouches for what follows");
    }

    @Test
    void theLastEntryIsBelievedIfTheDamagedOneBeforeVouchesForIt() throws IOException {
        assertEquals(allBut(8), survivors(segment.flip(segment.start(8) + BODY)));
        segment.flip(segment.start(8) + BODY);
        assertEquals(allBut(), survivors(segment.flip(segment.start(8) + CRC)));
    }

    @Test
    void theLastEntryAloneBehindAHoleIsNotBelieved() throws IOException {
        assertEquals(allBut(8, 9), survivors(segment.zero(segment.start(8), segment.end(8))));
    }

    @Test
    void damageInTheVeryLastEntryEndsTheSegment() throws IOException {
        assertEquals(allBut(9), survivors(segment.flip(segment.start(9) + BODY)));
    }

    @Test
    void theFirstEntryMayBeTheDamagedOne() throws IOException {
        assertEquals(allBut(0), survivors(segment.flip(segment.start(0) + BODY)));
    }

    @Test
    void theBeginningMayBeGone() throws IOException {
        assertEquals(allBut(0, 1, 2, 3), survivors(segment.zero(0, segment.end(2))));
    }

    @Test
    void whatIsNotOursIsPassedOverWithoutLoss() throws IOException {
        HandmadeSegment mixed = new HandmadeSegment().add(4).raw(new byte[40]).add(6);
        assertEquals(allBut(), survivors(mixed));
        HandmadeSegment atTheEnd = new HandmadeSegment().add(9).raw(new byte[40]).add(1);
        assertEquals(allBut(), survivors(atTheEnd), "the last one fits those before what is not ours");
    }

    @Test
    void entriesThatWereReadAlreadyAreNotReadAgain() throws IOException {
        int three = segment.end(2) - segment.start(0);
        assertEquals(allBut(4, 5, 6, 7), survivors(segment.copy(segment.start(0), segment.start(4), three)),
                "old ones stand in their place");
    }

    @Test
    void entriesWithoutNeighbourAreNoHistory() throws IOException {
        HandmadeSegment far = new HandmadeSegment(1000).add(1).skip(500).add(1).skip(500).add(1);
        assertEquals(List.of(1000L), survivors(far));
    }

    @Test
    void sequencesThatCannotBeAreNotBelieved() throws IOException {
        HandmadeSegment near = new HandmadeSegment().add(2).skip(100_000_000 - 2).add(3);
        assertEquals(List.of(0L, 1L, 100_000_002L), survivors(near),
                "nothing vouches for those behind so long a hole but each for the next");
        HandmadeSegment far = new HandmadeSegment().add(2).skip(100_000_000 - 1).add(3);
        assertEquals(List.of(0L, 1L), survivors(far), "no hole is that long");
    }

    @Test
    void theFirstEntryOfASegmentMayHaveAnySequence() throws IOException {
        assertEquals(List.of(77L, 78L), survivors(new HandmadeSegment(77).add(2)));
        assertEquals(List.of(), survivors(new HandmadeSegment(-5).add(2)), "but none below nought");
    }

    @Test
    void anEntryThatIsWholeAndSaysNothingIsPassedOver() throws IOException {
        HandmadeSegment strange = new HandmadeSegment().add(4).add(new byte[] {0, 0, 0, 0, 0, 0, 0, 0}).add(5);
        assertEquals(allBut(4), survivors(strange));
        HandmadeSegment last = new HandmadeSegment().add(4).add(new byte[] {0, 0, 0, 0, 0, 0, 0, 0});
        assertEquals(List.of(0L, 1L, 2L, 3L), survivors(last));
    }

    @Test
    void severalEntriesThatSayNothingArePassedOver() throws IOException {
        byte[] nothing = new byte[8];
        HandmadeSegment strange = new HandmadeSegment().add(2).add(nothing).add(nothing).add(1).add(nothing).add(1);
        assertEquals(List.of(0L, 1L, 4L, 6L), survivors(strange), "one follows on each");
    }

    @Test
    void nothingIsReadPastWhatANewerVersionWrote() throws IOException {
        HandmadeSegment newer = new HandmadeSegment().add(4).add(new byte[] {0, 0, (byte) 250, 1, 99, 0, 0, 0}).add(5);
        newer.write(directory, "0" + ChronicleSegment.SUFFIX);
        try (SegmentReader reader = new SegmentReader(directory, 1)) {
            while (reader.next().isPresent()) {
                assertFalse(reader.isNewer());
            }
            assertTrue(reader.isNewer());
            assertFalse(reader.skipDamage());
        }
    }

    @Test
    void aSegmentOfSeveralFilesIsReadThrough() throws IOException {
        HandmadeSegment first = new HandmadeSegment().add(5);
        HandmadeSegment whole = new HandmadeSegment().add(ENTRIES);
        HandmadeSegment second = new HandmadeSegment().add(ENTRIES);
        second.copy(second.start(5), 0, second.end(9) - second.start(5));
        second.zero(second.end(9) - second.start(5), second.length());
        assertEquals(allBut(), survivors(first, second));
        assertEquals(whole.length(), second.length());
        first.flip(first.start(4) + BODY);
        assertEquals(allBut(4, 5, 6), survivors(first, second), "across files nothing vouches for the first, and it for nothing");
    }

    @Test
    void anEmptySegmentEndsAtOnce() throws IOException {
        assertEquals(List.of(), survivors());
        assertEquals(List.of(), survivors(new HandmadeSegment()));
    }

    @Test
    void saysWhereAndWhyItStopped() throws IOException {
        segment.flip(segment.start(4) + BODY).write(directory, "0" + ChronicleSegment.SUFFIX);
        try (SegmentReader reader = new SegmentReader(directory, 1)) {
            assertEquals(new SegmentReader.Stop("", 0), reader.stoppedAt());
            for (int i = 0; i < 4; i++) {
                reader.next();
                assertEquals(segment.end(i) - segment.start(i), reader.lastLengthBytes());
                assertEquals("", reader.fault());
            }
            assertTrue(reader.next().isEmpty());
            assertEquals("an entry does not fit the one before it", reader.fault());
            assertEquals(new SegmentReader.Stop("0" + ChronicleSegment.SUFFIX, segment.start(4)), reader.stoppedAt());
            assertEquals(Optional.of(new SearchBehind.Found(segment.start(5), 5, 5)), reader.searchBehind());
            assertFalse(reader.goesOn());
            assertTrue(reader.skipDamage());
            assertEquals("", reader.fault());
            assertEquals(5, reader.next().orElseThrow().sequence());
        }
    }

    @Test
    void anEntryThatIsCutShortIsCalledThat() throws IOException {
        new HandmadeSegment().add(2).raw(new byte[8]).write(directory, "0" + ChronicleSegment.SUFFIX);
        try (SegmentReader reader = new SegmentReader(directory, 1)) {
            assertTrue(reader.next().isPresent() && reader.next().isPresent() && reader.next().isEmpty());
            assertEquals("an entry is cut short", reader.fault());
        }
    }

    @Test
    void goesOnBehindAPlaceThatWasNoted() throws IOException {
        segment.write(directory, "0" + ChronicleSegment.SUFFIX);
        try (SegmentReader reader = new SegmentReader(directory, 1); SegmentReader later = new SegmentReader(directory, 1)) {
            assertEquals(JournalPlace.startOf(1), reader.place());
            for (int i = 0; i < 6; i++) {
                reader.next();
            }
            JournalPlace place = reader.place();
            assertEquals(new JournalPlace(1, 0, segment.start(6), 5, segment.getInt(segment.start(5) + CRC)), place);
            later.goTo(place);
            assertEquals(place, later.place());
            assertEquals(6, later.next().orElseThrow().sequence());
            later.goTo(JournalPlace.startOf(1));
            assertEquals(0, later.next().orElseThrow().sequence());
            later.goTo(new JournalPlace(1, 0, segment.start(6), 5, 12345));
            assertTrue(later.next().isEmpty());
            assertFalse(later.fault().isEmpty(), "a place of another journal");
            later.goTo(place);
            assertTrue(later.next().isPresent(), "and back: the fault is forgotten");
        }
    }

    @Test
    void noticesWhatAWriterHasAddedSince() throws IOException {
        new HandmadeSegment().add(4).write(directory, "0" + ChronicleSegment.SUFFIX);
        try (SegmentReader reader = new SegmentReader(directory, 1)) {
            for (int i = 0; i < 4; i++) {
                reader.next();
            }
            assertFalse(reader.goesOn());
            segment.write(directory, "0" + ChronicleSegment.SUFFIX);
            assertTrue(reader.goesOn());
            assertEquals(4, reader.next().orElseThrow().sequence(), "asking moved nothing");
        }
    }
}
