package dev.oxbow.fuzz;

/** A promise of a reader of foreign bytes, to be kept whatever they are. */
@FunctionalInterface
public interface Target {
    /** Throws when the promise is broken; a refusal that the reader's contract names is none. */
    void run(byte[] input) throws Exception;
}
