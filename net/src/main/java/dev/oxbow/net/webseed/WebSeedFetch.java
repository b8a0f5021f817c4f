package dev.oxbow.net.webseed;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.Stretch;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.core.webseed.WebSeedMapping;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** One run of blocks: stretch after stretch, into slots. It lives on one event loop and ends with exactly one of the two words. */
final class WebSeedFetch implements RangeExchange.Outcome {
    /** What becomes of it. */
    interface Listener extends BlockAssembler.Blocks {
        void onFinished();

        void onFailed(WebSeedFailure failure);
    }

    /** How often it looks for a free slot while there was none. */
    private static final long ROOM_RETRY_MS = 5;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final WebSeeds.Http http;
    private final WebSeedMapping mapping;
    private final BlockAssembler assembler;
    private final Listener listener;
    private final long endBytes;
    private long atBytes;
    private Optional<RangeExchange> exchange = Optional.empty();
    private long stallTimer = NO_TIMER;
    private long roomTimer = NO_TIMER;
    /** Since the stall timer began. */
    private long progressBytes;
    /** Whether in that time it was we who had no room. */
    private boolean waited;
    private boolean ended;

    WebSeedFetch(
            Vertx vertx, WebSeeds.Http http, WebSeedLayout layout, WebSeedMapping mapping, BlockRun run, BlockSlots slots,
            Listener listener) {
        this.vertx = vertx;
        this.http = http;
        this.mapping = mapping;
        this.listener = listener;
        this.assembler = new BlockAssembler(layout.pieces(), run, slots, listener);
        this.atBytes = run.startBytes(layout.pieces());
        this.endBytes = run.endBytes(layout.pieces());
    }

    void start() {
        while (!ended && atBytes < endBytes) {
            Stretch stretch = mapping.stretchAt(atBytes, endBytes);
            if (stretch instanceof Stretch.Zeros zeros) {
                long taken = assembler.putZeros(zeros.lengthBytes());
                atBytes += taken;
                if (taken < zeros.lengthBytes()) {
                    waitForRoom();
                    return;
                }
            } else {
                String url = stretch instanceof Stretch.FileRange range ? range.url() : ((Stretch.ScriptRange) stretch).url();
                RangeExchange next = new RangeExchange(http, stretch, url, this);
                exchange = Optional.of(next);
                next.start();
                return;
            }
        }
        if (end()) {
            listener.onFinished();
        }
    }

    @Override
    public void onAnswering() {
        if (!ended && stallTimer == NO_TIMER) {
            stallTimer = vertx.setPeriodic(http.limits().stallWindowMs(), fired -> checkStall());
        }
    }

    private void checkStall() {
        boolean moving = waited || progressBytes >= Math.min(PieceLayout.BLOCK_LENGTH_BYTES, endBytes - atBytes);
        progressBytes = 0;
        waited = roomTimer != NO_TIMER;
        if (exchange.isPresent() && exchange.get().isWhole()) {
            exchange.get().abort(); // all bytes are there; only the end of the body does not come
            onStretchDone();
        } else if (!moving) {
            fail(new WebSeedFailure(WebSeedFault.STALLED, WebSeedFailure.NO_FILE, "too little came in "
                    + http.limits().stallWindowMs() / 1000.0 + " s", 0));
        }
    }

    @Override
    public int take(Buffer part, int from, int to) {
        int taken = assembler.put(part, from, to);
        atBytes += taken;
        progressBytes += taken;
        if (taken < to - from && !ended) {
            waitForRoom();
        }
        return taken;
    }

    private void waitForRoom() {
        waited = true;
        roomTimer = vertx.setTimer(ROOM_RETRY_MS, fired -> {
            roomTimer = NO_TIMER;
            if (exchange.isPresent()) {
                exchange.get().resume();
            } else {
                start();
            }
        });
    }

    @Override
    public void onStretchDone() {
        if (!ended) {
            exchange = Optional.empty();
            progressBytes += PieceLayout.BLOCK_LENGTH_BYTES; // many small files are slow but no stall
            vertx.runOnContext(now -> start()); // only then is the connection back in its pool, to be used for the next stretch
        }
    }

    @Override
    public void onStretchFailed(WebSeedFailure failure) {
        fail(failure);
    }

    /** Ends it, if it has not ended yet. */
    void fail(WebSeedFailure failure) {
        if (end()) {
            listener.onFailed(failure);
        }
    }

    /** Ends it without a word. @return whether it had not ended yet */
    boolean end() {
        boolean first = !ended;
        ended = true;
        vertx.cancelTimer(stallTimer);
        vertx.cancelTimer(roomTimer);
        exchange.ifPresent(RangeExchange::abort);
        exchange = Optional.empty();
        assembler.close();
        return first;
    }
}
