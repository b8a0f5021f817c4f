package dev.oxbow.replay.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One connection's tracks: its life, who lets whom ask, and its requests, as many side by side as are open at a time. */
final class PeerLane {
    final String peer;
    private final TraceFile out;
    private final long track;
    private final long outstanding;
    private final long beginNs;
    private final List<Long> requestTracks = new ArrayList<>();
    private final List<Boolean> taken = new ArrayList<>();
    private final Map<Request, Integer> places = new HashMap<>(); // for look-up only
    /** When what is on began, by name of its track. */
    private final Map<String, Long> on = new HashMap<>();
    private final Map<String, Long> switches = new HashMap<>();
    private String reason = "";

    PeerLane(TraceFile out, long parent, String peer, long connectionId, long timeNs) throws IOException {
        this.peer = peer;
        this.out = out;
        this.beginNs = timeNs;
        this.track = out.track(parent, peer + " (connection " + connectionId + ")");
        this.outstanding = out.counter(track, "requests outstanding", TraceFile.UNIT_COUNT);
    }

    void reason(String why) {
        reason = reason.isEmpty() ? why : reason;
    }

    /** Turns one of the peer's states on or off. */
    void turn(String name, boolean nowOn, long timeNs) throws IOException {
        if (nowOn) {
            on.putIfAbsent(name, timeNs);
        } else if (on.containsKey(name)) {
            if (!switches.containsKey(name)) {
                switches.put(name, out.track(track, name));
            }
            out.slice(switches.get(name), on.remove(name), timeNs, "choke", name, List.of());
        }
    }

    void asked(Request request) throws IOException {
        int place = taken.indexOf(false);
        if (place < 0) {
            place = taken.size();
            taken.add(false);
            requestTracks.add(out.track(track, "requests"));
        }
        taken.set(place, true);
        places.put(request, place);
        out.count(outstanding, request.timeNs(), places.size());
    }

    void answered(Request it, String outcome, long endNs) throws IOException {
        Integer place = places.remove(it);
        if (place == null) {
            return;
        }
        taken.set(place, false);
        out.slice(requestTracks.get(place), it.timeNs(), endNs, "request", it.pieceIndex() + "." + it.blockIndex(), List.of(
                new TraceFile.Note("seq", it.sequence()), new TraceFile.Note("reason", it.reason()),
                        new TraceFile.Note("outcome", outcome)));
        out.count(outstanding, endNs, places.size());
    }

    void instant(long timeNs, String name, long sequence) throws IOException {
        out.instant(track, timeNs, "verdict", name, List.of(new TraceFile.Note("seq", sequence)));
    }

    void end(long timeNs) throws IOException {
        for (String name : new TreeSet<>(on.keySet())) {
            turn(name, false, timeNs);
        }
        out.slice(track, beginNs, timeNs, "connection", "connected", List.of(new TraceFile.Note("end", reason)));
    }
}
