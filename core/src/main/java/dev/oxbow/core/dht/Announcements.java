package dev.oxbow.core.dht;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.InfoHash;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** The torrents whose peers we look for, and when to look again: about every 15 minutes (BEP 5). Only records. */
public final class Announcements {
    private static final int JITTER_SECONDS = 60;

    /** When a torrent is due. */
    private record Due(long timeNs, InfoHash infoHash) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return timeNs == other.timeNs ? infoHash.compareTo(other.infoHash) : Long.compare(timeNs, other.timeNs);
        }
    }

    private final Map<InfoHash, Announcement> byInfoHash = new HashMap<>();
    private final Map<InfoHash, Due> dueByInfoHash = new HashMap<>();
    /** How often in a row nobody was found; torrents that are not here have found somebody, or have not looked. */
    private final Map<InfoHash, Integer> vainByInfoHash = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>();
    private final long seed;

    Announcements(long seed) {
        this.seed = seed;
    }

    public int size() {
        return byInfoHash.size();
    }

    /** The torrent, if it is wanted. */
    public Optional<Announcement> find(InfoHash infoHash) {
        return Optional.ofNullable(byInfoHash.get(infoHash));
    }

    /** When the next is due; {@link Deadline#NONE} when none is, or all are under way. */
    long nextNs() {
        return due.isEmpty() ? Deadline.NONE : due.first().timeNs();
    }

    /** The one that has been due longest. */
    Optional<Announcement> due(long timeNs) {
        return nextNs() <= timeNs ? find(due.first().infoHash()) : Optional.empty();
    }

    /** A torrent is wanted from now on, or what is to be said of it has changed; that a torrent became complete can wait for its turn. */
    void onWanted(Announcement announcement, long timeNs) {
        Announcement before = byInfoHash.put(announcement.infoHash(), announcement);
        if (before == null || before.kind() != announcement.kind() || before.port() != announcement.port()) {
            schedule(announcement.infoHash(), timeNs);
        }
    }

    void onUnwanted(InfoHash infoHash) {
        byInfoHash.remove(infoHash);
        vainByInfoHash.remove(infoHash);
        unschedule(infoHash);
    }

    void describe(LongConsumer out) {
        for (Announcement announcement : new TreeMap<>(byInfoHash).values()) {
            InfoHash infoHash = announcement.infoHash();
            Digest.add(infoHash.bytes(), out);
            out.accept(announcement.port());
            out.accept((announcement.impliedPort() ? 1 : 0) + (announcement.seed() ? 2 : 0));
            out.accept(vainByInfoHash.getOrDefault(infoHash, 0));
            out.accept(Optional.ofNullable(dueByInfoHash.get(infoHash)).map(Due::timeNs).orElse(Deadline.NONE));
        }
    }

    void onStarted(InfoHash infoHash) {
        unschedule(infoHash);
    }

    /**
     * @param reached whether any node answered
     * @param found   whether any peer was named. Where none was, somebody may just have announced itself: then soon again, and less and
     *                less soon
     */
    void onEnded(InfoHash infoHash, boolean reached, boolean found, long timeNs) {
        if (byInfoHash.containsKey(infoHash) && !dueByInfoHash.containsKey(infoHash)) {
            int jitter = Rng.below(JITTER_SECONDS, seed, Rng.Purpose.DHT_JITTER, infoHash.bytes().hashCode(), timeNs);
            schedule(infoHash, Deadline.after(timeNs + againNs(infoHash, reached, found), jitter));
        }
    }

    private long againNs(InfoHash infoHash, boolean reached, boolean found) {
        if (found) {
            vainByInfoHash.remove(infoHash);
            return DhtTimes.ANNOUNCE_NS;
        }
        if (!reached) {
            return DhtTimes.ANNOUNCE_RETRY_NS;
        }
        int vain = vainByInfoHash.merge(infoHash, 1, Integer::sum);
        return Math.min(DhtTimes.ANNOUNCE_NS, DhtTimes.ANNOUNCE_RETRY_NS << Math.min(vain - 1, 8));
    }

    private void schedule(InfoHash infoHash, long atNs) {
        unschedule(infoHash);
        Due entry = new Due(atNs, infoHash);
        dueByInfoHash.put(infoHash, entry);
        due.add(entry);
    }

    private void unschedule(InfoHash infoHash) {
        Optional.ofNullable(dueByInfoHash.remove(infoHash)).ifPresent(due::remove);
    }
}
