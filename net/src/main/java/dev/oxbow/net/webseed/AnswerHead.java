package dev.oxbow.net.webseed;

import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.Stretch;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the head of an answer promises about its body, checked against what was asked for.
 *
 * @param fault     why the body is of no use
 * @param detail    the same for people, to be read behind the server's name
 * @param skipBytes how much of the body comes before what was asked for
 * @param moreComes whether the body goes on behind what was asked for
 */
record AnswerHead(Optional<WebSeedFault> fault, String detail, long skipBytes, boolean moreComes) {
    private static final long UNKNOWN = -1;
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes +([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private static AnswerHead useless(WebSeedFault fault, String detail) {
        return new AnswerHead(Optional.of(fault), detail, 0, false);
    }

    private static AnswerHead useful(long skipBytes, boolean moreComes) {
        return new AnswerHead(Optional.empty(), "", skipBytes, moreComes);
    }

    static AnswerHead read(Stretch asked, int status, MultiMap headers, long skipMaxBytes) {
        boolean file = asked instanceof Stretch.FileRange;
        if (status != 200 && !(status == 206 && file)) {
            return refusal(status);
        }
        String coding = text(headers, HttpHeaders.CONTENT_ENCODING);
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
            return useless(WebSeedFault.PACKED_BODY, "packs its answers although that was declined");
        }
        if (!file) {
            return sized(asked.lengthBytes(), headers);
        }
        Stretch.FileRange range = (Stretch.FileRange) asked;
        return status == 206 ? partial(range, headers) : whole(range, headers, skipMaxBytes);
    }

    private static AnswerHead refusal(int status) {
        return switch (status) {
            case 404, 410 -> useless(WebSeedFault.GONE, "does not have it (HTTP " + status + ")");
            case 429, 503 -> useless(WebSeedFault.BUSY, "asks to be left alone for a while (HTTP " + status + ")");
            case 416 -> useless(WebSeedFault.WRONG_FILE_LENGTH, "has a shorter file than the torrent's (HTTP 416)");
            default -> useless(WebSeedFault.BAD_STATUS, "answered HTTP " + status);
        };
    }

    /** RFC 9110, section 15.3.7: a single range must be named. */
    private static AnswerHead partial(Stretch.FileRange asked, MultiMap headers) {
        Matcher said = CONTENT_RANGE.matcher(text(headers, HttpHeaders.CONTENT_RANGE));
        if (!said.matches()) {
            return useless(WebSeedFault.WRONG_RANGE, "does not say which range it sends");
        }
        if (!said.group(3).equals("*") && Long.parseLong(said.group(3)) != asked.fileLengthBytes()) {
            return useless(WebSeedFault.WRONG_FILE_LENGTH, "has a file of " + said.group(3) + " bytes where the torrent's has "
                    + asked.fileLengthBytes());
        }
        if (Long.parseLong(said.group(1)) != asked.offsetBytes() || Long.parseLong(said.group(2)) != asked.lastBytes()) {
            return useless(WebSeedFault.WRONG_RANGE, "sends bytes " + said.group(1) + "-" + said.group(2) + " where "
                    + asked.offsetBytes() + "-" + asked.lastBytes() + " were asked for");
        }
        return sized(asked.lengthBytes(), headers);
    }

    private static AnswerHead whole(Stretch.FileRange asked, MultiMap headers, long skipMaxBytes) {
        long length = contentLength(headers);
        if (length != UNKNOWN && length != asked.fileLengthBytes()) {
            return useless(WebSeedFault.WRONG_FILE_LENGTH, "has a file of " + length + " bytes where the torrent's has "
                    + asked.fileLengthBytes());
        }
        if (asked.offsetBytes() > skipMaxBytes) {
            return useless(WebSeedFault.RANGES_IGNORED, "sends whole files only");
        }
        return useful(asked.offsetBytes(), asked.lastBytes() + 1 < asked.fileLengthBytes());
    }

    private static AnswerHead sized(long wantedBytes, MultiMap headers) {
        long length = contentLength(headers);
        if (length == UNKNOWN || length == wantedBytes) {
            return useful(0, false);
        }
        return useless(length < wantedBytes ? WebSeedFault.SHORT_BODY : WebSeedFault.OVERSIZED_BODY,
                "announces " + length + " bytes where " + wantedBytes + " were asked for");
    }

    private static long contentLength(MultiMap headers) {
        try {
            return Long.parseLong(text(headers, HttpHeaders.CONTENT_LENGTH));
        } catch (NumberFormatException unusable) {
            return UNKNOWN; // the bytes are counted as they come in any case
        }
    }

    private static String text(MultiMap headers, CharSequence name) {
        return Optional.ofNullable(headers.get(name)).orElse("").strip();
    }

    /** {@code Retry-After}, seconds or a date (RFC 9110, section 10.2.3); 0 when there is none that can be read. */
    static long retryAfterSeconds(MultiMap headers, Instant now) {
        String value = text(headers, HttpHeaders.RETRY_AFTER);
        try {
            return value.isEmpty() || SECONDS.matcher(value).matches() ? seconds(value)
                    : Math.max(0, Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)).toSeconds());
        } catch (DateTimeException unreadable) {
            return 0;
        }
    }

    /** A number of seconds as text; 0 when it is none. */
    static long seconds(String text) {
        return SECONDS.matcher(text).matches() ? Long.parseLong(text) : 0;
    }
}
