package dev.oxbow.net.fetch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;

/**
 * GETs over HTTP and HTTPS: bounded in time, size and redirects. A failed future carries a {@link FetchFailedException}, whose message
 * is a sentence for people. Certificates and host names are checked, against the platform's trust store unless told otherwise. Any
 * thread may use it; nothing waits. Connections are not kept: whom it asks, it asks rarely.
 */
public final class HttpFetch implements AutoCloseable {
    private static final int CONNECTIONS_PER_HOST_MAX = 50;

    private final Vertx vertx;
    private final Context context;
    private final HttpClientAgent client;
    private final String userAgent;
    private volatile boolean closed;

    /** @param bindAddress the local address to connect from, empty for any */
    public HttpFetch(Vertx vertx, String userAgent, String bindAddress) {
        this(vertx, userAgent, bindAddress, Optional.empty());
    }

    /** @param trust whose certificates are believed; the platform's trust store when empty */
    public HttpFetch(Vertx vertx, String userAgent, String bindAddress, Optional<TrustOptions> trust) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.userAgent = userAgent;
        this.client = HttpClients.build(vertx, bindAddress, trust, false, CONNECTIONS_PER_HOST_MAX);
    }

    /**
     * Fetches the body of a URL; any HTTP status but 200 is a failure.
     *
     * @param timeoutMs for the whole exchange, redirects included
     */
    public Future<Buffer> get(String url, long timeoutMs, int bytesMax) {
        return exchange(url, new FetchLimits(timeoutMs, timeoutMs, bytesMax)).compose(answer -> answer.status() == Fetched.OK
                ? Future.succeededFuture(Buffer.buffer(answer.body()))
                : Future.failedFuture(new FetchFailedException("the server answered HTTP " + answer.status())));
    }

    /** Fetches what a URL leads to, whatever its HTTP status. */
    public Future<Fetched> exchange(String url, FetchLimits limits) {
        return exchange(url, limits, TargetRule.ANY);
    }

    /** {@link #exchange}, with servers that the rule admits, whichever of them redirects where. */
    public Future<Fetched> exchange(String url, FetchLimits limits, TargetRule rule) {
        Optional<HttpUrl> target = HttpUrl.parse(url);
        if (target.isEmpty()) {
            return Future.failedFuture(new FetchFailedException("the URL is malformed, or neither http:// nor https://"));
        }
        Promise<Fetched> answer = Promise.promise();
        context.runOnContext(now -> {
            if (closed) {
                answer.fail(new FetchFailedException("Oxbow is closing"));
            } else {
                new HttpExchange(vertx, client, userAgent, limits, rule, answer).start(target.get());
            }
        });
        return answer.future();
    }

    /** What is under way fails. */
    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
