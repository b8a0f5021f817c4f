package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleFileTest {
    @Test
    void readsWhatChronicleWrote(@TempDir Path directory) throws Exception {
        try (ChronicleSegment segment = new ChronicleSegment(directory, new SpaceAhead())) {
            for (int i = 0; i < 100_000; i++) {
                segment.append(ByteBuffer.wrap(new byte[24 + 4 * (i % 20)]).putInt(0, i).array(), 24 + 4 * (i % 20));
            }
            segment.sync();
        }
        try (ChronicleFile file = new ChronicleFile(ChronicleSegment.files(directory).get(0))) {
            for (int i = 0; i < 100_000; i++) {
                ByteBuffer excerpt = file.next();
                assertEquals(24 + 4 * (i % 20), excerpt.remaining(), "length of excerpt " + i);
                assertEquals(i, Integer.reverseBytes(excerpt.getInt(0)));
            }
            assertFalse(file.next().hasRemaining());
        }
    }
}
