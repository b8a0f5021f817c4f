package dev.oxbow.sim;

import java.util.PriorityQueue;

/** Time that passes only when something happens. What is due at the same time happens in the order in which it was planned. */
final class SimulatedClock {
    private record Due(long timeNs, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final long BEGIN_NS = 1_800_000_000L * 1_000_000_000L;

    private final PriorityQueue<Due> plan = new PriorityQueue<>();
    private long nowNs = BEGIN_NS;
    private long order;

    long nowNs() {
        return nowNs;
    }

    long elapsedNs() {
        return nowNs - BEGIN_NS;
    }

    void after(long delayNs, Runnable action) {
        plan.add(new Due(nowNs + Math.max(0, delayNs), order++, action));
    }

    /** @return false when nothing is planned any more */
    boolean step() {
        Due due = plan.poll();
        if (due == null) {
            return false;
        }
        nowNs = due.timeNs();
        due.action().run();
        return true;
    }
}
