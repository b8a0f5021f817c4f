package dev.oxbow.cli.interop;

import java.io.IOException;

/** Threads of their own for what talks over a socket until the other side is gone. They keep no process alive. */
final class Background {
    /** Talks until it is done, or hung up on. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private Background() {
    }

    static void run(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // the other side is gone, or this one is closed
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }
}
