package dev.oxbow.core.session;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.ReachCommandHandler;
import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.ReachEventHandler;
import dev.oxbow.core.reach.ExternalAddresses;
import dev.oxbow.core.reach.PortMapping;

/** Records how peers reach us. */
final class ReachFold implements ReachEventHandler, ReachCommandHandler {
    private final SessionState state;

    ReachFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onReachSettingsChanged(ReachEvent.ReachSettingsChanged event) {
        state.reach.settings(event.mapsPorts(), event.announcesLocally(), event.listenPortLast());
    }

    /** Where peers find us at another port than trackers and the DHT know, they are told as soon as they allow. */
    @Override
    public void onPortMapped(ReachEvent.PortMapped event) {
        state.reach.awaiting(event.operationId()).filter(mapping -> mapping.protocol() == event.protocol()).ifPresent(mapping -> {
            int before = state.announcedPort();
            mapping.mapped(event.method(), event.internalPort(), event.externalPort(), event.lifetimeSeconds(), state.timeNs());
            state.reach.addresses().said("gateway " + event.protocol(), ExternalAddresses.CHOSEN_WEIGHT, event.externalAddress());
            if (state.announcedPort() != before) {
                state.torrents.stream().filter(Torrent::isRunning).forEach(torrent -> {
                    torrent.announces.wished(state.timeNs());
                    state.dhtFold.follow(torrent);
                });
            }
        });
    }

    @Override
    public void onPortMapFailed(ReachEvent.PortMapFailed event) {
        state.reach.awaiting(event.operationId()).ifPresent(mapping -> mapping.failed(event.failure(), state.timeNs()));
    }

    @Override
    public void onPortUnmapped(ReachEvent.PortUnmapped event) {
        state.reach.awaiting(event.operationId()).ifPresent(PortMapping::unmapped);
    }

    @Override
    public void onExternalAddressLearned(ReachEvent.ExternalAddressLearned event) {
        if (event.connectionId() == 0) {
            state.reach.addresses().said(host(event.tracker()), ExternalAddresses.CHOSEN_WEIGHT, event.address());
        } else {
            state.connection(event.connectionId()).ifPresent(session -> state.reach.addresses().said(
                    Addresses.subnet(session.endpoint().address()).toHex(), ExternalAddresses.PEER_WEIGHT, event.address()));
        }
    }

    /** One tracker has many URLs. */
    private static String host(String url) {
        int from = Math.max(0, url.indexOf("://") + "://".length());
        int to = url.indexOf('/', from);
        return url.substring(from, to < 0 ? url.length() : to);
    }

    @Override
    public void onLocalPeerDiscovered(ReachEvent.LocalPeerDiscovered event) {
        state.torrent(event.infoHash()).filter(LocalAnnouncer::isPublic).filter(torrent -> state.reach.announcesLocally())
                .ifPresent(torrent -> state.learned(torrent, event.endpoint(), CandidateSource.LOCAL));
    }

    @Override
    public void onMapPort(ReachCommand.MapPort command) {
        state.nextOperationId = Math.max(state.nextOperationId, command.operationId() + 1);
        state.reach.nonce(command.nonce());
        state.reach.mapping(command.protocol()).asked(command.operationId());
    }

    @Override
    public void onUnmapPort(ReachCommand.UnmapPort command) {
        state.nextOperationId = Math.max(state.nextOperationId, command.operationId() + 1);
        state.reach.mapping(command.protocol()).unmapping(command.operationId());
    }

    @Override
    public void onAnnounceLocally(ReachCommand.AnnounceLocally command) {
        state.reach.announcedLocally(state.timeNs());
        command.infoHashes().forEach(infoHash -> state.torrent(infoHash).ifPresent(torrent -> torrent.announcedLocally(state.timeNs())));
    }
}
