package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.time.RateMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Twenty peers who all have something for each other, in steps of a second. Each shares its uplink among those it has unchoked. Peers 0
 * to 7 are fast, 8 to 15 are slow, 16 to 19 are free riders, who unchoke nobody.
 */
final class TwentyPeers {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final long START = 1_700_000_000L * SECOND;
    private static final int PEERS = 20;
    private static final int SLOTS = 4;
    private static final int SECONDS = 1800;
    static final int FAST_UP = 200_000;
    private static final int SLOW_UP = 50_000;

    /** One side of a connection: what {@code to} gets of {@code from}. */
    private static final class Link {
        private final RateMeter rate = RateMeter.over(20);
        private boolean choked = true;
        private boolean optimistic;
        private long lastUnchokedNs = Contender.NEVER;
        private long sinceUnchokeBytes;
        private long lastGivenNs = START;
    }

    private final Link[][] links = new Link[PEERS][PEERS];
    private final int[] upBytesPerSec = new int[PEERS];
    private final long[] gotBytes = new long[PEERS];
    private final int seed;

    private TwentyPeers(int seed) {
        this.seed = seed;
        for (int from = 0; from < PEERS; from++) {
            upBytesPerSec[from] = from < 8 ? FAST_UP : from < 16 ? SLOW_UP : 0;
            for (int to = 0; to < PEERS; to++) {
                links[from][to] = new Link();
            }
        }
    }

    private List<Contender> contenders(int me, long timeNs) {
        List<Contender> out = new ArrayList<>();
        for (int other = 0; other < PEERS; other++) {
            if (other != me) {
                Link up = links[me][other];
                Link down = links[other][me];
                boolean snubbed = !down.choked && timeNs - Math.max(down.lastGivenNs, down.lastUnchokedNs) > 20 * SECOND;
                out.add(new Contender(other, up.choked, true, false, snubbed, up.optimistic, down.rate.bytesPerSec(timeNs),
                        up.rate.bytesPerSec(timeNs), up.sinceUnchokeBytes, up.lastUnchokedNs, START));
            }
        }
        return out;
    }

    private void rechoke(int me, long timeNs) {
        Round round = new Round(contenders(me, timeNs), SLOTS, false, timeNs, Rng.mix(seed * 100L + me));
        for (ChokeDecision decision : Choker.rechoke(round)) {
            Link link = links[me][(int) decision.connectionId()];
            link.choked = !decision.unchoke();
            if (decision.unchoke()) {
                link.optimistic = decision.reason() == ChokeReason.OPTIMISTIC;
                link.lastUnchokedNs = timeNs;
                link.sinceUnchokeBytes = 0;
            }
        }
    }

    private void give(int me, long timeNs) {
        int[] unchoked = IntStream.range(0, PEERS).filter(other -> !links[me][other].choked).toArray();
        for (int other : unchoked) {
            long bytes = upBytesPerSec[me] / unchoked.length;
            if (bytes > 0) {
                links[me][other].rate.add(timeNs, bytes);
                links[me][other].sinceUnchokeBytes += bytes;
                links[me][other].lastGivenNs = timeNs;
                gotBytes[other] += bytes;
            }
        }
    }

    static TwentyPeers afterHalfAnHour(int seed) {
        TwentyPeers out = new TwentyPeers(seed);
        out.run();
        return out;
    }

    private void run() {
        for (int second = 0; second < SECONDS; second++) {
            long timeNs = START + second * SECOND;
            for (int me = 0; me < PEERS; me++) {
                if (second % 10 == me % 10 && upBytesPerSec[me] > 0) {
                    rechoke(me, timeNs);
                }
                give(me, timeNs);
            }
        }
    }

    long gotBytes(int peer) {
        return gotBytes[peer];
    }

    double meanGotBytesPerSec(int from, int to) {
        return IntStream.range(from, to).mapToLong(peer -> gotBytes[peer]).average().orElseThrow() / SECONDS;
    }
}
