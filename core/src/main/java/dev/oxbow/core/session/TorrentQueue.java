package dev.oxbow.core.session;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.agrona.collections.IntArrayList;

/**
 * The order in which torrents get a place among those that may run, how many places there are, and which torrents need none. Torrents
 * that are known by a magnet link alone stand in it too, so that they keep their turn. Only records; {@link QueueKeeper} decides.
 */
public final class TorrentQueue {
    /** Stands for any number of places. */
    public static final int NO_LIMIT = 0;

    private final IntArrayList order = new IntArrayList();
    private final Set<Integer> forced = new LinkedHashSet<>();
    private int activeDownloadsMax;
    private int activeSeedsMax;
    private long touchedSequence = -1;

    /** The torrents' ids. Do not change it. */
    public IntArrayList order() {
        return order;
    }

    /** Where the torrent stands; 0 is the first. */
    public int place(int torrentId) {
        return order.indexOf(torrentId);
    }

    /** Whether the user had it started without waiting for a place. */
    public boolean isForced(int torrentId) {
        return forced.contains(torrentId);
    }

    /** How many may be downloaded at a time; {@link #NO_LIMIT} for all. */
    public int activeDownloadsMax() {
        return activeDownloadsMax;
    }

    /** How many may be seeded at a time; {@link #NO_LIMIT} for all. */
    public int activeSeedsMax() {
        return activeSeedsMax;
    }

    /** The last entry that may have left a place free or made somebody wait. */
    long touchedSequence() {
        return touchedSequence;
    }

    /** All that decisions depend on, number by number. */
    void describe(LongConsumer to) {
        to.accept(activeDownloadsMax);
        to.accept(activeSeedsMax);
        for (int i = 0; i < order.size(); i++) {
            to.accept(order.getInt(i));
            to.accept(isForced(order.getInt(i)) ? 1 : 2);
        }
    }

    @Override
    public String toString() {
        return "at most " + activeDownloadsMax + " downloaded and " + activeSeedsMax + " seeded, in the order " + order + ", forced " + forced;
    }

    // What follows records; only the fold calls it.

    void clear() {
        order.clear();
        forced.clear();
        limits(NO_LIMIT, NO_LIMIT);
        touchedSequence = -1;
    }

    void touched(long sequence) {
        touchedSequence = sequence;
    }

    void limits(int downloads, int seeds) {
        activeDownloadsMax = Math.max(NO_LIMIT, downloads);
        activeSeedsMax = Math.max(NO_LIMIT, seeds);
    }

    /** At the end, unless it stands in the queue already. */
    void joined(int torrentId) {
        if (place(torrentId) < 0) {
            order.addInt(torrentId);
        }
    }

    void left(int torrentId) {
        order.removeInt(torrentId);
        forced.remove(torrentId);
    }

    void moved(int torrentId, int place) {
        if (order.removeInt(torrentId)) {
            order.addInt(Math.max(0, Math.min(place, order.size())), torrentId);
        }
    }

    void forced(int torrentId, boolean now) {
        if (now) {
            forced.add(torrentId);
        } else {
            forced.remove(torrentId);
        }
    }
}
