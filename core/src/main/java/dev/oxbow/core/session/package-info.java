/**
 * The state machine. {@link dev.oxbow.core.session.SessionState} is the fold of the journal; the {@code …Fold} classes record, one for
 * each family of entries. {@link dev.oxbow.core.session.SessionPolicy} decides; the {@code …Decisions} classes answer events, one for
 * each family, with the help of classes named after what they decide on ({@code Dialler}, {@code Requester}, {@code Syncer} and so on).
 *
 * <p>A host does this with each event, in this order: stamp it with the next sequence number and a time that never runs backwards;
 * append it to the journal; {@link dev.oxbow.core.session.SessionState#apply apply} it;
 * {@link dev.oxbow.core.session.SessionPolicy#decide decide}. For each command that this emits it appends, applies, and only then hands it to
 * the edge. When {@link dev.oxbow.core.session.Deadlines#earliestNs} is reached it posts {@code ClockAdvanced}.
 */
package dev.oxbow.core.session;
