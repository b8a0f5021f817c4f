package dev.oxbow.core.krpc;

/** Which families of nodes a query asks for (BEP 32, {@code want}). Neither means: those of the family it travels by. */
public record Want(boolean nodes4, boolean nodes6) {
    public static final Want UNSAID = new Want(false, false);
    public static final Want BOTH = new Want(true, true);

    public boolean isSaid() {
        return nodes4 || nodes6;
    }
}
