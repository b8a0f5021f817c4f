package dev.oxbow.client;

/**
 * How many torrents of a session run at a time; the others wait for their turn, in the order in which they were added or that
 * {@link TorrentHandle#queuePlace} gives them. Those that wait for metadata, that are being checked, or that
 * {@link TorrentHandle#startNow} started take no place.
 *
 * @param activeDownloadsMax how many are downloaded; 0 for any number
 * @param activeSeedsMax     how many are seeded; 0 for any number
 */
public record QueueLimits(int activeDownloadsMax, int activeSeedsMax) {
    public static final QueueLimits NONE = new QueueLimits(0, 0);
    /** What other clients begin with. */
    public static final QueueLimits USUAL = new QueueLimits(3, 5);

    public QueueLimits {
        if (activeDownloadsMax < 0 || activeSeedsMax < 0) {
            throw new IllegalArgumentException("a limit cannot be less than 0, which stands for none");
        }
    }
}
