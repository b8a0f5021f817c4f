package dev.oxbow.core.rule;

import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.metadata.MetadataFetch;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rule 34: metadata that is not the torrent's. What was unasked for or of a wrong length the edge has seen already. */
final class MetadataRule {
    private final Watch watch;

    MetadataRule(Watch watch) {
        this.watch = watch;
        watch.on(StorageEvent.MetadataAssembled.class, event -> watch.state().magnet(event.torrentId())
                .ifPresent(magnet -> magnet.fetch().lies().forEach(lie -> charge(event.torrentId(), lie))));
        watch.on(StorageEvent.MetadataHashMismatched.class, event -> watch.state().magnet(event.torrentId())
                .ifPresent(magnet -> mismatched(event.torrentId(), magnet.fetch())));
    }

    private void charge(int torrentId, MetadataFetch.Lie lie) {
        watch.charge(Code.METADATA_POISON, Severity.HIGH, Certainty.PROOF, lie.piece().sender().toString(), torrentId, "its piece "
                + lie.pieceIndex()
                + " of the metadata differs from the copy that has the info hash", List.of(lie.piece().sequence(), lie.goodSequence()));
    }

    private void mismatched(int torrentId, MetadataFetch fetch) {
        Set<Endpoint> senders = new LinkedHashSet<>();
        fetch.arrived().values().forEach(piece -> senders.add(piece.sender()));
        if (senders.size() == 1) {
            long first = fetch.arrived().values().iterator().next().sequence();
            watch.charge(Code.METADATA_POISON, Severity.HIGH, Certainty.PROOF, senders.iterator().next().toString(), torrentId,
                    "all of the metadata came from it, and it does not have the info hash", List.of(first, watch.sequence()));
        }
    }
}
