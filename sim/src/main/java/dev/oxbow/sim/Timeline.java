package dev.oxbow.sim;

import java.util.PriorityQueue;

/** Simulated time: what is to happen, in order of time, and in order of planning at the same time. */
final class Timeline {
    static final long MS_NS = 1_000_000L;
    static final long SECOND_NS = 1_000_000_000L;

    private record Task(long timeNs, long id, Runnable action) {
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>((a, b) ->
            a.timeNs != b.timeNs ? Long.compare(a.timeNs, b.timeNs) : Long.compare(a.id, b.id));
    private long nowNs;
    private long nextId;

    Timeline(long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    void at(long timeNs, Runnable action) {
        tasks.add(new Task(Math.max(timeNs, nowNs), nextId++, action));
    }

    void after(long delayNs, Runnable action) {
        at(nowNs + delayNs, action);
    }

    /** @return whether anything was left to do before {@code endNs} */
    boolean step(long endNs) {
        Task next = tasks.peek();
        if (next == null || next.timeNs > endNs) {
            nowNs = Math.max(nowNs, endNs);
            return false;
        }
        tasks.remove();
        nowNs = next.timeNs;
        next.action.run();
        return true;
    }
}
