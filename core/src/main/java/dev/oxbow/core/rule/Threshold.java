package dev.oxbow.core.rule;

/** Figures in rules that are a matter of judgement, and may be tried otherwise on a journal. */
public enum Threshold {
    SNUB_SECONDS("SNUB.seconds", 20),
    SNUB_FIRST_SECONDS("SNUB.firstSeconds", 60),
    CHOKE_FLAP_CHANGES("CHOKE_FLAP.changes", 6),
    NEVER_UNCHOKES_SECONDS("NEVER_UNCHOKES.seconds", 1800),
    FAKE_HAVE_SECONDS("FAKE_HAVE.seconds", 300);

    private final String text;
    private final int usual;

    Threshold(String text, int usual) {
        this.text = text;
        this.usual = usual;
    }

    /** The rule's code and what is meant, as in {@code SNUB.seconds}. */
    public String text() {
        return text;
    }

    public int usual() {
        return usual;
    }
}
