package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/** Maps by NAT-PMP (RFC 6886), which knows IPv4 only. */
final class NatPmpClient implements MappingClient {
    private final Vertx vertx;
    private final Gateway gateway;
    private final String bindAddress;
    private final Waits waits;

    NatPmpClient(Vertx vertx, Gateway gateway, String bindAddress, Waits waits) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.bindAddress = bindAddress;
        this.waits = waits;
    }

    /** Whether the gateway can be asked at all. */
    static boolean serves(Gateway gateway) {
        return NumericAddress.parse(gateway.host()).filter(address -> address.length() == Endpoint.IPV4_LENGTH_BYTES).isPresent();
    }

    @Override
    public Future<Mapping> map(MappingRequest request) {
        return ask(request.protocol(), request.internalPort(), request.wantedExternalPort(), request.lifetimeSeconds()).compose(answer -> {
            if (answer.externalPort() == 0 || answer.lifetimeSeconds() == 0) {
                return Future.failedFuture(new PortMapException(MappingFailure.UNUSABLE,
                        gateway.title() + " says by NAT-PMP that it mapped the port, but names none or maps it for no time"));
            }
            return externalAddress().map(address -> Mapping.granted(MappingMethod.NAT_PMP, request, answer.externalPort(), address,
                    answer.lifetimeSeconds()));
        });
    }

    @Override
    public Future<Void> unmap(Mapping mapping) {
        return ask(mapping.protocol(), mapping.internalPort(), 0, 0).mapEmpty();
    }

    private Future<NatPmpCodec.MappingAnswer> ask(TransportProtocol protocol, int internalPort, int wantedExternalPort,
            int lifetimeSeconds) {
        byte[] request = NatPmpCodec.mappingRequest(protocol, internalPort, wantedExternalPort, lifetimeSeconds);
        return exchange(request, datagram -> NatPmpCodec.mappingAnswer(datagram, protocol, internalPort)).compose(answer -> {
            if (answer.isEmpty()) {
                return Future.failedFuture(new PortMapException(MappingFailure.SILENT, gateway.title() + " does not answer NAT-PMP"));
            }
            int result = answer.get().result();
            return result == NatPmpCodec.SUCCESS ? Future.succeededFuture(answer.get()) : Future.failedFuture(refused(result));
        });
    }

    /** Without it the mapping is still of use: trackers see where we come from. */
    private Future<Optional<ByteString>> externalAddress() {
        return exchange(NatPmpCodec.addressRequest(), NatPmpCodec::addressAnswer)
                .map(answer -> answer.flatMap(NatPmpCodec.AddressAnswer::address));
    }

    private <T> Future<Optional<T>> exchange(byte[] request, Function<byte[], Optional<T>> decode) {
        Optional<String> local = LocalAddress.towards(gateway.host(), bindAddress);
        return local.isEmpty() ? Future.succeededFuture(Optional.empty())
                : DatagramExchange.ask(vertx, local.get(), gateway.host(), gateway.port(), request, waits.answerMs(), decode);
    }

    /** Section 3.5. */
    private PortMapException refused(int result) {
        MappingFailure failure = switch (result) {
            case NatPmpCodec.UNSUPPORTED_VERSION -> MappingFailure.SILENT;
            case 5 -> MappingFailure.UNUSABLE;
            default -> MappingFailure.REFUSED;
        };
        String why = switch (result) {
            case NatPmpCodec.UNSUPPORTED_VERSION -> "does not speak NAT-PMP";
            case 2 -> "does not allow us to map ports (NAT-PMP: not authorized)";
            case 3 -> "has no connection to the outside (NAT-PMP: network failure)";
            case 4 -> "cannot map more ports now (NAT-PMP: out of resources)";
            case 5 -> "does not understand our NAT-PMP request";
            default -> "refuses to map the port (NAT-PMP result " + result + ")";
        };
        return new PortMapException(failure, gateway.title() + " " + why);
    }
}
