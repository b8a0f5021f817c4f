package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.peer.PeerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One peer over time, by its address, over all its connections: who choked whom and wanted what, what it was asked for, and flags. */
final class Lane {
    private static final int FLAGS_MAX = 1_000;

    private final String peer;
    private String client = "";
    private long downBytes;
    private long upBytes;
    private long wastedBytes;
    private PeerSession current;
    private final Spans connected = new Spans();
    private final Spans letsUs = new Spans();
    private final Spans weWant = new Spans();
    private final Spans weLet = new Spans();
    private final Spans wants = new Spans();
    private final Slices slices = new Slices();
    private final List<Flag> flags = new ArrayList<>();

    Lane(String peer) {
        this.peer = peer;
    }

    Slices slices() {
        return slices;
    }

    void see(PeerSession session, long us) {
        current = session;
        client = session.client().isEmpty() ? client : session.client();
        connected.set(true, us);
        letsUs.set(!session.peerChoking(), us);
        weWant.set(session.amInterested(), us);
        weLet.set(!session.amChoking(), us);
        wants.set(session.peerInterested(), us);
        if (!slices.isEmpty() && session.requests().size() == 0) {
            slices.endAll(us);
        }
    }

    /** What it sent was of a piece that failed its hash. */
    void wasted(long bytes) {
        wastedBytes += bytes;
    }

    /** The connection is over. */
    void ended(long us) {
        if (current != null) {
            downBytes += current.bytesDown();
            upBytes += current.bytesUp();
            wastedBytes += current.bytesWasted();
            current = null;
        }
        for (Spans spans : List.of(connected, letsUs, weWant, weLet, wants)) {
            spans.set(false, us);
        }
        slices.endAll(us);
    }

    void flag(Flag flag) {
        if (flags.size() < FLAGS_MAX) {
            flags.add(flag);
        }
    }

    long bytes() {
        return downBytes + upBytes + (current == null ? 0 : current.bytesDown() + current.bytesUp());
    }

    int flagCount() {
        return flags.size();
    }

    boolean fits(String lowerCase) {
        return peer.contains(lowerCase) || client.toLowerCase(Locale.ROOT).contains(lowerCase);
    }

    void write(ObjectNode out, long fromUs, long toUs, long widthUs, long nowUs) {
        out.put("peer", peer).put("client", client);
        out.put("down", downBytes + (current == null ? 0 : current.bytesDown()));
        out.put("up", upBytes + (current == null ? 0 : current.bytesUp()));
        out.put("wasted", wastedBytes + (current == null ? 0 : current.bytesWasted()));
        connected.write(out.putArray("connected"), fromUs, toUs, widthUs, nowUs);
        letsUs.write(out.putArray("letsUs"), fromUs, toUs, widthUs, nowUs);
        weWant.write(out.putArray("weWant"), fromUs, toUs, widthUs, nowUs);
        weLet.write(out.putArray("weLet"), fromUs, toUs, widthUs, nowUs);
        wants.write(out.putArray("wants"), fromUs, toUs, widthUs, nowUs);
        slices.write(out.putArray("slices"), fromUs, toUs, widthUs, nowUs);
        flags.forEach(flag -> flag.write(out.withArrayProperty("flags")));
        out.withArrayProperty("flags");
    }
}
