package dev.oxbow.sim;

import java.util.List;
import java.util.Set;

/**
 * What goes wrong in one simulation, drawn from its seed. All faults stop after a while; then every honest peer must complete. Chances are
 * in 10,000.
 */
final class Faults {
    /** All that can be left out. */
    static final List<String> NAMES = List.of("connectionLost", "stall", "trackerFails", "diskFull", "writeError", "readError", "syncFails",
            "journalSyncFails", "ownFault", "corruptUpload", "tamper", "userActs", "dies", "webSeedFails",
            "partition", "diskStall", "suspend", "clockStep", "cuts", "rot");

    final long stopNs;
    final int connectionLost;
    final int stall;
    final int trackerFails;
    final int diskFull;
    final int writeError;
    final int readError;
    final int syncFails;
    final int journalSyncFails;
    final int ownFault;
    final int corruptUpload;
    final int tamper;
    final int userActs;
    final int dies;
    final int webSeedFails;
    /** A node hears nobody, is heard by nobody, or both, for a while; each time somebody acts. */
    final int partition;
    final int diskStall;
    /** The process or its machine stands still. */
    final int suspend;
    /** Somebody sets a machine's wall clock, forth or back; each time that somebody acts. */
    final int clockStep;
    /** What one node sends on a connection comes in pieces of any size, down to one byte; of connections. */
    final int cuts;
    /** Bits flip on a disk; each time that somebody acts. */
    final int rot;
    final boolean calm;
    private final Set<String> without;
    private final Timeline timeline;

    /**
     * @param calmSeconds how long nothing at all fails; 0: as the dice have it
     * @param without     names of those that do not strike
     */
    Faults(Dice dice, Timeline timeline, long calmSeconds, Set<String> without) {
        this.without = without;
        this.timeline = timeline;
        this.calm = calmSeconds > 0;
        long drawn = dice.between(20, 200);
        stopNs = timeline.nowNs() + (calm ? calmSeconds : drawn) * Timeline.SECOND_NS;
        connectionLost = some(dice, "connectionLost", 40);
        stall = some(dice, "stall", 40);
        trackerFails = some(dice, "trackerFails", 6000);
        diskFull = some(dice, "diskFull", 60);
        writeError = some(dice, "writeError", 30);
        readError = some(dice, "readError", 100);
        syncFails = some(dice, "syncFails", 500);
        journalSyncFails = some(dice, "journalSyncFails", 2000);
        ownFault = some(dice, "ownFault", 50);
        corruptUpload = some(dice, "corruptUpload", 1500);
        tamper = some(dice, "tamper", 2500);
        userActs = some(dice, "userActs", 4000);
        dies = some(dice, "dies", 5000);
        webSeedFails = some(dice, "webSeedFails", 1500);
        partition = some(dice, "partition", 2000);
        diskStall = some(dice, "diskStall", 30);
        suspend = some(dice, "suspend", 1500);
        clockStep = some(dice, "clockStep", 6000);
        cuts = some(dice, "cuts", 2500);
        rot = some(dice, "rot", 500);
    }

    /** Each kind of fault is absent from half of the simulations. */
    private int some(Dice dice, String name, int max) {
        int drawn = dice.chance(5000) ? 0 : 1 + dice.below(max);
        return calm || without.contains(name) ? 0 : drawn;
    }

    boolean over() {
        return timeline.nowNs() >= stopNs;
    }

    boolean strikes(Dice dice, int chance) {
        boolean hit = dice.chance(chance);
        return hit && !over();
    }

    @Override
    public String toString() {
        return "faults until " + stopNs / Timeline.SECOND_NS + " s: connectionLost " + connectionLost + ", stall " + stall
                + ", trackerFails " + trackerFails + ", diskFull " + diskFull + ", writeError " + writeError + ", readError " + readError
                + ", syncFails " + syncFails + ", journalSyncFails " + journalSyncFails + ", ownFault " + ownFault + ", corruptUpload "
                + corruptUpload + ", tamper " + tamper + ", userActs " + userActs + ", dies " + dies
                + ", webSeedFails " + webSeedFails + ", partition " + partition + ", diskStall " + diskStall
                + ", suspend " + suspend + ", clockStep " + clockStep + ", cuts " + cuts + ", rot " + rot;
    }
}
