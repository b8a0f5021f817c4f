package dev.oxbow.net.fetch;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.Optional;

/** The HTTP clients of Oxbow: HTTP/1.1, certificates and host names checked, bodies left packed as they come, no redirect followed. */
public final class HttpClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private HttpClients() {
    }

    /**
     * @param bindAddress           the local address to connect from, empty for any
     * @param trust                 whose certificates are believed; the platform's trust store when empty
     * @param keepAlive             whether connections are used again
     * @param connectionsPerHostMax more requests than this wait for a connection
     */
    public static HttpClientAgent build(
            Vertx vertx, String bindAddress, Optional<TrustOptions> trust, boolean keepAlive, int connectionsPerHostMax) {
        HttpClientConfig config = new HttpClientConfig().setVersions(HttpVersion.HTTP_1_1).setVerifyHost(true)
                .setConnectTimeout(CONNECT_TIMEOUT).setDecompressionEnabled(false); // whoever wants it unpacked does so within bounds
        config.setHttp1Config(new Http1ClientConfig().setKeepAlive(keepAlive));
        if (!bindAddress.isEmpty()) {
            // HttpClientOptions.setLocalAddress is lost on the way to the socket (Vert.x 5.2.0): only this reaches it
            config.getTcpConfig().setLocalAddress(SocketAddress.inetSocketAddress(0, bindAddress));
        }
        ClientSSLOptions tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        trust.ifPresent(tls::setTrustOptions);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(connectionsPerHostMax);
        return vertx.httpClientBuilder().with(config).with(tls).with(pool).build();
    }
}
