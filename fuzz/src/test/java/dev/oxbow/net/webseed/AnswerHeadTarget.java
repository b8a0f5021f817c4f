package dev.oxbow.net.webseed;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.webseed.Stretch;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The head of a web seed's answer: useful only when it sends what was asked for. */
public final class AnswerHeadTarget {
    private static final long FILE_BYTES = 100_000;

    private AnswerHeadTarget() {
    }

    /** The first byte is the status, the rest are headers. */
    public static void run(byte[] input) {
        int status = input.length == 0 ? 0 : new int[] {200, 206, 404, 416, 503, 302}[(input[0] & 0xff) % 6];
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : new String(input, StandardCharsets.ISO_8859_1).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.add(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        for (long offset : new long[] {0, 1000, 99_000}) {
            AnswerHead head = AnswerHead.read(new Stretch.FileRange(0, "http://127.0.0.1/f", FILE_BYTES, offset, 1000), status, headers, 5000);
            assertTrue(head.skipBytes() >= 0 && head.skipBytes() <= 5000, head.toString());
            assertTrue(head.fault().isPresent() || status == 200 || status == 206, head.toString());
        }
        assertTrue(AnswerHead.retryAfterSeconds(headers, Instant.EPOCH) >= 0);
    }
}
