package dev.oxbow.sim;

/**
 * The life of a swarm after everybody has completed. Nodes stand by for some minutes, in three swarms of a hundred for half an hour and more; now and
 * then a connection is lost, a program is stopped and started again, or somebody throws everything away and comes back as a late joiner.
 */
final class Afterlife {
    private static final int LONG_CHANCE = 300;
    private static final int RESTART_CHANCE = 2500;
    private static final int RETURN_CHANCE = 1500;
    /** Before the end nothing happens any more. */
    private static final long QUIET_NS = 10 * Timeline.SECOND_NS;

    private final Swarm swarm;
    private final Dice dice;
    private final long endNs;

    Afterlife(Swarm swarm, Dice dice) {
        this.swarm = swarm;
        this.dice = dice;
        long seconds = dice.chance(LONG_CHANCE) ? dice.between(1800, 5400) : dice.between(20, 120);
        this.endNs = swarm.timeline().nowNs() + seconds * Timeline.SECOND_NS;
        next();
    }

    /** When it is over, if everybody is complete again by then. */
    long endNs() {
        return endNs;
    }

    private void next() {
        long atNs = swarm.timeline().nowNs() + dice.between(20, 900) * Timeline.SECOND_NS;
        if (atNs < endNs - QUIET_NS) {
            swarm.timeline().at(atNs, this::act);
        }
    }

    private void act() {
        SimUser user = swarm.users().get(dice.below(swarm.users().size()));
        int lot = dice.below(10_000);
        if (lot < RESTART_CHANCE) {
            user.stop();
        } else if (lot < RESTART_CHANCE + RETURN_CHANCE) {
            user.throwAway();
        } else {
            swarm.network().loseAny(dice);
        }
        next();
    }
}
