package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * How long what was asked took to be answered: blocks from peers, writes, hashes and syncs. Takes memory for what is outstanding, and for
 * no more than {@value #OUTSTANDING_MAX} of each.
 */
public final class Latency {
    private static final int OUTSTANDING_MAX = 1 << 20;
    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final long NONE = -1;

    /** Percentiles, in nanoseconds. */
    public record Summary(String of, long count, long p50Ns, long p90Ns, long p99Ns, long maxNs) {
        public ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("of", of).put("count", count).put("p50Ns", p50Ns).put("p90Ns", p90Ns)
                    .put("p99Ns", p99Ns).put("maxNs", maxNs);
        }

        @Override
        public String toString() {
            return String.format("%-9s %,12d  p50 %9s  p90 %9s  p99 %9s  max %9s", of, count, Amount.span(p50Ns), Amount.span(p90Ns),
                    Amount.span(p99Ns), Amount.span(maxNs));
        }
    }

    /** One kind of question. */
    static final class Track {
        private final String of;
        private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
        private final Long2LongHashMap sinceNs = new Long2LongHashMap(NONE);

        Track(String of) {
            this.of = of;
        }

        void asked(long key, long timeNs) {
            if (sinceNs.size() < OUTSTANDING_MAX) {
                sinceNs.put(key, timeNs);
            }
        }

        void answered(long key, long timeNs) {
            long since = sinceNs.remove(key);
            if (since != NONE) {
                histogram.recordValue(Math.min(LONGEST_NS, Math.max(0, timeNs - since)));
            }
        }

        void forget(long key) {
            sinceNs.remove(key);
        }

        Summary summary() {
            return new Summary(of, histogram.getTotalCount(), histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(90),
                    histogram.getValueAtPercentile(99), histogram.getMaxValue());
        }
    }

    /** Requests by connection: what a connection has not answered when it goes, it never will. */
    private final Object2ObjectHashMap<Long, Track> requests = new Object2ObjectHashMap<>();
    private final Track request = new Track("request");
    private final Track disk = new Track("write");
    private final Track hash = new Track("hash");
    private final Track sync = new Track("sync");

    void take(JournalRecord record) {
        Entry entry = record.entry();
        if (entry instanceof PeerEvent || entry instanceof PeerCommand) {
            ofPeer(entry, record.timeNs());
        } else if (entry instanceof StorageEvent || entry instanceof StorageCommand) {
            ofStorage(entry, record.timeNs());
        } else if (entry instanceof ConnectionEvent.ConnectionClosed it) {
            requests.remove(it.connectionId());
        } else if (entry instanceof CheckpointEvent.CheckpointStarted) {
            requests.clear();
            List.of(disk, hash, sync).forEach(track -> track.sinceNs.clear());
        }
    }

    private static long key(int torrentId, int pieceIndex, int blockIndex) {
        return Rng.mix((long) torrentId << 48 ^ (long) pieceIndex << 16 ^ blockIndex); // the map's own hash would clump neighbours
    }

    private static long key(int high, int low) {
        return Rng.mix((long) high << 32 | low);
    }

    private void ofPeer(Entry entry, long timeNs) {
        if (entry instanceof PeerEvent.BlockReceived it) {
            Track own = requests.get(it.connectionId());
            if (own != null) {
                long since = own.sinceNs.remove(key(it.pieceIndex(), it.blockIndex()));
                if (since != NONE) {
                    request.histogram.recordValue(Math.min(LONGEST_NS, Math.max(0, timeNs - since)));
                }
            }
        } else if (entry instanceof PeerEvent.BlocksReceived run) {
            run.each().forEach(block -> ofPeer(block, timeNs));
        } else if (entry instanceof PeerCommand.RequestBlocks it) {
            Track own = requests.computeIfAbsent(it.connectionId(), unseen -> new Track("request"));
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                own.asked(key(it.pieceIndex(), block), timeNs);
            }
        } else if (entry instanceof PeerCommand.CancelBlocks it && requests.containsKey(it.connectionId())) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                requests.get(it.connectionId()).forget(key(it.pieceIndex(), block));
            }
        }
    }

    private void ofStorage(Entry entry, long timeNs) {
        if (entry instanceof StorageCommand.WriteBlock it) {
            disk.asked(key(it.torrentId(), it.pieceIndex(), it.blockIndex()), timeNs);
        } else if (entry instanceof StorageCommand.WriteBlocks run) {
            run.each().forEach(block -> ofStorage(block, timeNs));
        } else if (entry instanceof StorageEvent.BlocksWritten it) {
            for (int block = it.firstBlock(); block < it.firstBlock() + it.blockCount(); block++) {
                disk.answered(key(it.torrentId(), it.pieceIndex(), block), timeNs);
            }
        } else if (entry instanceof StorageCommand.VerifyPiece it) {
            hash.asked(key(it.torrentId(), it.pieceIndex()), timeNs);
        } else if (entry instanceof StorageEvent.PieceVerified it) {
            hash.answered(key(it.torrentId(), it.pieceIndex()), timeNs);
        } else if (entry instanceof StorageEvent.PieceHashMismatched it) {
            hash.answered(key(it.torrentId(), it.pieceIndex()), timeNs);
        } else if (entry instanceof StorageCommand.SyncFiles it) {
            sync.asked(it.operationId(), timeNs);
        } else if (entry instanceof StorageEvent.FilesSynced it) {
            sync.answered(it.operationId(), timeNs);
        }
    }

    List<Summary> summaries() {
        List<Summary> out = new ArrayList<>();
        for (Track track : List.of(request, disk, hash, sync)) {
            if (track.histogram.getTotalCount() > 0) {
                out.add(track.summary());
            }
        }
        return out;
    }
}
