package dev.oxbow.net.httpu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message of one datagram in the form of an HTTP head: a start line, headers, an empty line (UPnP Device Architecture 1.1, section 1.1;
 * BEP 14). What follows the empty line is ignored.
 *
 * @param headers in the order they came; a name may come more than once
 */
public record HttpuMessage(String startLine, List<Header> headers) {
    /** No sensible message is longer; senders are told to stay below 1,400 bytes. */
    public static final int LENGTH_BYTES_MAX = 4096;
    private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

    /**
     * One header.
     *
     * @param name  in lower case
     * @param value without white space around it and without control characters
     */
    public record Header(String name, String value) {
    }

    public HttpuMessage {
        headers = List.copyOf(headers);
    }

    /** @return empty for what is not such a message to the letter: lines end in CR LF, names are tokens, nothing is folded */
    public static Optional<HttpuMessage> parse(byte[] datagram) {
        if (datagram.length > LENGTH_BYTES_MAX) {
            return Optional.empty();
        }
        String text = new String(datagram, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        List<Header> headers = new ArrayList<>(lines.length);
        for (int i = 1; i < lines.length; i++) {
            Optional<Header> header = header(lines[i]);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            headers.add(header.get());
        }
        return isText(lines[0]) ? Optional.of(new HttpuMessage(lines[0], headers)) : Optional.empty();
    }

    /** All values of a header, in order; the name in lower case. */
    public List<String> values(String name) {
        return headers.stream().filter(header -> header.name().equals(name)).map(Header::value).toList();
    }

    /** The value of a header that stands there exactly once. */
    public Optional<String> only(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private static Optional<Header> header(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0 || !isText(line)) {
            return Optional.empty();
        }
        String name = line.substring(0, colon);
        boolean token = name.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c) || NAME_MARKS.indexOf(c) >= 0);
        return token ? Optional.of(new Header(name.toLowerCase(Locale.ROOT), line.substring(colon + 1).strip())) : Optional.empty();
    }

    private static boolean isText(String line) {
        return line.chars().allMatch(c -> c >= 0x20 && c != 0x7f || c == '\t');
    }
}
