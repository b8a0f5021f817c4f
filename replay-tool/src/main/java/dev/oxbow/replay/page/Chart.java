package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The session's figures over time, sampled so that a journal of any length takes bounded memory: when there are too many samples every
 * second one goes, and they are taken half as often from then on.
 */
final class Chart {
    private static final int SAMPLES_MAX = 1 << 15;
    private static final long SECOND_US = 1_000_000L;

    /** What was known behind an entry. Amounts are sums over all torrents. */
    private record Sample(long us, long sequence, long down, long up, long wasted, long verified, int peers, int inFlight) {
    }

    private final List<Sample> samples = new ArrayList<>();
    private long everyUs = 1_000;
    private long dueUs;

    boolean isDue(long us) {
        return us >= dueUs;
    }

    /** To be called before the entry at {@code us} is folded: the sample is of all before it. */
    void sample(long us, SessionState state) {
        if (state.isInCheckpoint()) {
            return; // half a state
        }
        if (state.sequence() >= 0) {
            samples.add(of(us, state));
            if (samples.size() > SAMPLES_MAX) {
                thin();
            }
        }
        dueUs = (us / everyUs + 1) * everyUs;
    }

    private void thin() {
        everyUs *= 2;
        List<Sample> kept = new ArrayList<>(SAMPLES_MAX);
        for (Sample sample : samples) {
            boolean sameBucket = !kept.isEmpty() && kept.get(kept.size() - 1).us / everyUs == sample.us / everyUs;
            if (sameBucket) {
                kept.remove(kept.size() - 1);
            }
            kept.add(sample);
        }
        samples.clear();
        samples.addAll(kept);
    }

    private static Sample of(long us, SessionState state) {
        int inFlight = state.connections().stream().mapToInt(peer -> peer.requests().size()).sum();
        int peers = (int) state.connections().stream().filter(peer -> peer.isActive()).count();
        return new Sample(us, state.sequence(), sum(state, Torrent::bytesDownloaded), sum(state, Torrent::bytesUploaded),
                sum(state, Torrent::bytesWasted), sum(state, Torrent::bytesVerified), peers, inFlight);
    }

    private static long sum(SessionState state, ToLongFunction<Torrent> figure) {
        return state.torrents().stream().mapToLong(figure).sum();
    }

    /**
     * Columns of equal length: {@code us}, {@code seq}, {@code down} and {@code up} in bytes a second since the column before, and the
     * rest as they were.
     *
     * @param now what is known now, which the last column shows
     */
    void write(ObjectNode out, long fromUs, long toUs, int points, long nowUs, SessionState now) {
        List<Sample> all = new ArrayList<>(samples);
        if (now.sequence() >= 0 && !now.isInCheckpoint()) {
            all.add(of(nowUs, now));
        }
        Columns columns = new Columns(out);
        long widthUs = Math.max(1, (toUs - fromUs) / Math.max(1, points));
        Sample before = null;
        Sample last = null;
        for (Sample sample : all) {
            if (last != null && last.us >= fromUs && last.us / widthUs != sample.us / widthUs) {
                columns.add(last, before);
                before = last;
            } else if (last != null && last.us < fromUs) {
                before = last;
            }
            if (sample.us > toUs && last != null && last.us > toUs) {
                break;
            }
            last = sample;
        }
        if (last != null) {
            columns.add(last, before);
        }
    }

    private static final class Columns {
        private final ArrayNode us;
        private final ArrayNode sequence;
        private final ArrayNode down;
        private final ArrayNode up;
        private final ArrayNode wasted;
        private final ArrayNode verified;
        private final ArrayNode peers;
        private final ArrayNode inFlight;

        Columns(ObjectNode out) {
            us = out.putArray("us");
            sequence = out.putArray("seq");
            down = out.putArray("down");
            up = out.putArray("up");
            wasted = out.putArray("wasted");
            verified = out.putArray("verified");
            peers = out.putArray("peers");
            inFlight = out.putArray("inFlight");
        }

        void add(Sample sample, Sample before) {
            long spanUs = before == null ? 0 : sample.us - before.us;
            us.add(sample.us);
            sequence.add(sample.sequence);
            down.add(spanUs == 0 ? 0 : rate(sample.down - before.down, spanUs));
            up.add(spanUs == 0 ? 0 : rate(sample.up - before.up, spanUs));
            wasted.add(sample.wasted);
            verified.add(sample.verified);
            peers.add(sample.peers);
            inFlight.add(sample.inFlight);
        }

        /** A torrent that was removed takes its sums with it. */
        private static long rate(long bytes, long spanUs) {
            return Math.max(0, Math.round((double) bytes * SECOND_US / spanUs));
        }
    }
}
