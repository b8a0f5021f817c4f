package dev.oxbow.net.portmap;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.net.fetch.HttpUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the gateway's service that maps ports: search, description, and a look at which of several connections is up. */
final class UpnpDiscovery {
    private final Vertx vertx;
    private final Gateway gateway;
    private final String bindAddress;
    private final GatewayHttp http;
    private final Waits waits;

    UpnpDiscovery(Vertx vertx, Gateway gateway, String bindAddress, GatewayHttp http, Waits waits) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.bindAddress = bindAddress;
        this.http = http;
        this.waits = waits;
    }

    Future<UpnpConnection> find() {
        Optional<String> localHost = gateway.host().isEmpty() ? Optional.of(bindAddress).filter(address -> !address.isEmpty())
                : LocalAddress.towards(gateway.host(), bindAddress);
        return SsdpSearch.run(vertx, gateway, localHost, waits).compose(locations -> {
            Future<List<UpnpConnection>> all = Future.succeededFuture(new ArrayList<>());
            for (HttpUrl location : locations) {
                all = all.compose(found -> connections(location).map(more -> {
                    found.addAll(more);
                    return found;
                }));
            }
            return all.compose(found -> chosen(found, locations.isEmpty()));
        });
    }

    /** A description that cannot be had or read offers nothing: another may. */
    private Future<List<UpnpConnection>> connections(HttpUrl location) {
        return http.get(location).map(answer -> {
            List<UpnpConnection> found = new ArrayList<>();
            Optional<String> localHost = LocalAddress.towards(location.host(), bindAddress);
            Optional<DeviceDescription> description = Optional.of(answer).filter(got -> got.status() == 200)
                    .flatMap(got -> DeviceDescription.parse(got.body(), location));
            if (description.isPresent() && localHost.isPresent()) {
                description.get().services().forEach(service -> found.add(new UpnpConnection(http, service, localHost.get())));
            }
            return found;
        }).otherwise(unusable -> List.of());
    }

    /** Gateways list connections that they do not use: the one that has an outer address is up. Else the first must do. */
    private Future<UpnpConnection> chosen(List<UpnpConnection> found, boolean unheard) {
        if (found.isEmpty()) {
            return Future.failedFuture(unheard
                    ? new PortMapException(MappingFailure.SILENT, gateway.title() + " does not answer UPnP's search")
                    : new PortMapException(MappingFailure.UNUSABLE, "what answers UPnP's search describes no service that maps ports"));
        }
        Future<Optional<UpnpConnection>> up = Future.succeededFuture(Optional.empty());
        for (UpnpConnection connection : found.subList(0, Math.min(found.size(), DeviceDescription.SERVICES_MAX))) {
            up = up.compose(chosen -> chosen.isPresent() ? Future.succeededFuture(chosen)
                    : connection.externalAddress().otherwise(Optional.empty()).map(address -> address.map(known -> connection)));
        }
        return up.map(chosen -> chosen.orElse(found.get(0)));
    }
}
