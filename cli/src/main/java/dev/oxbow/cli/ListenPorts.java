package dev.oxbow.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The ports to listen on: the first that nobody else has is taken.
 *
 * @param first 0 lets the system choose
 * @param last  the same as the first when there is but one
 */
record ListenPorts(int first, int last) {
    private static final Pattern PATTERN = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    /** {@code 6881} or {@code 6881-6889}. */
    static final class Converter implements ITypeConverter<ListenPorts> {
        @Override
        public ListenPorts convert(String text) {
            Matcher matcher = PATTERN.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected a port such as 6881, or a range such as 6881-6889");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last > 0xffff || last < first || first == 0 && last > 0) {
                throw new TypeConversionException("ports lie between 1 and 65535, and a range goes upwards");
            }
            return new ListenPorts(first, last);
        }
    }

    /** picocli asks for it; what the compiler would give takes fifteen milliseconds to be linked at start. */
    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
