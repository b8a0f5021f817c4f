package dev.oxbow.storage;

import dev.oxbow.core.command.StorageCommand;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A thread that works off a queue and parks while it is empty. Blocks to be written do not wake it at once: others follow. */
final class WorkQueue {
    private static final long PARK_NS = 1_000_000_000;
    private static final long WAIT_NS = 500_000;
    /** So long blocks wait for neighbours: few enough not to be felt, and a waking for each block would cost more than to write it. */
    private static final long REST_NS = 4_000_000;

    private enum Sleep { NONE, BETWEEN_BLOCKS, DEEP }

    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();
    private final DiskWorker worker;
    private final Thread thread;
    private volatile Sleep sleep = Sleep.NONE;
    private volatile boolean closed;

    WorkQueue(String name, DiskWorker worker) {
        this.worker = worker;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void add(Object command) {
        queue.add(command);
        Sleep now = sleep;
        if (now == Sleep.DEEP || now == Sleep.BETWEEN_BLOCKS && !isWriting(command)) {
            LockSupport.unpark(thread);
        }
    }

    private static boolean isWriting(Object command) {
        return command instanceof StorageCommand.WriteBlocks || command instanceof StorageCommand.WriteBlock;
    }

    private void run() {
        boolean rested = false;
        while (!closed || !queue.isEmpty()) {
            Object command = queue.poll();
            if (command != null) {
                rested = false;
                worker.work(command);
                continue;
            }
            if (worker.hasPending() && !rested) {
                rested = true;
                sleep(Sleep.BETWEEN_BLOCKS, REST_NS);
            } else {
                sleep(Sleep.DEEP, worker.idle() ? WAIT_NS : PARK_NS);
            }
        }
        worker.close();
    }

    /** The order matters: say so, look again, then sleep. */
    private void sleep(Sleep kind, long nanos) {
        sleep = kind;
        if (queue.isEmpty() && !closed) {
            LockSupport.parkNanos(this, nanos);
        }
        sleep = Sleep.NONE;
    }

    /** Lets the thread do what is queued, and waits for it. @return whether it has ended */
    boolean end() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
