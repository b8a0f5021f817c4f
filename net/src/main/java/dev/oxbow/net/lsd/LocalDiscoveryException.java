package dev.oxbow.net.lsd;

/** Why there is no local discovery; the message is a sentence for people. */
public final class LocalDiscoveryException extends Exception {
    private static final long serialVersionUID = 1L;

    LocalDiscoveryException(String message) {
        super(message, null, false, false); // a fault of the world: where in our code it showed says nothing
    }
}
