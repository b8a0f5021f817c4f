package dev.oxbow.replay.export;

import dev.oxbow.core.session.Torrent;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One torrent's tracks: counters, and its pieces from the first request to the hash. */
final class TorrentLane {
    final long track;
    private final TraceFile out;
    private final long verified;
    private final long downloaded;
    private final long peers;
    private final Map<Integer, Long> begunNs = new HashMap<>(); // for look-up only
    private final Map<Integer, Long> pieceTracks = new HashMap<>();
    private final BitSet places = new BitSet();
    private final Map<Integer, Integer> placeOf = new HashMap<>();
    private final long[] shown = {-1, -1, -1};

    TorrentLane(TraceFile out, int pid, String name) throws IOException {
        this.out = out;
        this.track = out.process(pid, name);
        this.verified = out.counter(track, "bytes verified", TraceFile.UNIT_BYTES);
        this.downloaded = out.counter(track, "bytes downloaded", TraceFile.UNIT_BYTES);
        this.peers = out.counter(track, "connections", TraceFile.UNIT_COUNT);
    }

    void counters(Torrent torrent, long timeNs) throws IOException {
        count(0, verified, timeNs, torrent.bytesVerified());
        count(1, downloaded, timeNs, torrent.bytesDownloaded());
        count(2, peers, timeNs, torrent.connections().size());
    }

    private void count(int which, long counter, long timeNs, long value) throws IOException {
        if (shown[which] != value) {
            shown[which] = value;
            out.count(counter, timeNs, value);
        }
    }

    void pieceBegun(int pieceIndex, long timeNs) {
        if (begunNs.putIfAbsent(pieceIndex, timeNs) == null) {
            int place = places.nextClearBit(0);
            places.set(place);
            placeOf.put(pieceIndex, place);
        }
    }

    void pieceHashed(int pieceIndex, boolean good, long timeNs, long sequence) throws IOException {
        Long begin = begunNs.remove(pieceIndex);
        if (begin == null) {
            return; // found on disk, not downloaded
        }
        int place = placeOf.remove(pieceIndex);
        places.clear(place);
        if (!pieceTracks.containsKey(place)) {
            pieceTracks.put(place, out.track(track, "pieces"));
        }
        out.slice(pieceTracks.get(place), begin, timeNs, "piece", "piece " + pieceIndex + (good ? "" : " FAILED"),
                List.of(new TraceFile.Note("seq", sequence), new TraceFile.Note("hash", good ? "as it should be" : "differs")));
    }
}
