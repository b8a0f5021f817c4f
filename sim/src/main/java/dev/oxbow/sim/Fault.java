package dev.oxbow.sim;

/** Something happened that never may. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Fault(String what) {
        super(what);
    }

    static void unless(boolean held, String what) {
        if (!held) {
            throw new Fault(what);
        }
    }
}
