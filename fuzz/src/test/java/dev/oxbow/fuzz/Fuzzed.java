package dev.oxbow.fuzz;

/** What Jazzer calls, in a process of its own, with the target that {@code -Dfuzz.target} names. */
public final class Fuzzed {
    private static final Target TARGET = Targets.all().get(System.getProperty("fuzz.target"));

    private Fuzzed() {
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Bounded.run(TARGET, input);
    }
}
