package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.BothFamilies;
import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.tracker.UdpRequestEncoder;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One announce to all addresses of a tracker at the same time: IPv4 and IPv6 have swarms of their own. Once one has answered the other
 * is not waited for long: many machines have an IPv6 that leads nowhere.
 */
final class UdpAnnounce {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final UdpTimes times;
    private final Promise<AnnounceAnswer> answer = Promise.promise();
    private final List<UdpExchange<AnnounceAnswer>> exchanges = new ArrayList<>();
    private Optional<AnnounceAnswer> merged = Optional.empty();
    private int answersMissing;
    private long timer = NO_TIMER;

    private UdpAnnounce(Vertx vertx, UdpTimes times) {
        this.vertx = vertx;
        this.times = times;
    }

    /**
     * Asks every one of {@code servers}, at least one.
     *
     * @param urlData path and query of the announce URL (BEP 41)
     */
    static Future<AnnounceAnswer> ask(Vertx vertx, UdpClient client, UdpTimes times, List<Endpoint> servers, AnnounceRequest request,
            String urlData, long giveUpMs) {
        UdpAnnounce announce = new UdpAnnounce(vertx, times);
        announce.answersMissing = servers.size();
        for (Endpoint server : servers) {
            announce.exchanges.add(client.ask(server, new Question(request, urlData, server.isIpv6()), giveUpMs));
        }
        announce.exchanges.forEach(exchange -> exchange.answer().onComplete(announce::answered));
        return announce.answer.future();
    }

    private void answered(AsyncResult<AnnounceAnswer> result) {
        if (answer.future().isComplete()) {
            return;
        }
        AnnounceAnswer one = result.succeeded() ? result.result() : new AnnounceAnswer.Malformed(result.cause().getMessage());
        // of two failures the later counts: the earlier may be no more than that this machine has no IPv6
        merged = Optional.of(merged.isEmpty() ? one : BothFamilies.merge(one, merged.get()));
        answersMissing--;
        if (answersMissing == 0) {
            complete();
        } else if (one instanceof AnnounceAnswer.Answered && timer == NO_TIMER) {
            timer = vertx.setTimer(times.otherFamilyMs(), fired -> complete());
        }
    }

    private void complete() {
        vertx.cancelTimer(timer);
        answer.tryComplete(merged.orElseThrow());
        exchanges.forEach(UdpExchange::cancel);
    }

    private record Question(AnnounceRequest request, String urlData, boolean ipv6) implements UdpQuestion<AnnounceAnswer> {
        @Override
        public byte[] encode(long connectionId, int transactionId) {
            return UdpRequestEncoder.announce(connectionId, transactionId, request, urlData);
        }

        @Override
        public AnnounceAnswer decode(byte[] datagram, int transactionId) {
            return UdpAnswerDecoder.announce(datagram, transactionId, ipv6);
        }
    }
}
