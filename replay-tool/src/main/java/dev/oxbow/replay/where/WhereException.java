package dev.oxbow.replay.where;

/** An expression that cannot be understood; the message names the column, from 1, and what was expected there. */
public final class WhereException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;

    WhereException(int column, String sentence) {
        super("column " + column + ": " + sentence);
        this.column = column;
    }

    public int column() {
        return column;
    }
}
