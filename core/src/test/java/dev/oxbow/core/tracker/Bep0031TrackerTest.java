package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** BEP 31: when a tracker that refused may be asked again. */
class Bep0031TrackerTest {

    @Test
    void readsMinutes() {
        assertEquals(300, retry("8:retry ini5e"));
    }

    @Test
    void readsMinutesInDigitsAsTheExampleHasThem() {
        assertEquals(300, retry("8:retry in1:5"));
    }

    @Test
    void readsNever() {
        assertEquals(AnnounceAnswer.NEVER, retry("8:retry in5:never"));
    }

    @Test
    void ignoresWhatIsNeitherPositiveNorNever() {
        for (String other : new String[] {"", "8:retry ini0e", "8:retry ini-5e", "8:retry in4:soon", "8:retry inle", "8:retry in0:"}) {
            assertEquals(AnnounceAnswer.UNKNOWN, retry(other), other);
        }
    }

    @Test
    void takesNoLongWaitForNever() {
        assertEquals(7 * 24 * 3600, retry("8:retry ini9223372036854775807e"));
    }

    @Test
    void writesMinutesRoundedUpAndNever() {
        assertEquals("d14:failure reason4:full8:retry ini2ee", encoded(61));
        assertEquals("d14:failure reason4:full8:retry in5:nevere", encoded(AnnounceAnswer.NEVER));
        assertEquals("d14:failure reason4:fulle", encoded(AnnounceAnswer.UNKNOWN));
    }

    private static int retry(String entry) {
        return Announces.refused("d14:failure reason10:Overloaded" + entry + "e").retryInSeconds();
    }

    private static String encoded(int retryInSeconds) {
        return new String(AnnounceAnswerEncoder.refusal(new AnnounceAnswer.Refused("full", retryInSeconds)), StandardCharsets.ISO_8859_1);
    }
}
