package dev.oxbow.net.fetch;

import dev.oxbow.net.peer.SocketFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * GETs over HTTP and HTTPS: bounded in time, size and redirects. A failure carries a sentence for people. Certificates are checked
 * against the platform's trust store.
 */
public final class HttpFetch implements AutoCloseable {
    private static final int REDIRECTS_MAX = 5;
    private static final int CONNECTIONS_MAX = 50;
    private static final int CONNECT_TIMEOUT_MS = 15_000;

    private final HttpClientAgent client;
    private final Vertx vertx;
    private final String userAgent;

    public HttpFetch(Vertx vertx, String userAgent, String bindAddress) {
        this.vertx = vertx;
        this.userAgent = userAgent;
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setDecompressionSupported(true)
                .setVerifyHost(true).setKeepAlive(false);
        if (!bindAddress.isEmpty()) {
            options.setLocalAddress(bindAddress);
        }
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
    }

    /** Why there is nothing to show; the message is a sentence for people. */
    public static final class FetchFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FetchFailedException(String message) {
            super(message);
        }
    }

    /**
     * Fetches the body.
     *
     * @param timeoutMs for the whole exchange, redirects included
     */
    public Future<Buffer> get(String url, long timeoutMs, int bytesMax) {
        Promise<Buffer> whole = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, fired -> whole.tryFail(new FetchFailedException("no answer within " + timeoutMs / 1000 + " s")));
        follow(url, 0, timeoutMs, bytesMax).onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                whole.tryComplete(result.result());
            } else {
                whole.tryFail(explained(result.cause()));
            }
        });
        return whole.future();
    }

    private Future<Buffer> follow(String url, int redirects, long timeoutMs, int bytesMax) {
        Optional<RequestOptions> options = options(url, timeoutMs);
        if (options.isEmpty()) {
            return failed("the URL is not one that can be fetched (http:// or https://)");
        }
        return client.request(options.get()).compose(HttpClientRequest::send).compose(response -> {
            int status = response.statusCode();
            Optional<String> location = Optional.ofNullable(response.getHeader("Location"));
            if (status >= 300 && status < 400 && location.isPresent()) {
                drop(response);
                return redirects == REDIRECTS_MAX ? failed("more than " + REDIRECTS_MAX + " redirects")
                        : follow(resolve(url, location.get()), redirects + 1, timeoutMs, bytesMax);
            }
            if (status != 200) {
                drop(response);
                return failed("the server answered with HTTP status " + status);
            }
            return body(response, bytesMax);
        });
    }

    private static void drop(HttpClientResponse response) {
        response.request().reset();
    }

    private Optional<RequestOptions> options(String url, long timeoutMs) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
                return Optional.empty();
            }
            RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(uri.toURL());
            options.setTimeout(timeoutMs).putHeader("User-Agent", userAgent).putHeader("Accept-Encoding", "gzip");
            return Optional.of(options);
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String resolve(String base, String location) {
        try {
            return new URI(base).resolve(location).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return location;
        }
    }

    private static Future<Buffer> body(HttpClientResponse response, int bytesMax) {
        Promise<Buffer> whole = Promise.promise();
        Buffer collected = Buffer.buffer();
        response.handler(part -> {
            if (collected.length() + part.length() > bytesMax) {
                whole.tryFail(new FetchFailedException("the answer is larger than " + bytesMax / 1024 + " KiB"));
                drop(response);
            } else {
                collected.appendBuffer(part);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(collected));
        return whole.future();
    }

    private static <T> Future<T> failed(String sentence) {
        return Future.failedFuture(new FetchFailedException(sentence));
    }

    private static Throwable explained(Throwable cause) {
        if (cause instanceof FetchFailedException) {
            return cause;
        }
        if (cause instanceof javax.net.ssl.SSLException || cause.getCause() instanceof java.security.cert.CertificateException) {
            return new FetchFailedException("the server's certificate is not trusted");
        }
        return new FetchFailedException(SocketFailure.sentence(cause));
    }

    @Override
    public void close() {
        client.close();
    }
}
