package dev.oxbow.sim;

/** One death of one node, at a place of its life: before its n-th entry, or around its n-th operation on the disk. */
final class Crash {
    /** How it dies. */
    enum Death {
        /** The process ends; what it wrote is with the operating system. */
        KILL,
        /** What no sync covered survives in part. */
        POWER,
        /** The same, and of one block only a part was written. */
        TORN
    }

    final boolean atDisk;
    final long index;
    final Death death;
    final long draw;
    private long entries;
    private long operations;
    private boolean over;
    private boolean ended;

    /**
     * @param atDisk whether operations on the disk are counted; else entries
     * @param index  from 0
     * @param draw   which of the un-synced pages survive
     */
    Crash(boolean atDisk, long index, Death death, long draw) {
        this.atDisk = atDisk;
        this.index = index;
        this.death = death;
        this.draw = draw;
    }

    /** Never strikes, and counts. */
    static Crash none() {
        return new Crash(false, -1, Death.KILL, 0);
    }

    /** The next entry is about to be appended. @return whether the node dies now */
    boolean strikesAtEntry() {
        return strikes(!ended && entries++ == index && !atDisk);
    }

    /** The disk is about to do something, or has done it and not said so yet. */
    boolean strikesAtDisk() {
        return strikes(!ended && operations++ == index && atDisk);
    }

    private boolean strikes(boolean here) {
        boolean now = here && !over;
        over |= now;
        return now;
    }

    /** Everybody has completed: nobody would start the node again. */
    void end() {
        ended = true;
    }

    boolean isOver() {
        return over;
    }

    long entries() {
        return entries;
    }

    long operations() {
        return operations;
    }

    @Override
    public String toString() {
        return death + " at " + (atDisk ? "disk operation " : "entry ") + index + ", draw " + draw;
    }
}
