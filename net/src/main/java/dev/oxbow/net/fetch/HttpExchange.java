package dev.oxbow.net.fetch;

import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * One GET, from the first request to the end of the last answer. It lives on one event loop. Once {@link #finished} nothing of it
 * remains: no timer, no open connection.
 */
final class HttpExchange {
    static final int REDIRECTS_MAX = 5;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final String userAgent;
    private final FetchLimits limits;
    private final TargetRule rule;
    private final Promise<Fetched> answer;
    private final Buffer body = Buffer.buffer();
    private Optional<HttpClientRequest> open = Optional.empty();
    private long deadlineTimer = NO_TIMER;
    private long idleTimer = NO_TIMER;
    private int redirects;
    private boolean finished;
    private String firstHost = "";

    HttpExchange(Vertx vertx, HttpClientAgent client, String userAgent, FetchLimits limits, TargetRule rule,
            Promise<Fetched> answer) {
        this.vertx = vertx;
        this.client = client;
        this.userAgent = userAgent;
        this.limits = limits;
        this.rule = rule;
        this.answer = answer;
    }

    void start(HttpUrl url) {
        firstHost = url.host();
        deadlineTimer = vertx.setTimer(limits.timeoutMs(), fired -> failLate("no complete answer within ", limits.timeoutMs(), url));
        request(url);
    }

    private void request(HttpUrl url) {
        heardNow(url);
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setSsl(url.https()).setHost(url.hostInUrl())
                .setPort(url.port()).setURI(url.target()).putHeader(HttpHeaders.USER_AGENT, userAgent).putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
        open(options).onComplete(opened -> {
            if (opened.failed()) {
                fail(FetchFailure.connecting(opened.cause(), url));
            } else if (finished) {
                opened.result().reset();
            } else {
                sendWhereAllowed(opened.result(), url);
            }
        });
    }

    /** What the library throws instead of failing its future becomes a failed future. */
    private Future<HttpClientRequest> open(RequestOptions options) {
        try {
            return client.request(options);
        } catch (RuntimeException refused) {
            return Future.failedFuture(new FetchFailedException("the URL is malformed, or neither http:// nor https://"));
        }
    }

    private void sendWhereAllowed(HttpClientRequest request, HttpUrl url) {
        Optional<String> refusal = reached(request).map(endpoint -> rule.refusal(firstHost, endpoint))
                .orElse(Optional.of("it cannot be told where the connection leads"));
        if (refusal.isPresent()) {
            request.exceptionHandler(error -> { });
            request.connection().exceptionHandler(error -> { });
            request.reset();
            fail(new FetchFailedException(refusal.get()));
        } else {
            send(request, url);
        }
    }

    /** What the connection was made to; this is asked of the connection, because a name may lead elsewhere each time it is looked up. */
    private static Optional<Endpoint> reached(HttpClientRequest request) {
        SocketAddress remote = request.connection().remoteAddress();
        return Optional.ofNullable(remote.hostAddress()).map(host -> host.indexOf('%') < 0 ? host : host.substring(0, host.indexOf('%')))
                .map(host -> Endpoint.parse((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + remote.port()));
    }

    private void send(HttpClientRequest request, HttpUrl url) {
        open = Optional.of(request);
        request.exceptionHandler(error -> { }); // the response's future tells; these two keep the library from logging it as well
        request.connection().exceptionHandler(error -> { });
        request.send().onComplete(answered -> {
            if (answered.failed()) {
                fail(FetchFailure.answering(answered.cause(), url));
            } else if (!finished) {
                receive(answered.result(), url);
            }
        });
    }

    private void receive(HttpClientResponse response, HttpUrl url) {
        heardNow(url);
        response.exceptionHandler(error -> fail(FetchFailure.answering(error, url)));
        Optional<String> location = Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION));
        if (isRedirect(response.statusCode()) && location.isPresent()) {
            response.exceptionHandler(error -> { }); // its body is of no interest
            follow(url.resolve(location.get()));
            return;
        }
        if (contentLength(response) > limits.bytesMax()) {
            fail(FetchFailure.tooLarge(limits.bytesMax()));
            return;
        }
        response.handler(part -> {
            heardNow(url);
            if (finished) {
                return;
            }
            if (body.length() + part.length() > limits.bytesMax()) {
                fail(FetchFailure.tooLarge(limits.bytesMax()));
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> unpack(response));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static long contentLength(HttpClientResponse response) {
        try {
            return Long.parseLong(Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_LENGTH)).orElse("0"));
        } catch (NumberFormatException unusable) {
            return 0; // the bytes are counted as they come in any case
        }
    }

    private void follow(Optional<HttpUrl> next) {
        open.ifPresent(HttpClientRequest::reset);
        open = Optional.empty();
        if (next.isEmpty()) {
            fail(new FetchFailedException("the server redirects to what is neither http:// nor https://"));
        } else if (++redirects > REDIRECTS_MAX) {
            fail(new FetchFailedException("the server redirects more than " + REDIRECTS_MAX + " times"));
        } else {
            request(next.get());
        }
    }

    private void unpack(HttpClientResponse response) {
        if (finished) {
            return;
        }
        String coding = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_ENCODING)).orElse("").strip();
        if (coding.isEmpty() || coding.equalsIgnoreCase("identity")) {
            succeed(response.statusCode(), body.getBytes());
        } else if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
            byte[] packed = body.getBytes();
            Future<byte[]> unpacked = vertx.executeBlocking(() -> Gunzip.unpack(packed, limits.bytesMax()), false);
            unpacked.onComplete(result -> {
                if (result.succeeded()) {
                    succeed(response.statusCode(), result.result());
                } else {
                    fail(result.cause());
                }
            });
        } else {
            fail(new FetchFailedException("the answer is packed in a way that was not asked for"));
        }
    }

    /** The server has shown life: it has the idle time once more. */
    private void heardNow(HttpUrl url) {
        vertx.cancelTimer(idleTimer);
        if (!finished && limits.idleTimeoutMs() < limits.timeoutMs()) {
            idleTimer = vertx.setTimer(limits.idleTimeoutMs(), fired -> failLate("silent for ", limits.idleTimeoutMs(), url));
        }
    }

    private void failLate(String what, long timeMs, HttpUrl url) {
        fail(new FetchFailedException(url.authority() + ": " + what + (timeMs < 1000 ? timeMs + " ms" : timeMs / 1000 + " s")));
    }

    private void succeed(int status, byte[] bytes) {
        if (finish()) {
            answer.complete(new Fetched(status, bytes));
        }
    }

    private void fail(Throwable cause) {
        if (finish()) {
            open.ifPresent(HttpClientRequest::reset);
            answer.fail(cause instanceof FetchFailedException ? cause : new FetchFailedException("the answer could not be read"));
        }
    }

    private boolean finish() {
        boolean first = !finished;
        finished = true;
        vertx.cancelTimer(deadlineTimer);
        vertx.cancelTimer(idleTimer);
        return first;
    }
}
