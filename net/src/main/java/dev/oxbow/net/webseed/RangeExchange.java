package dev.oxbow.net.webseed;

import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.Redirects;
import dev.oxbow.core.webseed.Stretch;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.net.fetch.FetchFailure;
import dev.oxbow.net.fetch.HttpUrl;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Instant;
import java.util.Optional;

/**
 * One stretch from one server: the request, its redirects, the check of the answer's head. The body goes to a {@link RangeBody}. It lives
 * on one event loop; once it has ended nothing of it remains but a connection that others may use.
 */
final class RangeExchange {
    static final int REDIRECTS_MAX = 5;
    private static final CharSequence RANGE = HttpHeaders.createOptimized("range");

    /** Who wanted the stretch. */
    interface Outcome extends RangeBody.Taker {
        /** The server has shown life. */
        void onAnswering();

        void onStretchDone();

        void onStretchFailed(WebSeedFailure failure);
    }

    private final WebSeeds.Http http;
    private final Stretch stretch;
    private final String origin;
    private final Outcome outcome;
    private Optional<HttpClientRequest> open = Optional.empty();
    private Optional<RangeBody> body = Optional.empty();
    /** Whether the way was begun where a redirect led before. */
    private boolean remembered;
    /** Whether a server on the open internet has had a say in where we are sent. */
    private boolean fromPublic;
    private boolean triedAgain;
    private int redirects;
    private boolean ended;

    /** @param origin the URL of the stretch */
    RangeExchange(WebSeeds.Http http, Stretch stretch, String origin, Outcome outcome) {
        this.http = http;
        this.stretch = stretch;
        this.origin = origin;
        this.outcome = outcome;
    }

    void start() {
        Optional<Redirects.Target> known = http.redirects().target(origin);
        remembered = known.isPresent();
        fromPublic = known.map(Redirects.Target::fromPublic).orElse(false);
        redirects = remembered ? 1 : 0;
        Optional<HttpUrl> url = HttpUrl.parse(known.map(Redirects.Target::url).orElse(origin));
        if (url.isPresent()) {
            request(url.get());
        } else {
            end(WebSeedFault.BAD_URL, "the URL is malformed, or neither http:// nor https://", 0);
        }
    }

    private void request(HttpUrl url) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setSsl(url.https()).setHost(url.hostInUrl())
                .setPort(url.port()).setURI(url.target()).putHeader(HttpHeaders.USER_AGENT, http.userAgent())
                .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
        if (stretch instanceof Stretch.FileRange range) {
            options.putHeader(RANGE, range.rangeHeader());
        }
        connect(options).onComplete(opened -> {
            if (opened.succeeded()) {
                opened(opened.result(), url);
            } else {
                fail(WebSeedFault.UNREACHABLE, FetchFailure.connecting(opened.cause(), url).getMessage(), 0);
            }
        });
    }

    /** What the library throws instead of failing its future becomes a failed future. */
    private Future<HttpClientRequest> connect(RequestOptions options) {
        try {
            return http.client().request(options);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Who it is that will answer is known only now: a name can lead anywhere, and elsewhere than the last time. */
    private void opened(HttpClientRequest request, HttpUrl url) {
        request.exceptionHandler(error -> { }); // the response's future tells; these two keep the library from logging it as well
        request.connection().exceptionHandler(error -> { });
        if (ended) {
            request.reset();
            return;
        }
        open = Optional.of(request);
        boolean isPrivate = http.scope().isPrivate(request.connection().remoteAddress());
        if (fromPublic && isPrivate) {
            fail(WebSeedFault.REDIRECT_TO_PRIVATE_ADDRESS, "a server on the internet redirects to " + url.authority()
                    + ", which is on this machine or a local network", 0);
        } else {
            fromPublic |= !isPrivate;
            send(request, url);
        }
    }

    private void send(HttpClientRequest request, HttpUrl url) {
        outcome.onAnswering();
        request.send().onComplete(answered -> {
            if (answered.succeeded() && !ended) {
                receive(answered.result(), url);
            } else if (!ended) {
                unanswered(answered.cause(), url);
            }
        });
    }

    /** A kept connection may be closed by the server in the moment in which it is used again: that is worth a second try. */
    private void unanswered(Throwable error, HttpUrl url) {
        boolean notHttp = FetchFailure.isNotHttp(error);
        if (!notHttp && !triedAgain) {
            triedAgain = true;
            drop();
            request(url);
        } else {
            fail(notHttp ? WebSeedFault.NOT_HTTP : WebSeedFault.CLOSED_EARLY, FetchFailure.answering(error, url).getMessage(), 0);
        }
    }

    private void receive(HttpClientResponse response, HttpUrl url) {
        outcome.onAnswering();
        int status = response.statusCode();
        Optional<String> location = Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION));
        if (isRedirect(status) && location.isPresent()) {
            response.exceptionHandler(error -> { }); // its body is of no interest
            follow(url, url.resolve(location.get()));
            return;
        }
        AnswerHead head = AnswerHead.read(stretch, status, response.headers(), http.limits().skipMaxBytes());
        if (head.fault().isPresent()) {
            refused(head, response, url);
            return;
        }
        if (redirects > 0 && !remembered) {
            http.redirects().remember(origin, new Redirects.Target(url.text(), fromPublic));
        }
        RangeBody expected = new RangeBody(response, stretch.lengthBytes(), head, outcome, new RangeBody.End() {
            @Override
            public void onWhole(boolean connectionIsClean) {
                done(connectionIsClean);
            }

            @Override
            public void onFault(WebSeedFault fault, String detail) {
                end(fault, url.authority() + " " + detail, 0);
            }
        });
        body = Optional.of(expected);
        expected.read();
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private void follow(HttpUrl from, Optional<HttpUrl> next) {
        drop();
        if (next.isEmpty()) {
            fail(WebSeedFault.BAD_REDIRECT, from.authority() + " redirects to what is neither http:// nor https://", 0);
        } else if (++redirects > REDIRECTS_MAX) {
            fail(WebSeedFault.BAD_REDIRECT, from.authority() + " redirects more than " + REDIRECTS_MAX + " times", 0);
        } else {
            remembered = false;
            request(next.get());
        }
    }

    /** BEP 17: a script that is busy says in the body of its 503 for how many seconds. */
    private void refused(AnswerHead head, HttpClientResponse response, HttpUrl url) {
        WebSeedFault fault = head.fault().orElseThrow();
        String detail = url.authority() + " " + head.detail();
        long seconds = AnswerHead.retryAfterSeconds(response.headers(), Instant.now());
        if (fault != WebSeedFault.BUSY || seconds > 0 || stretch instanceof Stretch.FileRange) {
            response.exceptionHandler(error -> { });
            fail(fault, detail, seconds);
            return;
        }
        Buffer number = Buffer.buffer();
        response.exceptionHandler(error -> end(fault, detail, 0));
        response.handler(part -> {
            if (number.length() + part.length() <= 32) {
                number.appendBuffer(part);
            } else {
                end(fault, detail, 0);
            }
        });
        response.endHandler(over -> end(fault, detail, AnswerHead.seconds(number.toString().strip())));
    }

    /** More room: goes on with a body that had to wait. */
    void resume() {
        body.ifPresent(RangeBody::resume);
    }

    /** Whether all bytes have come and only the end of the body is missing. */
    boolean isWhole() {
        return body.isPresent() && body.get().isWhole();
    }

    private void done(boolean connectionIsClean) {
        if (!ended) {
            ended = true;
            if (!connectionIsClean) {
                drop();
            }
            outcome.onStretchDone();
        }
    }

    /** What a remembered redirect led to may have moved or expired: then the way is begun at its beginning. */
    private void fail(WebSeedFault fault, String detail, long retryAfterSeconds) {
        if (remembered && !ended) {
            http.redirects().forget(origin);
            drop();
            start();
        } else {
            end(fault, detail, retryAfterSeconds);
        }
    }

    private void end(WebSeedFault fault, String detail, long retryAfterSeconds) {
        if (!ended) {
            abort();
            http.redirects().forget(origin);
            int file = stretch instanceof Stretch.FileRange range ? range.fileIndex() : WebSeedFailure.NO_FILE;
            outcome.onStretchFailed(new WebSeedFailure(fault, file, detail, retryAfterSeconds));
        }
    }

    /** Ends it without a word. */
    void abort() {
        ended = true;
        drop();
    }

    private void drop() {
        open.ifPresent(HttpClientRequest::reset);
        open = Optional.empty();
        body = Optional.empty();
    }
}
