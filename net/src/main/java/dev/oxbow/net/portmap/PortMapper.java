package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Maps ports at one gateway by PCP, NAT-PMP or UPnP, whichever works first; what worked is tried first the next time. Renewing is mapping
 * again, and when to do so is the caller's: nothing runs here but what was asked for, each part within a time limit of some seconds.
 *
 * <p>Futures fail with a {@link PortMapException}. {@link MappingFailure#CONFLICT} means that another external port should be tried; a
 * gateway may also grant another port than the wanted one. A request that failed because the gateway was slow may still take effect there,
 * until its lifetime ends. Any thread may use it; nothing waits.
 */
public final class PortMapper implements AutoCloseable {
    private final Context context;
    private final Gateway gateway;
    private final Waits waits;
    private final GatewayHttp http;
    private final Map<MappingMethod, MappingClient> clients = new EnumMap<>(MappingMethod.class);
    private Optional<MappingMethod> worked = Optional.empty();
    private volatile boolean closed;

    /**
     * @param bindAddress the address to map ports of, numeric; empty, 0.0.0.0 or :: for the one that the system uses towards the gateway;
     *                    for IPv6 best a global one
     * @param nonce       12 bytes that nobody else can know, the same after a restart: a PCP gateway lets a mapping be renewed or ended
     *                    only with the nonce that made it (RFC 6887, section 11.2)
     * @throws IllegalArgumentException when the address is a name, or the nonce is not 12 bytes
     */
    public PortMapper(Vertx vertx, Gateway gateway, String userAgent, String bindAddress, ByteString nonce) {
        this(vertx, gateway, userAgent, bindAddress, nonce, Waits.USUAL);
    }

    PortMapper(Vertx vertx, Gateway gateway, String userAgent, String bindAddress, ByteString nonce, Waits waits) {
        if (nonce.length() != PcpCodec.NONCE_LENGTH_BYTES) {
            throw new IllegalArgumentException("a nonce is 12 bytes");
        }
        this.context = vertx.getOrCreateContext();
        this.gateway = gateway;
        this.waits = waits;
        String bound = bound(bindAddress);
        this.http = new GatewayHttp(vertx, userAgent, bound, waits.httpMs());
        if (!gateway.host().isEmpty()) {
            clients.put(MappingMethod.PCP, new PcpClient(vertx, gateway, bound, nonce, waits));
        }
        if (NatPmpClient.serves(gateway)) {
            clients.put(MappingMethod.NAT_PMP, new NatPmpClient(vertx, gateway, bound, waits));
        }
        if (!gateway.searchAt().isEmpty()) {
            clients.put(MappingMethod.UPNP, new UpnpClient(new UpnpDiscovery(vertx, gateway, bound, http, waits)));
        }
    }

    /**
     * Maps a port, or renews its mapping.
     *
     * @param wantedExternalPort 0 when any will do
     * @throws IllegalArgumentException when a port or the lifetime is out of range
     */
    public Future<Mapping> map(TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds) {
        MappingRequest request = new MappingRequest(protocol, internalPort, wantedExternalPort, lifetimeSeconds);
        return onContext(() -> map(request, order(), Optional.empty()));
    }

    /** Ends a mapping, in the way in which it was made. Succeeds too when the gateway knows no such mapping any more. */
    public Future<Void> unmap(Mapping mapping) {
        return onContext(() -> Optional.ofNullable(clients.get(mapping.method())).map(client -> client.unmap(mapping))
                .orElseGet(() -> Future.failedFuture(new PortMapException(MappingFailure.SILENT,
                        gateway.title() + " cannot be asked by " + mapping.method().title()))));
    }

    /** What is under way fails in its time. */
    @Override
    public void close() {
        closed = true;
        http.close();
    }

    private static String bound(String bindAddress) {
        if (bindAddress.isEmpty()) {
            return bindAddress;
        }
        ByteString address = NumericAddress.parse(bindAddress)
                .orElseThrow(() -> new IllegalArgumentException("the address to bind to must be numeric"));
        return NumericAddress.isUnspecified(address) ? "" : bindAddress;
    }

    private List<MappingMethod> order() {
        return Stream.concat(worked.stream(), clients.keySet().stream().filter(method -> worked.isEmpty() || method != worked.get()))
                .toList();
    }

    private Future<Mapping> map(MappingRequest request, List<MappingMethod> methods, Optional<PortMapException> before) {
        if (methods.isEmpty()) {
            return Future.failedFuture(before.filter(failed -> failed.failure() != MappingFailure.SILENT).orElseGet(this::nobodyAnswers));
        }
        return clients.get(methods.get(0)).map(request).onSuccess(mapping -> worked = Optional.of(mapping.method())).recover(error -> {
            PortMapException failed = PortMapException.of(error);
            return failed.failure() == MappingFailure.CONFLICT ? Future.failedFuture(failed)
                    : map(request, methods.subList(1, methods.size()), Optional.of(moreTelling(before, failed)));
        });
    }

    private static PortMapException moreTelling(Optional<PortMapException> before, PortMapException now) {
        return before.filter(earlier -> earlier.failure().compareTo(now.failure()) >= 0).orElse(now);
    }

    private PortMapException nobodyAnswers() {
        List<String> titles = clients.keySet().stream().map(MappingMethod::title).toList();
        return new PortMapException(MappingFailure.SILENT, clients.isEmpty() ? "there is no gateway that could map ports"
                : gateway.title() + " answers neither of " + String.join(", ", titles));
    }

    private PortMapException takesTooLong() {
        return new PortMapException(MappingFailure.UNUSABLE, gateway.title() + " takes too long over the mapping");
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        context.runOnContext(now -> {
            if (closed) {
                result.fail(new PortMapException(MappingFailure.SILENT, "Oxbow is closing"));
            } else {
                work.get().timeout(waits.wholeMs(), TimeUnit.MILLISECONDS).onComplete(done -> {
                    if (done.succeeded()) {
                        result.complete(done.result());
                    } else {
                        result.fail(done.cause() instanceof TimeoutException ? takesTooLong() : PortMapException.of(done.cause()));
                    }
                });
            }
        });
        return result.future();
    }
}
