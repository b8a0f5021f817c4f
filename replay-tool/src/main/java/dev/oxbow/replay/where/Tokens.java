package dev.oxbow.replay.where;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts an expression into words. */
final class Tokens {
    private static final List<String> SIGNS = List.of("==", "!=", "<=", ">=", "!~", "&&", "||", "=", "<", ">", "~", "(", ")", "!", "+", "-", ",");
    private static final long KIBI = 1024;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.ofEntries(Map.entry("", 1L), Map.entry("B", 1L), Map.entry("K", KIBI),
            Map.entry("KiB", KIBI), Map.entry("M", KIBI * KIBI), Map.entry("MiB", KIBI * KIBI), Map.entry("G", KIBI * KIBI * KIBI),
            Map.entry("GiB", KIBI * KIBI * KIBI), Map.entry("ns", 1L), Map.entry("us", 1_000L), Map.entry("ms", 1_000_000L),
            Map.entry("s", SECOND_NS), Map.entry("m", 60 * SECOND_NS), Map.entry("min", 60 * SECOND_NS), Map.entry("h", 3600 * SECOND_NS), Map.entry("d", 86_400 * SECOND_NS));

    private final String text;
    private int at;

    private Tokens(String text) {
        this.text = text;
    }

    static List<Token> of(String text) {
        Tokens tokens = new Tokens(text);
        List<Token> out = new ArrayList<>();
        do {
            out.add(tokens.next());
        } while (out.get(out.size() - 1).kind() != Token.Kind.END);
        return out;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int column = at + 1;
        if (at == text.length()) {
            return new Token(Token.Kind.END, "", 0, column);
        }
        char first = text.charAt(at);
        if (first == '\'' || first == '"') {
            return quoted(first, column);
        }
        if (Character.isDigit(first)) {
            return number(column);
        }
        if (isOfName(first)) {
            int start = at;
            while (at < text.length() && (isOfName(text.charAt(at)) || Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' || text.charAt(at) == '*')) {
                at++;
            }
            return new Token(Token.Kind.NAME, text.substring(start, at), 0, column);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return new Token(Token.Kind.SIGN, sign, 0, column);
            }
        }
        throw new WhereException(column, "'" + first + "' has no meaning here");
    }

    private static boolean isOfName(char c) {
        return Character.isLetter(c) || c == '_' || c == '*';
    }

    private Token quoted(char quote, int column) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new WhereException(column, "the text that begins here is not ended by " + quote);
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return new Token(Token.Kind.TEXT, inside, 0, column);
    }

    private Token number(int column) {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' || text.charAt(at) == '_')) {
            at++;
        }
        String digits = text.substring(start, at).replace("_", "");
        int unitAt = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        String unit = text.substring(unitAt, at);
        if (!UNITS.containsKey(unit)) {
            throw new WhereException(unitAt + 1, "'" + unit + "' is no unit; there are K M G (bytes) and ns us ms s m h d (time)");
        }
        try {
            long value = new BigDecimal(digits).multiply(BigDecimal.valueOf(UNITS.get(unit))).longValueExact();
            return new Token(Token.Kind.NUMBER, text.substring(start, at), value, column);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new WhereException(column, "'" + text.substring(start, at) + "' is no whole number that fits; put texts in quotes");
        }
    }
}
