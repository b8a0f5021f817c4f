package dev.oxbow.net.webseed;

import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.net.fetch.FetchFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** The body of one answer: skips what was not asked for, passes on what was, and finds it too short or too long. */
final class RangeBody {
    /** Where the bytes go. */
    interface Taker {
        /** @return how many were taken; when fewer than offered, {@link #resume} will be called once there is room */
        int take(Buffer part, int from, int to);
    }

    /** How it ended; one of these, once. */
    interface End {
        /** @param connectionIsClean whether nothing more will come on the connection */
        void onWhole(boolean connectionIsClean);

        /** @param detail to be read behind the server's name */
        void onFault(WebSeedFault fault, String detail);
    }

    private final HttpClientResponse response;
    private final Taker taker;
    private final End end;
    private final boolean moreComes;
    private long toSkipBytes;
    private long leftBytes;
    private Buffer part = Buffer.buffer();
    private int at;
    private boolean ended;

    RangeBody(HttpClientResponse response, long lengthBytes, AnswerHead head, Taker taker, End end) {
        this.response = response;
        this.leftBytes = lengthBytes;
        this.toSkipBytes = head.skipBytes();
        this.moreComes = head.moreComes();
        this.taker = taker;
        this.end = end;
    }

    void read() {
        response.exceptionHandler(error -> fault(FetchFailure.isNotHttp(error) ? WebSeedFault.NOT_HTTP : WebSeedFault.CLOSED_EARLY,
                "broke off in the middle of its answer"));
        response.handler(next -> {
            part = next;
            at = 0;
            pass();
        });
        response.endHandler(over -> over());
    }

    boolean isWhole() {
        return leftBytes == 0;
    }

    void resume() {
        if (!ended && pass()) {
            response.resume();
        }
    }

    /** @return whether all of the part is gone */
    private boolean pass() {
        int skipped = (int) Math.min(toSkipBytes, part.length() - at);
        at += skipped;
        toSkipBytes -= skipped;
        int wanted = (int) Math.min(leftBytes, part.length() - at);
        int taken = ended ? 0 : taker.take(part, at, at + wanted);
        at += taken;
        leftBytes -= taken;
        if (ended) {
            return false;
        }
        if (taken < wanted) {
            response.pause();
            return false;
        }
        if (leftBytes == 0 && moreComes) {
            whole(false);
        } else if (at < part.length()) {
            fault(WebSeedFault.OVERSIZED_BODY, "sends more than it was asked for");
        }
        return !ended;
    }

    private void over() {
        if (leftBytes > 0) {
            fault(WebSeedFault.SHORT_BODY, "sent " + leftBytes + " bytes less than it was asked for");
        } else {
            whole(true);
        }
    }

    private void whole(boolean connectionIsClean) {
        if (!ended) {
            ended = true;
            end.onWhole(connectionIsClean);
        }
    }

    private void fault(WebSeedFault fault, String detail) {
        if (!ended) {
            ended = true;
            end.onFault(fault, detail);
        }
    }
}
