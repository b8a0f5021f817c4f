package dev.oxbow.client;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.Notice;
import dev.oxbow.core.session.SessionState;
import java.util.Locale;
import java.util.function.Consumer;

/** Judges each entry by the catalogue before it is folded, and tells what is found. A fault in a rule ends the judging, not the session. */
final class Watchman {
    private final Catalogue catalogue;
    private final Consumer<Notice> notices;
    private boolean stopped;

    Watchman(SessionState state, Consumer<Notice> notices) {
        this.notices = notices;
        this.catalogue = Catalogue.of(state, this::tell);
    }

    void take(long sequence, long timeNs, Entry entry) {
        if (stopped) {
            return;
        }
        try {
            catalogue.take(sequence, timeNs, entry);
        } catch (RuntimeException e) {
            stopped = true;
            notices.accept(new Notice.CatalogueStopped(sequence, e.toString()));
        }
    }

    private void tell(Verdict verdict) {
        notices.accept(new Notice.RuleBroken(verdict.subject(), verdict.breach().orElse(verdict.code()).name(),
                verdict.severity().name().toLowerCase(Locale.ROOT), verdict.isSerious(), verdict.toString(), verdict.evidence()));
    }
}
