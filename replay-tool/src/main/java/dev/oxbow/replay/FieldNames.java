package dev.oxbow.replay;

import java.util.Collection;

/** The names that {@code --where} knows. */
public final class FieldNames {
    private FieldNames() {
    }

    /** In alphabetical order. */
    public static Collection<String> all() {
        return EntryFields.all();
    }
}
