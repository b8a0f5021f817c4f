package dev.oxbow.core.rule;

import java.util.function.Supplier;

/** What one rule keeps in mind of each side of each conversation. */
final class Notes<T> {
    private final int place;
    private final Supplier<T> fresh;

    Notes(int place, Supplier<T> fresh) {
        this.place = place;
        this.fresh = fresh;
    }

    @SuppressWarnings("unchecked") // only this object writes there
    T of(Speaker speaker) {
        Object note = speaker.note(place);
        if (note == null) {
            note = fresh.get();
            speaker.note(place, note);
        }
        return (T) note;
    }
}
