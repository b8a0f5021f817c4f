package dev.oxbow.replay.where;

import java.util.Locale;

/** Two values and a sign between them. What cannot be compared compares to false, but for {@code !=} of two values that are there. */
record Comparison(Expression left, String sign, Expression right) implements Expression {
    @Override
    public Object value(Fields fields) {
        return holds(left.value(fields), right.value(fields));
    }

    private boolean holds(Object a, Object b) {
        if (a == Fields.ABSENT || b == Fields.ABSENT) {
            boolean same = a == b;
            return sign.startsWith("=") ? same : sign.equals("!=") && !same && isNullWritten();
        }
        return switch (sign) {
            case "=", "==" -> isSame(a, b);
            case "!=" -> !isSame(a, b);
            case "~" -> fits(a, b);
            case "!~" -> !fits(a, b);
            default -> isOrdered(a, b);
        };
    }

    /** {@code pieceIndex != 5} says nothing of entries without a piece; {@code peer != null} asks just that. */
    private boolean isNullWritten() {
        return right instanceof Literal literal && literal.constant() == Fields.ABSENT
                || left instanceof Literal other && other.constant() == Fields.ABSENT;
    }

    private static boolean isSame(Object a, Object b) {
        return a.equals(b) || a instanceof String text && b instanceof String other && text.equalsIgnoreCase(other);
    }

    private boolean isOrdered(Object a, Object b) {
        int order;
        if (a instanceof Long x && b instanceof Long y) {
            order = Long.compare(x, y);
        } else if (a instanceof String x && b instanceof String y) {
            order = x.compareTo(y);
        } else {
            return false;
        }
        return switch (sign) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static boolean fits(Object value, Object pattern) {
        return Glob.fits(String.valueOf(pattern).toLowerCase(Locale.ROOT), String.valueOf(value).toLowerCase(Locale.ROOT));
    }
}
