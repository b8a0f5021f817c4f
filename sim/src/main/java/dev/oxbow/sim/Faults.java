package dev.oxbow.sim;

/**
 * What goes wrong in one simulation, drawn from its seed. All faults stop after a while; then every honest peer must complete. Chances are
 * in 10,000.
 */
final class Faults {
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
    private final Timeline timeline;

    Faults(Dice dice, Timeline timeline) {
        this.timeline = timeline;
        stopNs = timeline.nowNs() + dice.between(20, 200) * Timeline.SECOND_NS;
        connectionLost = some(dice, 40);
        stall = some(dice, 40);
        trackerFails = some(dice, 6000);
        diskFull = some(dice, 60);
        writeError = some(dice, 30);
        readError = some(dice, 100);
        syncFails = some(dice, 500);
        journalSyncFails = some(dice, 2000);
        ownFault = some(dice, 50);
        corruptUpload = some(dice, 1500);
        tamper = some(dice, 2500);
        userActs = some(dice, 4000);
        dies = some(dice, 5000);
        webSeedFails = some(dice, 1500);
    }

    /** Each kind of fault is absent from half of the simulations. */
    private static int some(Dice dice, int max) {
        return dice.chance(5000) ? 0 : 1 + dice.below(max);
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
                + ", webSeedFails " + webSeedFails;
    }
}
