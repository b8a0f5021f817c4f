package dev.oxbow.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Adds to what a target promises that it takes memory in proportion to its input only. */
final class Bounded {
    /** Windows and tables of fixed size; a reader of files has a buffer of 256 KiB for each. */
    private static final long FIXED_BYTES = 8 << 20;
    /** The smallest value of bencode takes two bytes, and is read, written and read again. */
    private static final long PER_INPUT_BYTE = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Bounded() {
    }

    static void run(Target target, byte[] input) throws Exception {
        long most = FIXED_BYTES + PER_INPUT_BYTE * input.length;
        if (taken(target, input) > most) {
            long taken = taken(target, input); // the first time may have loaded classes
            if (taken > most) {
                throw new AssertionError(taken + " bytes of memory for an input of " + input.length);
            }
        }
    }

    private static long taken(Target target, byte[] input) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.run(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
