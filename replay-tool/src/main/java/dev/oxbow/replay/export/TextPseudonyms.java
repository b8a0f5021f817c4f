package dev.oxbow.replay.export;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stand-ins for texts. Of sentences for people only words that Oxbow itself uses stay (words.txt), and short numbers; so what Oxbow says of
 * something disguised is what it would have said.
 */
final class TextPseudonyms {
    private static final Pattern PARTS = Pattern.compile(String.join("|",
            "(?<url>[A-Za-z][A-Za-z0-9+.-]*://[^\\s,;)]+)",
            "(?<endpoint>\\[[0-9A-Fa-f:.]+\\]:[0-9]+|[0-9]{1,3}(\\.[0-9]{1,3}){3}:[0-9]+)",
            "(?<ipv4>[0-9]{1,3}(\\.[0-9]{1,3}){3})",
            "(?<ipv6>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)",
            "(?<dotted>(?=[0-9.-]*\\p{L})[\\p{L}\\p{N}_-]+(\\.[\\p{L}\\p{N}_-]+)+(:[0-9]{1,5})?)",
            "(?<path>(?<![\\p{L}\\p{N}])/[^:]*)",
            "(?<word>[\\p{L}\\p{M}_][\\p{L}\\p{M}\\p{N}_]*)",
            "(?<number>\\p{N}[\\p{L}\\p{N}_]*)"));
    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,6}(ms|s|m|h|d|th|st|nd|rd)?");
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern HOST_AND_PORT = Pattern.compile("(.*?)(:[0-9]{1,5})?", Pattern.DOTALL);

    private final Pseudonyms pseudonyms;
    private final AddressPseudonyms addresses;
    private final Set<String> words = words(); // for look-up only

    TextPseudonyms(Pseudonyms pseudonyms, AddressPseudonyms addresses) {
        this.pseudonyms = pseudonyms;
        this.addresses = addresses;
    }

    private static Set<String> words() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(TextPseudonyms.class.getResourceAsStream("words.txt")), StandardCharsets.UTF_8))) {
            return in.lines().collect(Collectors.toCollection(HashSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isCommon(String word) {
        return words.contains(word.toLowerCase(Locale.ROOT));
    }

    /** What says nothing by itself and only has to be told from others. */
    String token(String original) {
        return original.isEmpty() ? "" : "x" + pseudonyms.digits("token", original, 10);
    }

    String name(String original) {
        return original.isEmpty() ? "" : "name-" + pseudonyms.digits("name", original, 8);
    }

    /** An absolute path. */
    String path(String original) {
        return original.isEmpty() ? "" : "/path-" + pseudonyms.digits("path", original, 8);
    }

    /** Its scheme and port stay, and whether it ends as that of a directory or of an announce. */
    String url(String original) {
        Matcher matcher = URL.matcher(original);
        if (!matcher.matches()) {
            return token(original);
        }
        String rest = matcher.group(3);
        String end = rest.endsWith("/announce") ? "/announce" : rest.endsWith("/") ? "/" : "";
        String where = rest.length() <= 1 ? rest : "/x" + pseudonyms.digits("url", rest, 8) + end;
        String authority = matcher.group(2);
        return matcher.group(1) + "://" + host(authority.substring(authority.lastIndexOf('@') + 1)) + where;
    }

    /** {@code host}, {@code host:port}, or a numeric address with or without one. */
    String host(String original) {
        if (original.isEmpty()) {
            return "";
        }
        try {
            return addresses.endpoint(Endpoint.parse(original)).toString();
        } catch (IllegalArgumentException e) {
            // no numeric address with a port
        }
        String asAddress = address(original);
        if (!asAddress.startsWith("x")) {
            return asAddress;
        }
        Matcher matcher = HOST_AND_PORT.matcher(original);
        String host = matcher.matches() ? matcher.group(1) : original;
        String port = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
        return "localhost".equals(host) ? original : "host-" + pseudonyms.digits("host", host.toLowerCase(Locale.ROOT), 8) + ".invalid"
                + port;
    }

    /** A numeric address alone. */
    String address(String original) {
        if (original.isEmpty()) {
            return "";
        }
        boolean bracketed = original.startsWith("[") && original.endsWith("]");
        String bare = bracketed ? original.substring(1, original.length() - 1) : original;
        try {
            ByteString address = Endpoint.parse((bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare) + ":0").address();
            String host = new Endpoint(addresses.address(address), 0).host();
            return bracketed ? "[" + host + "]" : host;
        } catch (IllegalArgumentException e) {
            return token(original);
        }
    }

    /** A sentence for people. */
    String sentence(String original) {
        Matcher parts = PARTS.matcher(original);
        StringBuilder out = new StringBuilder();
        while (parts.find()) {
            parts.appendReplacement(out, Matcher.quoteReplacement(part(parts)));
        }
        return parts.appendTail(out).toString();
    }

    private String part(Matcher part) {
        String text = part.group();
        if (part.group("url") != null) {
            return url(text);
        }
        if (part.group("endpoint") != null) {
            return host(text);
        }
        if (part.group("ipv4") != null || part.group("ipv6") != null) {
            return text.chars().allMatch(c -> c == ':') ? text : address(text);
        }
        if (part.group("dotted") != null) { // a host, or a file
            return host(text);
        }
        if (part.group("path") != null) {
            return text.length() == 1 ? text : path(text);
        }
        boolean stays = part.group("word") != null ? isCommon(text) : SHORT_NUMBER.matcher(text).matches();
        return stays ? text : token(text);
    }
}
