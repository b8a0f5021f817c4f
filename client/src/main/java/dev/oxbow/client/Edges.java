package dev.oxbow.client;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.net.dht.DhtSocket;
import dev.oxbow.net.peer.PeerNetwork;
import dev.oxbow.net.tracker.Trackers;
import dev.oxbow.storage.Storage;

/** Hands each command to the edge that carries it out. */
record Edges(PeerNetwork network, Trackers trackers, Storage storage, DhtSocket dht) {

    void carryOut(Command command) {
        if (command instanceof StorageCommand c) {
            c.dispatch(storage);
        } else if (command instanceof PeerCommand.SendBlock c) {
            storage.sendBlock(c); // storage reads the block and passes it on to the network
        } else if (command instanceof PeerCommand c) {
            c.dispatch(network);
        } else if (command instanceof ConnectionCommand c) {
            c.dispatch(network);
        } else if (command instanceof TrackerCommand c) {
            c.dispatch(trackers);
        } else if (command instanceof DhtCommand c) {
            c.dispatch(dht);
        }
    }
}
