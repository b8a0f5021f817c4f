package dev.oxbow.replay.export;

import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;

/** Judges entries by the catalogue of rules, as they are read. */
final class Remarks implements Catalogue.Listener {
    private final Catalogue catalogue;
    private final List<Remark> found = new ArrayList<>();

    Remarks(SessionState state) {
        catalogue = new Catalogue(state, this);
    }

    /** What is found at this entry, which is not folded yet. */
    List<Remark> at(JournalRecord record) {
        found.clear();
        catalogue.take(record.sequence(), record.timeNs(), record.entry());
        return List.copyOf(found);
    }

    @Override
    public void onVerdict(Verdict verdict) {
        found.add(new Remark(verdict.subject(), verdict.connectionId(), verdict.toString()));
    }

    @Override
    public void onCleared(Code code, String subject, String why, long sequence) {
        found.add(new Remark(subject, 0, subject + ": cleared of " + code + ": " + why));
    }
}
