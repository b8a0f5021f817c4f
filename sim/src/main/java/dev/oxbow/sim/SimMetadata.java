package dev.oxbow.sim;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.core.wire.MetadataMessage;
import java.util.List;

/** The metadata of the simulated torrent: pieces of it are told apart by their CRC alone, and corrupting nodes send wrong ones. */
final class SimMetadata {
    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final TorrentSpec spec;

    SimMetadata(Timeline timeline, Faults faults, Dice dice, TorrentSpec spec) {
        this.timeline = timeline;
        this.faults = faults;
        this.dice = dice;
        this.spec = spec;
    }

    private static int right(int pieceIndex) {
        return 1000 + pieceIndex;
    }

    PeerEvent.MetadataPieceReceived piece(long connectionId, int pieceIndex, SimNode sender) {
        boolean wrong = sender.isCorrupting() && faults.strikes(dice, 5000);
        return new PeerEvent.MetadataPieceReceived(connectionId, pieceIndex,
                MetadataMessage.pieceLengthBytes(spec.metadataLengthBytes(), pieceIndex), right(pieceIndex) + (wrong ? 1 << 20 : 0));
    }

    void assemble(SimNode node, StorageCommand.AssembleMetadata command) {
        MetadataFetch fetch = node.state().magnet(command.torrentId()).orElseThrow().fetch();
        Fault.unless(command.senders().size() == MetadataMessage.pieceCount(spec.metadataLengthBytes()), "not all pieces are there: " + command);
        boolean right = fetch.arrived().entrySet().stream().allMatch(entry -> entry.getValue().crc32c() == right(entry.getKey()));
        TorrentSpec assembled = new TorrentSpec(spec.infoHash(), spec.name(), spec.pieces(), spec.files(), spec.isPrivate(),
                command.trackers().stream().map(List::of).toList(), spec.metadataLengthBytes());
        long life = node.life();
        timeline.after(dice.between(0, 200) * Timeline.MS_NS, () -> node.postIn(life, right
                ? new StorageEvent.MetadataAssembled(command.torrentId(), assembled)
                : new StorageEvent.MetadataHashMismatched(command.torrentId())));
    }
}
