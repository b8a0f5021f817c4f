package dev.oxbow.sim;

/** Leaves one step out, always or now and then. */
final class StepBug extends Bug {
    private final Step step;
    private final int permyriad;

    /** @param permyriad in how many of 10,000 cases */
    StepBug(Step step, int permyriad) {
        this.step = step;
        this.permyriad = permyriad;
    }

    @Override
    boolean does(Step asked, Dice dice) {
        return asked != step || !dice.chance(permyriad);
    }
}
