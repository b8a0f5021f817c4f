package dev.oxbow.net.tracker;

/** Why a tracker could not be asked, or did not answer; the message is a sentence for people, without control characters. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
        super(message, null, false, false); // a fault of the world: where in our code it showed says nothing
    }
}
