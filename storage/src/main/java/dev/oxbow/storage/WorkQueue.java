package dev.oxbow.storage;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A thread that works off a queue and parks while it is empty. */
final class WorkQueue {
    private static final long PARK_NS = 10_000_000;
    private static final long WAIT_NS = 500_000;

    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();
    private final DiskWorker worker;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;

    WorkQueue(String name, DiskWorker worker) {
        this.worker = worker;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void add(Object command) {
        queue.add(command);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            Object command = queue.poll();
            if (command != null) {
                worker.work(command);
                continue;
            }
            boolean waiting = worker.idle();
            parked = true;
            if (queue.isEmpty() && !closed) {
                LockSupport.parkNanos(this, waiting ? WAIT_NS : PARK_NS);
            }
            parked = false;
        }
        worker.close();
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
