package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import dev.oxbow.net.httpu.NumericAddress;
import dev.oxbow.net.portmap.Soap.Argument;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Maps by UPnP's WANIPConnection 1 and 2 and WANPPPConnection 1. The service that was found is kept until it fails; then it is searched for
 * once more, because gateways change their URLs when they restart.
 */
final class UpnpClient implements MappingClient {
    private static final int ONLY_PERMANENT = 725;
    private static final int SAME_PORTS_ONLY = 724;
    private static final int NO_SUCH_ENTRY = 714;
    private static final int NO_SUCH_ENTRY_IN_RANGE = 730;

    private final UpnpDiscovery discovery;
    private Optional<Future<UpnpConnection>> known = Optional.empty();

    UpnpClient(UpnpDiscovery discovery) {
        this.discovery = discovery;
    }

    @Override
    public Future<Mapping> map(MappingRequest request) {
        boolean again = isFound();
        return connection().compose(connection -> map(connection, request)).recover(error -> again && forget(error) ? map(request)
                : Future.failedFuture(error));
    }

    @Override
    public Future<Void> unmap(Mapping mapping) {
        boolean again = isFound();
        return connection().compose(connection -> unmap(connection, mapping)).recover(error -> again && forget(error) ? unmap(mapping)
                : Future.failedFuture(error));
    }

    private boolean isFound() {
        return known.filter(Future::succeeded).isPresent();
    }

    /** One search serves all who ask while it runs. */
    private Future<UpnpConnection> connection() {
        Future<UpnpConnection> found = known.orElseGet(discovery::find);
        known = Optional.of(found);
        return found.onFailure(this::forget);
    }

    /** @return whether a new search may help: the gateway's refusals stay the same */
    private boolean forget(Throwable error) {
        MappingFailure failure = PortMapException.of(error).failure();
        boolean lost = failure == MappingFailure.SILENT || failure == MappingFailure.UNUSABLE;
        known = lost ? Optional.empty() : known;
        return lost;
    }

    private Future<Mapping> map(UpnpConnection connection, MappingRequest request) {
        int externalPort = request.wantedExternalPort() == 0 ? request.internalPort() : request.wantedExternalPort();
        if (!connection.isVersion2()) {
            return addUnlessTaken(connection, request, externalPort);
        }
        Argument[] arguments = arguments(connection, request, externalPort, request.lifetimeSeconds());
        return connection.call("AddAnyPortMapping", arguments).compose(answer -> {
            if (answer.errorCode() == 401 || answer.errorCode() == 602) {
                return addUnlessTaken(connection, request, externalPort); // version 2 in name only
            }
            Optional<Long> reserved = answer.number("NewReservedPort").filter(port -> port >= 1 && port <= 0xffff);
            if (UpnpConnection.isSuccess(answer) && reserved.isEmpty()) {
                return Future.failedFuture(new PortMapException(MappingFailure.UNUSABLE,
                        "the gateway does not say which port it mapped (UPnP)"));
            }
            return UpnpConnection.isSuccess(answer) ? added(connection, request, reserved.get().intValue(), request.lifetimeSeconds())
                    : Future.failedFuture(refused(answer.errorCode(), externalPort));
        });
    }

    /** Version 1 gateways are known to hand a port that another host has to whoever asks: so we look first. */
    private Future<Mapping> addUnlessTaken(UpnpConnection connection, MappingRequest request, int externalPort) {
        return holder(connection, request.protocol(), externalPort).compose(holder -> {
            boolean others = holder.isPresent() && !holder.get().equals(connection.localHost());
            return others ? Future.failedFuture(refused(718, externalPort))
                    : add(connection, request, externalPort, request.lifetimeSeconds());
        });
    }

    private Future<Mapping> add(UpnpConnection connection, MappingRequest request, int externalPort, int leaseSeconds) {
        return connection.call("AddPortMapping", arguments(connection, request, externalPort, leaseSeconds)).compose(answer -> {
            if (answer.errorCode() == ONLY_PERMANENT && leaseSeconds != Mapping.PERMANENT) {
                return add(connection, request, externalPort, Mapping.PERMANENT);
            }
            if (answer.errorCode() == SAME_PORTS_ONLY && externalPort != request.internalPort()) {
                return addUnlessTaken(connection, request, request.internalPort());
            }
            return UpnpConnection.isSuccess(answer) ? added(connection, request, externalPort, leaseSeconds)
                    : Future.failedFuture(refused(answer.errorCode(), externalPort));
        });
    }

    /** Some gateways say yes and have done nothing, or something else: they are asked what they hold. */
    private Future<Mapping> added(UpnpConnection connection, MappingRequest request, int externalPort, int leaseSeconds) {
        return entry(connection, request.protocol(), externalPort).compose(entry -> {
            Optional<String> holder = entry.flatMap(UpnpClient::holder);
            if (holder.isPresent() && !holder.get().equals(connection.localHost())) {
                return Future.failedFuture(refused(718, externalPort));
            }
            long held = entry.flatMap(answer -> answer.number("NewLeaseDuration")).orElse(0L);
            long lifetimeSeconds = held > 0 && held < leaseSeconds ? held : leaseSeconds; // a lease of 0 is often just not filled in
            return connection.externalAddress().otherwise(Optional.empty())
                    .map(address -> Mapping.granted(MappingMethod.UPNP, request, externalPort, address, lifetimeSeconds));
        });
    }

    private Future<Void> unmap(UpnpConnection connection, Mapping mapping) {
        return holder(connection, mapping.protocol(), mapping.externalPort()).compose(holder -> {
            boolean others = holder.isPresent() && !holder.get().equals(connection.localHost());
            return others ? Future.succeededFuture() : delete(connection, mapping); // others: then ours is gone already
        });
    }

    private static Future<Void> delete(UpnpConnection connection, Mapping mapping) {
        return connection.call("DeletePortMapping", key(mapping.protocol(), mapping.externalPort())).compose(answer -> {
            boolean gone = UpnpConnection.isSuccess(answer) || answer.errorCode() == NO_SUCH_ENTRY
                    || answer.errorCode() == NO_SUCH_ENTRY_IN_RANGE;
            return gone ? Future.succeededFuture() : Future.failedFuture(refused(answer.errorCode(), mapping.externalPort()));
        });
    }

    private static Future<Optional<String>> holder(UpnpConnection connection, TransportProtocol protocol, int externalPort) {
        return entry(connection, protocol, externalPort).map(entry -> entry.flatMap(UpnpClient::holder));
    }

    private static Optional<String> holder(Soap.Answer entry) {
        return entry.text("NewInternalClient").filter(text -> NumericAddress.parse(text).isPresent());
    }

    /** @return empty when there is none, or the gateway does not know the question */
    private static Future<Optional<Soap.Answer>> entry(UpnpConnection connection, TransportProtocol protocol, int externalPort) {
        return connection.call("GetSpecificPortMappingEntry", key(protocol, externalPort))
                .map(answer -> Optional.of(answer).filter(UpnpConnection::isSuccess)).otherwise(Optional.empty());
    }

    private static Argument[] key(TransportProtocol protocol, int externalPort) {
        return new Argument[] {new Argument("NewRemoteHost", ""), new Argument("NewExternalPort", Integer.toString(externalPort)),
            new Argument("NewProtocol", protocol.name())};
    }

    private static Argument[] arguments(UpnpConnection connection, MappingRequest request, int externalPort, int leaseSeconds) {
        return new Argument[] {new Argument("NewRemoteHost", ""), new Argument("NewExternalPort", Integer.toString(externalPort)),
            new Argument("NewProtocol", request.protocol().name()),
            new Argument("NewInternalPort", Integer.toString(request.internalPort())),
            new Argument("NewInternalClient", connection.localHost()), new Argument("NewEnabled", "1"),
            new Argument("NewPortMappingDescription", "Oxbow " + request.protocol().name() + " " + request.internalPort()),
            new Argument("NewLeaseDuration", Integer.toString(leaseSeconds))};
    }

    /** WANIPConnection 1 and 2, the errors of AddPortMapping, AddAnyPortMapping and DeletePortMapping. */
    private static PortMapException refused(int errorCode, int externalPort) {
        String why = switch (errorCode) {
            case 606 -> "does not allow us to map ports (UPnP 606, not authorized)";
            case 718 -> "forwards external port " + externalPort + " to another host (UPnP 718, conflict)";
            case 728 -> "cannot map more ports now (UPnP 728)";
            case 729 -> "uses external port " + externalPort + " otherwise (UPnP 729, conflict)";
            default -> "refuses to map external port " + externalPort + " (UPnP " + errorCode + ")";
        };
        boolean conflict = errorCode == 718 || errorCode == 729;
        return new PortMapException(conflict ? MappingFailure.CONFLICT : MappingFailure.REFUSED, "the gateway " + why);
    }
}
