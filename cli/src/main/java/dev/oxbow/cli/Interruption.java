package dev.oxbow.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/** Ctrl-C and SIGTERM: the first asks to stop politely, the second ends the program at once. The journal is whole either way. */
final class Interruption {
    private final CountDownLatch wished = new CountDownLatch(1);

    Interruption() {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                if (wished.getCount() == 0) {
                    Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
                }
                wished.countDown();
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
