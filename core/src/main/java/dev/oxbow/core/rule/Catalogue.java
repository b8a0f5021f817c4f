package dev.oxbow.core.rule;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import java.util.function.Consumer;

/**
 * All rules over one stream of entries. A host gives it each entry <em>before</em> it applies the entry to the state:
 *
 * <pre>
 * Catalogue catalogue = new Catalogue(state, verdict -&gt; …);
 * catalogue.take(sequence, timeNs, entry);
 * state.apply(sequence, timeNs, entry);
 * </pre>
 *
 * It changes nothing and decides nothing. What it keeps in mind is bounded for each connection, and beside connections. Our own messages
 * are judged as a peer's are: a breach of ours is {@link Code#OWN_SIDE} with {@link Verdict#breach}.
 */
public final class Catalogue {
    /** Is told what is found. */
    public interface Listener {
        void onVerdict(Verdict verdict);

        /**
         * What was held against somebody is void.
         *
         * @param subject  as in the verdict
         * @param sequence of the entry that shows it
         */
        default void onCleared(Code code, String subject, String why, long sequence) {
        }
    }

    private final Watch watch;

    public Catalogue(SessionState state, Listener listener) {
        watch = new Watch(state, listener);
        rules(watch);
        new Interpreter(watch); // last: rules see a connection before it is forgotten
    }

    /** For those who want to know of verdicts only. */
    public static Catalogue of(SessionState state, Consumer<Verdict> verdicts) {
        return new Catalogue(state, verdicts::accept);
    }

    private static void rules(Watch watch) {
        new EdgeRules(watch);
    }

    /**
     * Judges one entry.
     *
     * @param sequence its place in the journal
     * @param timeNs   when it was appended; never less than that of the entry before
     */
    public void take(long sequence, long timeNs, Entry entry) {
        watch.begin(sequence, timeNs);
        watch.hear(entry);
    }
}
