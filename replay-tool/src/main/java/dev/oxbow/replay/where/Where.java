package dev.oxbow.replay.where;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A condition as the user wrote it.
 *
 * <pre>
 *  condition  = either [ "for" number ]                         the time that it must have held
 *  either     = both { ("or" | "||") both }
 *  both       = one { ("and" | "&amp;&amp;") one }
 *  one        = ("not" | "!") one | "(" either ")" | sum [ sign sum ]
 *  sign       = "=" "==" "!=" "&lt;" "&lt;=" "&gt;" "&gt;=" | "~" "!~"        the last two: fits, or fits not, a pattern with *
 *  sum        = value { ("+" | "-") value }
 *  value      = number | 'text' | field | word                  a word that is no field is a text
 * </pre>
 */
public final class Where {
    private final Expression expression;
    private final Set<String> names;
    private final long forNs;

    Where(Expression expression, Set<String> names, long forNs) {
        this.expression = expression;
        this.names = new TreeSet<>(names);
        this.forNs = forNs;
    }

    /**
     * @param isField whether there are values of this name
     * @throws WhereException when it is no condition
     */
    public static Where parse(String text, Predicate<String> isField) {
        return new Parser(Tokens.of(text), isField).condition();
    }

    public boolean test(Fields fields) {
        return expression.value(fields) == Boolean.TRUE;
    }

    /** The names that it looks up. */
    public Set<String> names() {
        return names;
    }

    /** How long it must have held; 0 when at once. */
    public long forNs() {
        return forNs;
    }
}
