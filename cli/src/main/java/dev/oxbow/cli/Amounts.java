package dev.oxbow.cli;

import dev.oxbow.replay.Amount;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts as people write and read them: bytes with K, M or G (powers of 1024), durations with s, m, h or d. */
final class Amounts {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})([KMGkmg]?)(i?[Bb])?");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h|d)?");

    private Amounts() {
    }

    /** {@code 64K}, {@code 256M}, {@code 1G} or plain bytes. */
    static final class Bytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            Matcher matcher = BYTES.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected a number of bytes such as 64K, 256M or 1G");
            }
            int shift = 10 * ("kmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1);
            return Long.parseLong(matcher.group(1)) << (matcher.group(2).isEmpty() ? 0 : shift);
        }
    }

    /** {@code 90s}, {@code 5m}, {@code 1h}, {@code 2d} or plain seconds. */
    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected a duration such as 90s, 5m or 1h");
            }
            long amount = Long.parseLong(matcher.group(1));
            String unit = matcher.group(2) == null ? "s" : matcher.group(2);
            return switch (unit) {
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                case "d" -> Duration.ofDays(amount);
                default -> Duration.ofSeconds(amount);
            };
        }
    }

    static String bytes(long bytes) {
        return Amount.bytes(bytes);
    }

    static String rate(long bytesPerSec) {
        return Amount.rate(bytesPerSec);
    }

    static String seconds(long seconds) {
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600 ? seconds / 60 + "m" + seconds % 60 + "s" : seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
}
