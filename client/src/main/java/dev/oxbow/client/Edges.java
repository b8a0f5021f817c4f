package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.net.dht.DhtSocket;
import dev.oxbow.net.peer.PeerNetwork;
import dev.oxbow.net.reach.ReachEdge;
import dev.oxbow.net.tracker.Trackers;
import dev.oxbow.net.webseed.WebSeedNetwork;
import dev.oxbow.storage.Storage;

/** Hands each command to the edge that carries it out. */
record Edges(PeerNetwork network, Trackers trackers, WebSeedNetwork webSeeds, Storage storage, DhtSocket dht, ReachEdge reach,
        MetadataDesk metadata) {

    void carryOut(Command command) {
        if (command instanceof StorageCommand.AssembleMetadata c) {
            metadata.assemble(c);
        } else if (command instanceof PeerCommand.SendMetadataPiece c) {
            metadata.read(c, network);
        } else if (command instanceof StorageCommand c) {
            c.dispatch(storage);
        } else if (command instanceof PeerCommand.SendBlock c) {
            storage.sendBlock(c); // storage reads the block and passes it on to the network
        } else if (command instanceof PeerCommand.SendBlocks c) {
            storage.sendBlocks(c);
        } else if (command instanceof PeerCommand c) {
            c.dispatch(network);
        } else if (command instanceof ConnectionCommand c) {
            c.dispatch(network);
        } else if (command instanceof TrackerCommand c) {
            c.dispatch(trackers);
        } else if (command instanceof WebSeedCommand c) {
            c.dispatch(webSeeds);
        } else if (command instanceof DhtCommand c) {
            c.dispatch(dht);
        } else if (command instanceof ReachCommand c) {
            c.dispatch(reach);
        }
    }
}
