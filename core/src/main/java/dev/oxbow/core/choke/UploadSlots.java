package dev.oxbow.core.choke;

import java.util.ArrayList;
import java.util.List;

/**
 * How many peers to unchoke at a time. Too many slots spread a thin uplink so far that nobody gets anywhere; too few leave a thick one
 * idle. Pure functions.
 */
public final class UploadSlots {
    /** What an uplink of unknown speed is given. */
    public static final int DEFAULT = 8;
    /** Each torrent with work to do gets as many: one is earned, one is optimistic. */
    public static final int PER_TORRENT_MIN = 2;
    public static final int MAX = 200;

    private UploadSlots() {
    }

    /**
     * As many as the rate can feed: about the square root of 0.6 times the rate in KiB/s, so that each slot has more to give as there are
     * more of them (100 KiB/s: 7; 1 MiB/s: 24; 10 MiB/s: 78). Without a limit, or when less than it is ever reached, the measured rate
     * counts, but {@link #DEFAULT} are tried in any case. When the measured rate falls a little, the slots in use stay.
     *
     * @param limitBytesPerSec the upload limit; 0 is no limit
     * @param measuredBytesPerSec what is uploaded now
     * @param unchokedCount how many are unchoked now
     */
    public static int automatic(long limitBytesPerSec, long measuredBytesPerSec, int unchokedCount) {
        int measured = Math.max(DEFAULT, forRate(measuredBytesPerSec));
        boolean littleLess = measured < unchokedCount && measured >= unchokedCount - unchokedCount / 4;
        int wanted = littleLess ? Math.min(unchokedCount, MAX) : measured;
        return limitBytesPerSec == 0 ? wanted : Math.min(forRate(limitBytesPerSec), wanted);
    }

    private static int forRate(long bytesPerSec) {
        long kib = Math.max(0, bytesPerSec) / 1024;
        int slots = PER_TORRENT_MIN;
        while (slots < MAX && (slots + 1L) * (slots + 1L) * 5 <= kib * 3) {
            slots++;
        }
        return slots;
    }

    /**
     * Divides a session's slots among its torrents: {@link #PER_TORRENT_MIN} for each even if that is more than there are, then one at a
     * time to whichever has fewest and more interested peers than slots; the earlier one where two are equal.
     *
     * @param interestedCounts how many peers of each torrent want a slot
     * @return the slots of each torrent, in the same order
     */
    public static List<Integer> share(int sessionSlots, List<Integer> interestedCounts) {
        List<Integer> out = new ArrayList<>();
        int left = sessionSlots;
        int open = 0;
        for (int interested : interestedCounts) {
            out.add(PER_TORRENT_MIN);
            left -= Math.min(interested, PER_TORRENT_MIN); // what nobody uses is not gone
            open += interested > PER_TORRENT_MIN ? 1 : 0;
        }
        for (int level = PER_TORRENT_MIN; left > 0 && open > 0; level++) {
            open = 0;
            for (int i = 0; i < out.size(); i++) {
                boolean takes = interestedCounts.get(i) > level && left > 0;
                if (takes) {
                    out.set(i, level + 1);
                    left--;
                    open++;
                }
            }
        }
        return List.copyOf(out);
    }
}
