package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Maps by PCP (RFC 6887), over IPv4 and IPv6. */
final class PcpClient implements MappingClient {
    private final Vertx vertx;
    private final Gateway gateway;
    private final String bindAddress;
    private final ByteString nonce;
    private final Waits waits;

    PcpClient(Vertx vertx, Gateway gateway, String bindAddress, ByteString nonce, Waits waits) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.bindAddress = bindAddress;
        this.nonce = nonce;
        this.waits = waits;
    }

    @Override
    public Future<Mapping> map(MappingRequest request) {
        return ask(request.protocol(), request.internalPort(), request.wantedExternalPort(), request.lifetimeSeconds())
                .compose(answer -> granted(answer, request));
    }

    @Override
    public Future<Void> unmap(Mapping mapping) {
        return ask(mapping.protocol(), mapping.internalPort(), 0, 0).compose(answer -> answer.result() == PcpCodec.SUCCESS
                ? Future.succeededFuture() : Future.failedFuture(refused(answer.result())));
    }

    private Future<Mapping> granted(PcpCodec.Answer answer, MappingRequest request) {
        if (answer.result() != PcpCodec.SUCCESS) {
            return Future.failedFuture(refused(answer.result()));
        }
        if (answer.externalPort() == 0 || answer.lifetimeSeconds() == 0) {
            return Future.failedFuture(new PortMapException(MappingFailure.UNUSABLE,
                    gateway.title() + " says by PCP that it mapped the port, but names none or maps it for no time"));
        }
        return Future.succeededFuture(Mapping.granted(MappingMethod.PCP, request, answer.externalPort(), answer.externalAddress(),
                answer.lifetimeSeconds()));
    }

    private Future<PcpCodec.Answer> ask(TransportProtocol protocol, int internalPort, int wantedExternalPort, int lifetimeSeconds) {
        Optional<String> local = LocalAddress.towards(gateway.host(), bindAddress);
        if (local.isEmpty()) {
            return Future.failedFuture(new PortMapException(MappingFailure.SILENT, "there is no route to " + gateway.title()));
        }
        ByteString clientAddress = NumericAddress.parse(local.get()).orElseThrow();
        byte[] request = PcpCodec.mapRequest(protocol, internalPort, wantedExternalPort, lifetimeSeconds, clientAddress, nonce);
        Future<Optional<PcpCodec.Answer>> heard = DatagramExchange.ask(vertx, local.get(), gateway.host(), gateway.port(), request,
                waits.answerMs(), datagram -> PcpCodec.answer(datagram, request));
        return heard.compose(answer -> answer.isPresent() ? Future.succeededFuture(answer.get())
                : Future.failedFuture(new PortMapException(MappingFailure.SILENT, gateway.title() + " does not answer PCP")));
    }

    /** Section 7.4. */
    private PortMapException refused(int result) {
        MappingFailure failure = switch (result) {
            case PcpCodec.UNSUPPORTED_VERSION -> MappingFailure.SILENT;
            case 3, 4, 5, 6 -> MappingFailure.UNUSABLE;
            case 11 -> MappingFailure.CONFLICT;
            default -> MappingFailure.REFUSED;
        };
        String why = switch (result) {
            case PcpCodec.UNSUPPORTED_VERSION -> "does not speak PCP version 2";
            case 2 -> "does not allow us to map ports (PCP: not authorized)";
            case 3, 4, 5, 6 -> "does not understand our PCP request (result " + result + ")";
            case 7 -> "has no connection to the outside (PCP: network failure)";
            case 8 -> "cannot map more ports now (PCP: no resources)";
            case 9 -> "does not map this protocol (PCP: unsupported protocol)";
            case 10 -> "lets us map no more ports (PCP: user exceeded quota)";
            case 11 -> "cannot give this external port (PCP: cannot provide external)";
            case 12 -> "sees us under another address (PCP: address mismatch): there may be another gateway between";
            default -> "refuses to map the port (PCP result " + result + ")";
        };
        return new PortMapException(failure, gateway.title() + " " + why);
    }
}
