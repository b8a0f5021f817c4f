package dev.oxbow.net.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.webseed.Stretch;
import io.vertx.core.MultiMap;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerHeadTest {
    /** Of a file of 1000 bytes, 200 from 100 on. */
    private static final Stretch RANGE = new Stretch.FileRange(0, "http://h/", 1000, 100, 200);
    private static final Stretch TAIL = new Stretch.FileRange(0, "http://h/", 1000, 800, 200);
    private static final Stretch SCRIPT = new Stretch.ScriptRange("http://h/", 200);

    private static MultiMap headers(String text) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String line : text.isEmpty() ? new String[0] : text.split(";")) {
            headers.add(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        return headers;
    }

    private static String text(Stretch asked, int status, String headers) {
        AnswerHead head = AnswerHead.read(asked, status, headers(headers), 500);
        return head.fault().map(Enum::name).orElse("skip " + head.skipBytes() + (head.moreComes() ? " and stop" : ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            206 | Content-Range=bytes 100-299/1000                       | skip 0
            206 | Content-Range=Bytes  100-299/*;Content-Length=200      | skip 0
            206 | Content-Range=bytes 100-299/1000;Content-Length=huge   | skip 0
            206 | Content-Range=bytes 100-299/1000;Content-Length=100    | SHORT_BODY
            206 | Content-Range=bytes 100-299/1000;Content-Length=1000   | OVERSIZED_BODY
            206 | Content-Range=bytes 100-298/1000                       | WRONG_RANGE
            206 | Content-Range=bytes 101-299/1000                       | WRONG_RANGE
            206 | Content-Range=bytes 100-299/1001                       | WRONG_FILE_LENGTH
            206 | Content-Range=bytes */1000                             | WRONG_RANGE
            206 | Content-Range=bytes 99999999999999999999-1/1           | WRONG_RANGE
            206 | Content-Range=lines 100-299/1000                       | WRONG_RANGE
            206 | Content-Type=multipart/byteranges                      | WRONG_RANGE
            206 | Content-Range=bytes 100-299/1000;Content-Encoding=br   | PACKED_BODY
            206 | Content-Range=bytes 100-299/1000;Content-Encoding=identity | skip 0
            200 | Content-Length=1000                                    | skip 100 and stop
            200 | Server=x                                               | skip 100 and stop
            200 | Content-Length=200                                     | WRONG_FILE_LENGTH
            200 | Content-Length=1000;Content-Encoding=gzip              | PACKED_BODY
            201 | Content-Length=1000                                    | BAD_STATUS
            204 | Server=x                                               | BAD_STATUS
            304 | Server=x                                               | BAD_STATUS
            302 | Server=x                                               | BAD_STATUS
            401 | Server=x                                               | BAD_STATUS
            403 | Server=x                                               | BAD_STATUS
            404 | Server=x                                               | GONE
            410 | Server=x                                               | GONE
            416 | Content-Range=bytes */50                               | WRONG_FILE_LENGTH
            429 | Server=x                                               | BUSY
            500 | Server=x                                               | BAD_STATUS
            503 | Server=x                                               | BUSY
            """)
    void judgesAnswersToARange(int status, String headers, String verdict) {
        assertEquals(verdict, text(RANGE, status, headers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | Content-Length=200                                     | skip 0
            200 | Server=x                                               | skip 0
            200 | Content-Length=199                                     | SHORT_BODY
            200 | Content-Length=1000                                    | OVERSIZED_BODY
            200 | Content-Length=200;Content-Encoding=deflate            | PACKED_BODY
            206 | Content-Range=bytes 100-299/1000                       | BAD_STATUS
            503 | Server=x                                               | BUSY
            """)
    void judgesAnswersOfAScript(int status, String headers, String verdict) {
        assertEquals(verdict, text(SCRIPT, status, headers));
    }

    @Test
    void wholeFilesAreTakenWhenLittleIsToBeSkipped() {
        assertEquals("RANGES_IGNORED", text(TAIL, 200, "Content-Length=1000"));
        assertEquals("skip 500", text(new Stretch.FileRange(0, "http://h/", 1000, 500, 500), 200, ""));
        assertEquals("skip 0", text(new Stretch.FileRange(0, "http://h/", 1000, 0, 1000), 200, "Content-Length=1000"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120                           | 120
            0                             | 0
            -5                            | 0
            999999999999                  | 999999999999
            9999999999999                 | 0
            1.5                           | 0
            Thu, 01 Jan 1970 00:02:00 GMT | 60
            Thu, 01 Jan 1970 00:00:30 GMT | 0
            Thu, 01 Jan 1970              | 0
            """)
    void readsHowLongToWait(String value, long seconds) {
        assertEquals(seconds, AnswerHead.retryAfterSeconds(headers("Retry-After=" + value), Instant.ofEpochSecond(60)));
    }
}
