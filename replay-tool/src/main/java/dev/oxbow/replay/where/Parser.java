package dev.oxbow.replay.where;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads the grammar that {@link Where} shows. */
final class Parser {
    private static final Set<String> COMPARISONS = Set.of("=", "==", "!=", "<", "<=", ">", ">=", "~", "!~");
    private static final Set<String> RESERVED = Set.of("and", "or", "not", "for");
    private static final int DEPTH_MAX = 100;

    private final List<Token> tokens;
    private final Predicate<String> isField;
    private final Set<String> names = new TreeSet<>();
    private int at;
    private int depth;

    Parser(List<Token> tokens, Predicate<String> isField) {
        this.tokens = tokens;
        this.isField = isField;
    }

    Where condition() {
        Expression expression = either();
        long forNs = 0;
        if (skip("for")) {
            Token duration = take();
            if (duration.kind() != Token.Kind.NUMBER) {
                throw new WhereException(duration.column(), "expected a duration such as 60s after 'for', found " + duration.shown());
            }
            forNs = duration.number();
        }
        Token rest = peek();
        if (rest.kind() != Token.Kind.END) {
            throw new WhereException(rest.column(), "expected 'and', 'or' or the end, found " + rest.shown());
        }
        return new Where(expression, names, forNs);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        Token token = tokens.get(at);
        at += token.kind() == Token.Kind.END ? 0 : 1;
        return token;
    }

    private boolean skip(String... words) {
        for (String word : words) {
            if (peek().is(word)) {
                at++;
                return true;
            }
        }
        return false;
    }

    private Expression either() {
        Expression out = both();
        while (skip("or", "||")) {
            Expression left = out;
            Expression right = both();
            out = fields -> left.isTrue(fields) || right.isTrue(fields);
        }
        return out;
    }

    private Expression both() {
        Expression out = one();
        while (skip("and", "&&")) {
            Expression left = out;
            Expression right = one();
            out = fields -> left.isTrue(fields) && right.isTrue(fields);
        }
        return out;
    }

    private Expression one() {
        if (++depth > DEPTH_MAX) {
            throw new WhereException(peek().column(), "this is nested too deeply");
        }
        Expression out;
        if (skip("not", "!")) {
            Expression inner = one();
            out = fields -> !inner.isTrue(fields);
        } else if (skip("(")) {
            out = either();
            Token close = peek();
            if (!skip(")")) {
                throw new WhereException(close.column(), "expected ')', found " + close.shown());
            }
        } else {
            out = comparison();
        }
        depth--;
        return out;
    }

    private Expression comparison() {
        Token first = peek();
        Expression left = sum(true);
        Token sign = peek();
        if (sign.kind() == Token.Kind.SIGN && COMPARISONS.contains(sign.text())) {
            at++;
            return new Comparison(left, sign.text(), sum(false));
        }
        if (left instanceof Literal literal && !(literal.constant() instanceof Boolean)) {
            throw new WhereException(sign.column(), "expected a comparison such as = or < after " + first.shown() + ", found " + sign.shown());
        }
        return left;
    }

    private Expression sum(boolean mustBeField) {
        Expression out = value(mustBeField);
        while (peek().is("+") || peek().is("-")) {
            boolean minus = take().is("-");
            Expression left = out;
            Expression right = value(true);
            out = fields -> left.value(fields) instanceof Long a && right.value(fields) instanceof Long b ? (Object) (minus ? a - b : a + b)
                    : Fields.ABSENT;
        }
        return out;
    }

    /** @param mustBeField whether a word that is no field is a mistake, and not a text */
    private Expression value(boolean mustBeField) {
        Token token = take();
        switch (token.kind()) {
            case NUMBER:
                return new Literal(token.number());
            case TEXT:
                return new Literal(token.text());
            case NAME:
                return named(token, mustBeField);
            default:
                if (token.is("-") && peek().kind() == Token.Kind.NUMBER) {
                    return new Literal(-take().number());
                }
                throw new WhereException(token.column(), "expected a field or a value, found " + token.shown());
        }
    }

    private Expression named(Token token, boolean mustBeField) {
        String name = token.text();
        if (RESERVED.contains(name)) {
            throw new WhereException(token.column(), "expected a field or a value, found " + token.shown());
        }
        switch (name) {
            case "true":
                return new Literal(Boolean.TRUE);
            case "false":
                return new Literal(Boolean.FALSE);
            case "null":
                return new Literal(Fields.ABSENT);
            default:
                break;
        }
        if (isField.test(name)) {
            names.add(name);
            return fields -> fields.get(name);
        }
        if (mustBeField) {
            throw new WhereException(token.column(), "there is no field " + token.shown() + "; 'oxbow replay events --list-fields' names them");
        }
        return new Literal(name);
    }
}
