package dev.oxbow.net.reach;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.ReachCommandHandler;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.net.Outbox;
import dev.oxbow.net.portmap.Gateway;
import dev.oxbow.net.portmap.Mapping;
import dev.oxbow.net.portmap.PortMapException;
import dev.oxbow.net.portmap.PortMapper;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Asks the gateway for ports and tells neighbours of torrents. Both begin with the first command that needs them: until then there is no
 * socket and nobody is asked. Commands may come from any thread; nothing waits.
 */
public final class ReachEdge implements ReachCommandHandler, AutoCloseable {
    private final Vertx vertx;
    private final Context loop;
    private final Outbox outbox;
    private final Surroundings surroundings;
    private final String userAgent;
    private final String bindAddress;
    private final NeighbourLink neighbours;
    private Optional<PortMapper> mapper = Optional.empty();
    private boolean closed;

    /** @param bindAddress numeric; nothing is sent from another address; empty for any */
    public ReachEdge(Vertx vertx, Inbox inbox, Surroundings surroundings, String userAgent, String bindAddress) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.outbox = new Outbox(vertx, inbox);
        this.surroundings = surroundings;
        this.userAgent = userAgent;
        this.bindAddress = Surroundings.certain(bindAddress);
        this.neighbours = new NeighbourLink(vertx, surroundings.interfaces(), this.bindAddress, heard -> {
            if (inbox.hasRoom()) { // they say it again in five minutes
                outbox.post(heard);
            }
        });
    }

    @Override
    public void onMapPort(ReachCommand.MapPort command) {
        loop.runOnContext(now -> mapper(command.nonce()).compose(it -> it.map(command.protocol(), command.internalPort(),
                command.wantedExternalPort(), command.lifetimeSeconds())).onComplete(done ->
                post(done.succeeded() ? mapped(command, done.result()) : failed(command, done.cause()))));
    }

    private static Event mapped(ReachCommand.MapPort command, Mapping mapping) {
        return new ReachEvent.PortMapped(command.operationId(), mapping.method(), mapping.protocol(), mapping.internalPort(),
                mapping.externalPort(), mapping.lifetimeSeconds(), mapping.externalAddress().orElse(ByteString.EMPTY));
    }

    private static Event failed(ReachCommand.MapPort command, Throwable cause) {
        MappingFailure failure = cause instanceof PortMapException known ? known.failure() : MappingFailure.SILENT;
        return new ReachEvent.PortMapFailed(command.operationId(), failure, sentence(cause));
    }

    private static String sentence(Throwable cause) {
        boolean told = cause instanceof PortMapException || cause instanceof NoGatewayException;
        return told ? cause.getMessage() : "the gateway cannot be asked";
    }

    @Override
    public void onUnmapPort(ReachCommand.UnmapPort command) {
        Mapping mapping = new Mapping(command.method(), command.protocol(), command.internalPort(), command.externalPort(),
                Optional.empty(), Mapping.PERMANENT);
        loop.runOnContext(now -> mapper(command.nonce()).compose(it -> it.unmap(mapping)).onComplete(done ->
                post(new ReachEvent.PortUnmapped(command.operationId(), done.succeeded() ? "" : sentence(done.cause())))));
    }

    @Override
    public void onAnnounceLocally(ReachCommand.AnnounceLocally command) {
        loop.runOnContext(now -> neighbours.announce(command.infoHashes(), command.port()));
    }

    /** One for the whole session: it remembers by which protocol the gateway is asked best. */
    private Future<PortMapper> mapper(ByteString nonce) {
        if (mapper.isEmpty() && !closed) {
            Optional<Gateway> gateway = surroundings.gateway().get();
            mapper = gateway.map(it -> new PortMapper(vertx, it, userAgent, bindAddress, nonce));
        }
        return mapper.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(new NoGatewayException()));
    }

    private void post(Event event) {
        outbox.post(event);
    }

    /** Leaves the multicast groups; gateways are not asked any more. */
    @Override
    public void close() {
        outbox.close();
        loop.runOnContext(now -> {
            closed = true;
            mapper.ifPresent(PortMapper::close);
            neighbours.close();
        });
    }

    /** There is nobody to ask. */
    private static final class NoGatewayException extends Exception {
        private static final long serialVersionUID = 1L;

        NoGatewayException() {
            super("there is no gateway that could map ports", null, false, false);
        }
    }
}
