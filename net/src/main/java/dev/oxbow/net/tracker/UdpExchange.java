package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.UdpAnswerDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * One question to one address of a tracker: connect where needed, ask, and both again when no answer comes (BEP 15, "Time outs"). It
 * lives on one event loop; once it is over nothing of it remains.
 */
final class UdpExchange<A> {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final UdpServer server;
    private final UdpSockets sockets;
    private final UdpTransactions transactions;
    private final UdpTimes times;
    private final UdpQuestion<A> question;
    private final Promise<A> answer = Promise.promise();
    private final long startedNs = System.nanoTime();
    private int transactionId;
    private long connectionId;
    private boolean connectedBefore;
    private boolean asked;
    private int timeouts;
    private long timer = NO_TIMER;
    private long giveUpTimer = NO_TIMER;
    private boolean finished;

    UdpExchange(Vertx vertx, UdpServer server, UdpSockets sockets, UdpTransactions transactions, UdpTimes times, UdpQuestion<A> question) {
        this.vertx = vertx;
        this.server = server;
        this.sockets = sockets;
        this.transactions = transactions;
        this.times = times;
        this.question = question;
    }

    /** A failure is a {@link NoAnswerException}. */
    Future<A> answer() {
        return answer.future();
    }

    void start(long giveUpMs) {
        giveUpTimer = vertx.setTimer(giveUpMs, fired -> fail(new NoAnswerException(server.endpoint() + " did not answer")));
        transactionId = transactions.open(server.endpoint(), this::received);
        attempt();
    }

    private void attempt() {
        startTimer();
        server.connect(this);
    }

    private void startTimer() {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(times.timeoutMs(timeouts), fired -> timedOut());
    }

    /** The server calls back. @param sinceNs when the tracker gave the id */
    void connected(long connectionId, long sinceNs) {
        if (finished) {
            return;
        }
        this.connectionId = connectionId;
        connectedBefore = sinceNs - startedNs < 0;
        asked = true;
        startTimer();
        sockets.send(server.endpoint(), question.encode(connectionId, transactionId)).onFailure(this::fail);
    }

    /** The request or its answer was lost, or the tracker has forgotten the connection id and does not say so. */
    private void timedOut() {
        timeouts++;
        forgetConnection();
        attempt();
    }

    private void forgetConnection() {
        if (asked) {
            server.forget(connectionId);
            asked = false;
        }
    }

    private void received(byte[] datagram) {
        if (finished) {
            return;
        }
        if (UdpAnswerDecoder.isError(datagram) && connectedBefore) { // perhaps about the connection id: a new one will tell
            forgetConnection();
            connectedBefore = false;
            transactionId = transactions.open(server.endpoint(), this::received);
            attempt();
            return;
        }
        finish();
        answer.complete(question.decode(datagram, transactionId));
    }

    void fail(Throwable reason) {
        if (!finished) {
            finish();
            answer.fail(reason);
        }
    }

    /** Ends it without an answer. */
    void cancel() {
        fail(new NoAnswerException("asking " + server.endpoint() + " was given up"));
    }

    private void finish() {
        finished = true;
        vertx.cancelTimer(timer);
        vertx.cancelTimer(giveUpTimer);
        transactions.close(transactionId);
        server.leave(this);
    }
}
