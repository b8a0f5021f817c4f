package dev.oxbow.replay.export;

import dev.oxbow.replay.PointInTime;
import dev.oxbow.journal.JournalRecord;
import java.util.Locale;
import java.util.Optional;

/**
 * Which entries are wanted. Commands that concern no peer or torrent themselves go with the event that they follow from.
 *
 * @param torrent the beginning of an info hash
 * @param peer    {@code address} or {@code address:port}
 */
public record Selection(Optional<String> torrent, Optional<String> peer, Optional<PointInTime> since, PointInTime until) {
    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), Optional.empty(), PointInTime.END);

    /** @throws IllegalArgumentException with a sentence when a point in time is none */
    public static Selection of(String torrent, String peer, String since, String until) {
        return new Selection(Optional.ofNullable(torrent).map(it -> it.toLowerCase(Locale.ROOT)), Optional.ofNullable(peer),
                Optional.ofNullable(since).map(PointInTime::parse), until == null ? PointInTime.END : PointInTime.parse(until));
    }

    boolean isInTime(JournalRecord record) {
        boolean begun = since.isEmpty() || (since.get().sequence() == Long.MAX_VALUE ? record.timeNs() >= since.get().timeNs()
                : record.sequence() >= since.get().sequence());
        return begun && until.covers(record);
    }

    /** @param causeFits whether the event that the entry follows from is wanted */
    boolean concerns(String entryTorrent, String entryPeer, boolean causeFits) {
        boolean unnamed = entryTorrent == null && entryPeer == null;
        if (unnamed && causeFits) {
            return true;
        }
        boolean torrentFits = torrent.isEmpty() || entryTorrent != null && entryTorrent.startsWith(torrent.get());
        boolean peerFits = peer.isEmpty() || entryPeer != null && (entryPeer.equals(peer.get()) || hostOf(entryPeer).equals(peer.get()));
        return torrentFits && (peerFits || entryPeer == null && causeFits);
    }

    private static String hostOf(String endpoint) {
        return endpoint.substring(0, endpoint.lastIndexOf(':')).replace("[", "").replace("]", "");
    }
}
