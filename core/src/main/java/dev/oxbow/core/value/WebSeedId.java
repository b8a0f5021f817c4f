package dev.oxbow.core.value;

/**
 * One of a torrent's web seeds.
 *
 * @param index its place among them
 */
public record WebSeedId(int index) implements Sender {
    public WebSeedId {
        if (index < 0) {
            throw new IllegalArgumentException("no such web seed: " + index);
        }
    }

    /** What stands for it where connections stand with their ids: always negative, and theirs are positive. */
    public long number() {
        return -1L - index;
    }

    /** Whether this is the {@link #number} of a web seed, and not the id of a connection or nobody. */
    public static boolean isNumber(long senderId) {
        return senderId < 0;
    }

    /** The other way round. */
    public static WebSeedId ofNumber(long number) {
        return new WebSeedId(Math.toIntExact(-1L - number));
    }
}
