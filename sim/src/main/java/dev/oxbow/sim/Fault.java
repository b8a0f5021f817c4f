package dev.oxbow.sim;

import java.util.function.Supplier;

/** Something happened that never may. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String what) {
        super(what);
    }

    /** The same, where the message is rarely needed and costs something. */
    static void unless(boolean held, Supplier<String> what) {
        if (!held) {
            throw new Fault(what.get());
        }
    }

    static void unless(boolean held, String what) {
        if (!held) {
            throw new Fault(what);
        }
    }
}
