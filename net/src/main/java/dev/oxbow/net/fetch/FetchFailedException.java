package dev.oxbow.net.fetch;

/** Why there is nothing to show; the message is a sentence for people, without control characters. */
public final class FetchFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FetchFailedException(String message) {
        super(message, null, false, false); // a fault of the world: where in our code it showed says nothing
    }
}
