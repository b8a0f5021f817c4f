package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.net.fetch.HttpUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * HTTP with a gateway: to numeric addresses that the caller has checked, without redirects, packing or TLS, bounded in time and size. Used
 * on one event loop only.
 */
final class GatewayHttp implements AutoCloseable {
    static final int BODY_BYTES_MAX = 256 * 1024;

    /** @param status HTTP's, whatever it is: UPnP's errors come with 500 */
    record Answer(int status, byte[] body) {
    }

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final String userAgent;
    private final int timeoutMs;

    GatewayHttp(Vertx vertx, String userAgent, String bindAddress, int timeoutMs) {
        this.vertx = vertx;
        this.userAgent = userAgent;
        this.timeoutMs = timeoutMs;
        HttpClientConfig config = new HttpClientConfig().setVersions(HttpVersion.HTTP_1_1)
                .setConnectTimeout(Duration.ofMillis(timeoutMs)).setDecompressionEnabled(false);
        config.setHttp1Config(new Http1ClientConfig().setKeepAlive(false)); // small devices have few connections
        if (!bindAddress.isEmpty()) {
            config.getTcpConfig().setLocalAddress(SocketAddress.inetSocketAddress(0, bindAddress));
        }
        this.client = vertx.httpClientBuilder().with(config).build();
    }

    Future<Answer> get(HttpUrl url) {
        return new Exchange().start(options(url, HttpMethod.GET), Optional.empty());
    }

    /** @param action the SOAPACTION header's value, without quotes */
    Future<Answer> post(HttpUrl url, String action, byte[] body) {
        RequestOptions options = options(url, HttpMethod.POST).putHeader(HttpHeaders.CONTENT_TYPE, "text/xml; charset=\"utf-8\"")
                .putHeader("SOAPAction", '"' + action + '"');
        return new Exchange().start(options, Optional.of(Buffer.buffer(body)));
    }

    private RequestOptions options(HttpUrl url, HttpMethod method) {
        return new RequestOptions().setMethod(method).setSsl(false).setFollowRedirects(false).setHost(url.hostInUrl()).setPort(url.port())
                .setURI(url.target()).putHeader(HttpHeaders.USER_AGENT, userAgent);
    }

    @Override
    public void close() {
        client.close();
    }

    /** One request and its answer. */
    private final class Exchange {
        private final Promise<Answer> answer = Promise.promise();
        private final Buffer received = Buffer.buffer();
        private Optional<HttpClientRequest> open = Optional.empty();
        private long timer;
        private boolean finished;

        private Future<Answer> start(RequestOptions options, Optional<Buffer> body) {
            timer = vertx.setTimer(timeoutMs, fired -> fail(MappingFailure.SILENT, "the gateway does not answer over HTTP in time"));
            request(options).onComplete(opened -> {
                if (opened.failed()) {
                    fail(MappingFailure.SILENT, "the gateway takes no connection for UPnP");
                } else if (finished) {
                    opened.result().reset();
                } else {
                    send(opened.result(), body);
                }
            });
            return answer.future();
        }

        private Future<HttpClientRequest> request(RequestOptions options) {
            try {
                return client.request(options);
            } catch (RuntimeException closed) {
                return Future.failedFuture(closed);
            }
        }

        private void send(HttpClientRequest request, Optional<Buffer> body) {
            open = Optional.of(request);
            request.exceptionHandler(error -> { }); // the response's future tells; these two keep the library from logging it as well
            request.connection().exceptionHandler(error -> { });
            Future<HttpClientResponse> response = body.isPresent() ? request.send(body.get()) : request.send();
            response.onComplete(answered -> {
                if (answered.failed()) {
                    fail(MappingFailure.UNUSABLE, "the gateway closed the connection without an answer");
                } else if (!finished) {
                    receive(answered.result());
                }
            });
        }

        private void receive(HttpClientResponse response) {
            response.exceptionHandler(error -> fail(MappingFailure.UNUSABLE,
                    "the gateway closed the connection in the middle of its answer"));
            response.handler(part -> {
                if (!finished && received.length() + part.length() > BODY_BYTES_MAX) {
                    fail(MappingFailure.UNUSABLE, "the gateway's answer is larger than " + BODY_BYTES_MAX / 1024 + " KiB");
                } else if (!finished) {
                    received.appendBuffer(part);
                }
            });
            response.endHandler(end -> {
                if (finish()) {
                    answer.complete(new Answer(response.statusCode(), received.getBytes()));
                }
            });
        }

        private void fail(MappingFailure failure, String sentence) {
            if (finish()) {
                open.ifPresent(HttpClientRequest::reset);
                answer.fail(new PortMapException(failure, sentence));
            }
        }

        private boolean finish() {
            boolean first = !finished;
            finished = true;
            vertx.cancelTimer(timer);
            return first;
        }
    }
}
