package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** A gateway's WANIPConnection or WANPPPConnection service, at a control URL that was checked. */
final class UpnpConnection {
    private final GatewayHttp http;
    private final DeviceDescription.Service service;
    private final String localHost;

    UpnpConnection(GatewayHttp http, DeviceDescription.Service service, String localHost) {
        this.http = http;
        this.service = service;
        this.localHost = localHost;
    }

    /** Our address, as this gateway's network knows it. */
    String localHost() {
        return localHost;
    }

    /** Whether it has the actions of WANIPConnection:2. */
    boolean isVersion2() {
        return service.type().equals(DeviceDescription.WAN_IP_2);
    }

    /** @return the answer, errors with a UPnP code included; fails with a {@link PortMapException} otherwise */
    Future<Soap.Answer> call(String action, Soap.Argument... arguments) {
        byte[] request = Soap.request(service.type(), action, List.of(arguments));
        return http.post(service.controlUrl(), service.type() + "#" + action, request).compose(answer -> {
            Optional<Soap.Answer> read = Soap.answer(answer.body(), action)
                    .filter(soap -> answer.status() == 200 || !isSuccess(soap)); // errors come with 500, from some devices with 200
            return read.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(new PortMapException(MappingFailure.UNUSABLE,
                    "the gateway's UPnP answer to " + action + " cannot be understood (HTTP " + answer.status() + ")")));
        });
    }

    /** @return empty when the connection is down, or the gateway would not say */
    Future<Optional<ByteString>> externalAddress() {
        return call("GetExternalIPAddress").map(answer -> answer.text("NewExternalIPAddress").filter(text -> isSuccess(answer))
                .flatMap(NumericAddress::parse).filter(address -> address.length() == Endpoint.IPV4_LENGTH_BYTES
                        && !NumericAddress.isUnspecified(address) && !NumericAddress.isGroup(address)));
    }

    static boolean isSuccess(Soap.Answer answer) {
        return answer.errorCode() == Soap.Answer.NO_ERROR;
    }
}
