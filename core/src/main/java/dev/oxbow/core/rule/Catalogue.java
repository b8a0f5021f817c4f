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
    private final StandstillRule standstill;

    public Catalogue(SessionState state, Listener listener) {
        this(state, listener, Thresholds.USUAL);
    }

    /** With some figures otherwise than usual. */
    public Catalogue(SessionState state, Listener listener, Thresholds thresholds) {
        watch = new Watch(state, listener, thresholds);
        standstill = new StandstillRule(watch); // before those whom it excuses
        new OwnDiskRule(watch);
        handshakes(watch);
        messages(watch);
        blocks(watch);
        others(watch);
        new Interpreter(watch); // last: rules see a connection before it is forgotten
    }

    /** For those who want to know of verdicts only. */
    public static Catalogue of(SessionState state, Consumer<Verdict> verdicts) {
        return new Catalogue(state, verdicts::accept);
    }

    private static void handshakes(Watch watch) {
        new HandshakeRule(watch);
        new InfoHashRule(watch);
        new SelfOrDuplicateRule(watch);
        new PeerIdRule(watch);
        new LeechClientRule(watch);
        new ConnectChurnRule(watch);
        new RegressionRule(watch);
    }

    private static void messages(Watch watch) {
        new EdgeRules(watch);
        new ChatterRule(watch);
        new BitfieldLateRule(watch);
        new ChokeFlapRule(watch);
        new FastViolationRule(watch);
        new ExtensionRules(watch);
        new NeverUnchokesRule(watch);
    }

    private static void blocks(Watch watch) {
        new UnrequestedBlockRule(watch);
        new BadHashRule(watch);
        new SnubRule(watch);
        new TrickleRule(watch);
        new FakeHaveRule(watch);
        new RequestWhileChokedRule(watch);
        new RequestOfMissingRule(watch);
        new RequestFloodRule(watch);
        new ServedRules(watch);
    }

    private static void others(Watch watch) {
        new TrackerLieRule(watch);
        new DhtRules(watch);
        new MetadataRule(watch);
        new PexRule(watch);
    }

    /**
     * Judges one entry.
     *
     * @param sequence its place in the journal
     * @param timeNs   when it was appended; never less than that of the entry before
     */
    public void take(long sequence, long timeNs, Entry entry) {
        watch.begin(sequence, timeNs);
        standstill.before(entry);
        watch.hear(entry);
        watch.tick();
    }
}
