package dev.oxbow.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** Ctrl-C and SIGTERM: the first asks to stop politely, the second ends the program at once. The journal is whole either way. */
final class Interruption {
    /** The same wish may come twice at once: to the process and to its group. */
    private static final long SAME_WISH_NS = 500_000_000;

    private final CountDownLatch wished = new CountDownLatch(1);
    private volatile long firstNs;

    Interruption() {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                if (wished.getCount() == 0 && System.nanoTime() - firstNs > SAME_WISH_NS) {
                    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
                }
                if (wished.getCount() > 0) {
                    firstNs = System.nanoTime();
                    wished.countDown();
                }
            });
        }
    }

    boolean isWished() {
        return wished.getCount() == 0;
    }

    /** Waits, at most so long. @return whether a stop is wished */
    boolean await(long millis) {
        try {
            return wished.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
