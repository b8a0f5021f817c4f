package dev.oxbow.replay.why;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One line of an answer's explanation.
 *
 * @param evidence sequences of the entries that show it
 */
public record Branch(String text, List<Long> evidence, List<Branch> branches) {
    public Branch {
        evidence = List.copyOf(evidence);
        branches = List.copyOf(branches);
    }

    static Branch of(String text, Long... evidence) {
        return new Branch(text, List.of(evidence).stream().filter(sequence -> sequence >= 0).toList(), List.of());
    }

    static Branch of(String text, List<Branch> branches) {
        return new Branch(text, List.of(), branches);
    }

    /** The same with words before it. */
    Branch within(String before) {
        return new Branch(before + text, evidence, branches);
    }

    ObjectNode toJson() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("text", text);
        evidence.forEach(out.putArray("evidence")::add);
        branches.forEach(branch -> out.withArrayProperty("branches").add(branch.toJson()));
        return out;
    }
}
