package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code replay rules}: what each rule of the catalogue says, and who broke one. */
public final class RuleTable {
    private RuleTable() {
    }

    /** In the catalogue's order. */
    public static List<ObjectNode> rules() {
        List<ObjectNode> out = new ArrayList<>();
        for (Code code : Code.values()) {
            out.add(JsonNodeFactory.instance.objectNode().put("number", code.number()).put("code", code.name()).put("severity",
                    text(code.severity()))
                    .put("certainty", text(code.certainty())).put("rule", code.rule()).put("grace", code.grace()).put("exoneration",
                            code.exoneration())
                    .put("action", code.action()));
        }
        return out;
    }

    /** Every verdict that the catalogue gives over a journal, in order; one that a later entry took back has {@code cleared}. */
    public static List<ObjectNode> verdicts(Path sessionDirectory) throws IOException {
        SessionState state = new SessionState();
        List<ObjectNode> out = new ArrayList<>();
        Catalogue catalogue = new Catalogue(state, new Catalogue.Listener() {
            @Override
            public void onVerdict(Verdict verdict) {
                out.add(json(verdict));
            }

            @Override
            public void onCleared(Code code, String subject, String why, long sequence) {
                out.stream().filter(it -> it.get("code").textValue().equals(code.name()) && it.get("subject").textValue().equals(subject))
                        .forEach(it -> it.put("cleared", sequence));
            }
        });
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                catalogue.take(record.get().sequence(), record.get().timeNs(), record.get().entry());
                state.apply(record.get().sequence(), record.get().timeNs(), record.get().entry());
            }
        }
        return out;
    }

    private static ObjectNode json(Verdict verdict) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("seq", verdict.sequence()).put("time", EntryJson.time(verdict.timeNs())).put("code", verdict.code().name());
        out.put("breach", verdict.breach().map(Code::name).orElse(null));
        out.put("severity", text(verdict.severity())).put("certainty", text(verdict.certainty())).put("subject", verdict.subject());
        out.put("detail", verdict.detail()).put("times", verdict.times());
        verdict.evidence().forEach(out.putArray("evidence")::add);
        return out;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
