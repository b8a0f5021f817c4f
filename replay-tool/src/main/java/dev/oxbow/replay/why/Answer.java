package dev.oxbow.replay.why;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What a question is answered with.
 *
 * @param answer  one sentence
 * @param shownBy sequences of the entries that show the sentence itself
 * @param tree    how it came to that, the most important first
 */
public record Answer(String answer, List<Long> shownBy, List<Branch> tree) {
    private static final int EVIDENCE_SHOWN = 4;

    public Answer {
        shownBy = List.copyOf(shownBy);
        tree = List.copyOf(tree);
    }

    Answer(String answer, List<Branch> tree) {
        this(answer, List.of(), tree);
    }

    /** All entries that the explanation rests on, in order. */
    public List<Long> evidence() {
        TreeSet<Long> out = new TreeSet<>(shownBy);
        tree.forEach(branch -> collect(branch, out));
        return List.copyOf(out);
    }

    private static void collect(Branch branch, TreeSet<Long> out) {
        out.addAll(branch.evidence());
        branch.branches().forEach(it -> collect(it, out));
    }

    public ObjectNode toJson() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("answer", answer);
        evidence().forEach(out.putArray("evidence")::add);
        tree.forEach(branch -> out.withArrayProperty("tree").add(branch.toJson()));
        out.withArrayProperty("tree");
        return out;
    }

    /** For people: the sentence, then the explanation, indented. */
    public List<String> lines() {
        List<String> out = new ArrayList<>();
        out.add(answer + shown(shownBy));
        tree.forEach(branch -> add(branch, "  ", out));
        return out;
    }

    private static void add(Branch branch, String indent, List<String> out) {
        out.add(indent + branch.text() + shown(branch.evidence()));
        branch.branches().forEach(it -> add(it, indent + "  ", out));
    }

    private static String shown(List<Long> evidence) {
        if (evidence.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("  [");
        for (int i = 0; i < Math.min(evidence.size(), EVIDENCE_SHOWN); i++) {
            out.append(i > 0 ? " @" : "@").append(evidence.get(i));
        }
        return out.append(evidence.size() > EVIDENCE_SHOWN ? " and " + (evidence.size() - EVIDENCE_SHOWN) + " more]" : "]").toString();
    }
}
