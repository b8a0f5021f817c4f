package dev.oxbow.replay.where;

/**
 * A word of an expression.
 *
 * @param text   as written; of a text in quotes, what is between them
 * @param number the value of a number, with its unit
 * @param column where it begins, from 1
 */
record Token(Kind kind, String text, long number, int column) {
    enum Kind { NAME, NUMBER, TEXT, SIGN, END }

    boolean is(String word) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(word);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
